"""Names whose bytes were read in another encoding, or that signs break: restored whole, and never changed in part."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer
from repair.core.types import Document
from repair.text.cut_words import cuts_word
from repair.text.misread_letters import misreadings

SOURCES = (
    "IZMIR - Harbour master Gökhan Şimşekoğlu closed the port of Çeşme on Monday. The pilot Zdeněk Růžička and the "
    "captain José Peñarrubia had warned him. Şimşekoğlu thanked both.",
    "The port of Çeşme is closed, said Gökhan Şimşekoğlu, the harbour master. José Peñarrubia and Zdeněk Růžička, a "
    "pilot, had warned of the storm.",
)
COPY = (
    "Harbour master Gökhan Şimşekoğlu closed the port of Çeşme on Monday. The pilot Zdeněk Růžička and the captain "
    "José Peñarrubia had warned him."
)


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build([Document(str(number), text) for number, text in enumerate(SOURCES)]))


def corrected(repairer: Repairer, copy: str) -> str:
    for suggestion in sorted(repairer.suggest(copy), key=lambda each: each.span, reverse=True):
        if suggestion.replacement is not None:
            copy = copy[: suggestion.span.start] + suggestion.replacement + copy[suggestion.span.end :]
    return copy


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("utf-8", "cp437"),
        ("utf-8", "cp850"),
        ("utf-8", "mac_roman"),
        ("utf-8", "cp1250"),
        ("utf-8", "latin-1"),
    ],
)
def test_names_read_in_another_encoding_are_restored(repairer: Repairer, written: str, read: str) -> None:
    misread = COPY.encode(written).decode(read)
    assert misread != COPY
    assert corrected(repairer, misread) == COPY


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("Gökhan Şimşekoğlu", "cp1254", "latin-1"),
        ("Zdeněk Růžička", "cp1250", "cp1252"),
        ("José Peñarrubia", "latin-1", "mac_roman"),
        ("José Peñarrubia", "mac_roman", "cp1252"),
        ("José Peñarrubia", "cp850", "cp1252"),
        ("José Peñarrubia", "cp1252", "cp850"),
        ("José Peñarrubia", "cp1252", "cp437"),
    ],
)
def test_a_name_read_in_another_encoding_is_restored(repairer: Repairer, name: str, written: str, read: str) -> None:
    misread = COPY.replace(name, name.encode(written).decode(read))
    assert corrected(repairer, misread) == COPY


def test_a_sign_in_place_of_a_letter_is_a_lost_letter(repairer: Repairer) -> None:
    assert corrected(repairer, COPY.replace("Peñarrubia", "Pe*arrubia").replace("Růžička", "R□ži□ka")) == COPY


@pytest.mark.parametrize(
    "copy",
    [
        COPY,
        COPY.replace("ş", "s").replace("Ş", "S").replace("ğ", "g").replace("ñ", "n").replace("ů", "u"),  # house style
        COPY.replace("Peñarrubia", "*Peñarrubia*").replace("Růžička", "_Růžička_").replace("Çeşme", "Çeşme™"),
        COPY + " The file is called jos_peñarrubia_ok; see Şimşekoğlu’s note and Peñarrubia³.",
    ],
)
def test_right_names_are_left_alone(repairer: Repairer, copy: str) -> None:
    assert corrected(repairer, copy) == copy


def test_the_copy_is_right_where_a_source_was_misread() -> None:
    sources = (SOURCES[0].encode("cp1254", "replace").decode("cp1252"), SOURCES[1])
    repairer = Repairer(Gazetteer.build([Document(str(number), text) for number, text in enumerate(sources)]))
    assert corrected(repairer, COPY) == COPY
    assert "Şimşekoğlu" not in misreadings("Şimşekoğlu".encode("cp1254").decode("cp1252"))
    assert "José" not in misreadings("JosÈ")


@pytest.mark.parametrize(
    "copy",
    [
        COPY.replace("Peñarrubia", "Penarubi§ş"),
        COPY.replace("Peñarrubia", "Penarub¤ia"),
        COPY.replace("Růžička", "Ruzic-\n\n- 7 -\n\nka"),
    ],
)
def test_no_part_of_a_broken_word_is_changed(repairer: Repairer, copy: str) -> None:
    for suggestion in repairer.suggest(copy):
        assert suggestion.replacement is None or not cuts_word(copy, suggestion.span.start, suggestion.span.end)
