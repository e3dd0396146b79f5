"""Names are found, masked, and verified in the translation; lost ones are corrected or reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from engine_fixtures import KEPT, NAMES, SENTENCE, Doubling, Losing, Silent, Words
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.core.types import Kind, Span
from repair.gazetteer import Gazetteer
from repair.text.hard_wraps import unwrapped
from repair.translation import MaskedSentence, SourceName, find_names, sentence_spans, translate_with_names
from repair.translation.engines import Mask
from repair.translation.line_wrapping import rewrap
from repair.translation.masking import _similar_spans
from repair.translation.segments import text_segments


def names_in(text: str, *wanted: str) -> tuple[SourceName, ...]:
    """Return the places of names in ``text``, each once, in order."""
    names = []
    for name in wanted:
        start = text.index(name)
        kind = Kind.PLACE if name == "La Paz" else Kind.PERSON
        names.append(SourceName(Span(start, start + len(name)), name, name, kind))
    return tuple(names)


def surfaces(text: str, **more: object) -> list[str]:
    return [name.surface for name in find_names(text, tgt="en", **more)]  # type: ignore[arg-type]


# --- finding


def test_people_and_places_are_found_by_their_shape() -> None:
    assert surfaces(SENTENCE) == list(NAMES)


def test_a_surname_is_found_after_the_whole_name() -> None:
    assert surfaces("Ayer vino Juan Guerra. Dijo Guerra que la guerra sigue.") == ["Juan Guerra", "Guerra"]


@pytest.mark.parametrize("text", ["La guerra y la paz.", "El Gobierno no comenta.", "Ayer llovió en la ciudad."])
def test_plain_words_are_no_names(text: str) -> None:
    assert surfaces(text) == []


def test_a_gazetteer_gives_the_form_for_the_translation(tmp_path: Path) -> None:
    rows = [("Volodymyr Zelensky", "person", ("Володимир Зеленський", "Зеленський", "ゼレンスキー", "زيلينسكي"))]
    gazetteer = Gazetteer.from_names(rows, tmp_path / "names.gaz")
    for text in ("Зеленський приїхав.", "昨日ゼレンスキー大統領が訪れた。", "زار زيلينسكي المدينة."):
        (name,) = find_names(text, tgt="en", gazetteer=gazetteer)
        assert name.target in ("Zelensky", "Volodymyr Zelensky") and name.in_gazetteer, text


def test_names_with_translations_of_their_own_are_left_to_the_engine() -> None:
    gazetteer = Gazetteer.build(
        ["Mark Rutte of NATO spoke in London. The World Bank and Nokia agreed. Rutte left London."]
    )
    text = "Mark Rutte of NATO spoke in London about Nokia."
    spanish = [name.surface for name in find_names(text, tgt="es", gazetteer=gazetteer)]
    assert spanish[0] == "Mark Rutte" and not {"NATO", "London"} & set(spanish)
    assert "London" in [name.surface for name in find_names(text, tgt="en", gazetteer=gazetteer)]


# --- hiding and verifying


def test_every_name_is_restored_once_and_the_rest_is_translated() -> None:
    (translation,) = translate_with_names(Words(), [MaskedSentence(SENTENCE, names_in(SENTENCE, *NAMES))], "es", "en")
    assert translation.text == KEPT
    assert [placed.method for placed in translation.placements] == ["stand-in"] * 4
    for placed in translation.placements:
        assert placed.span is not None and translation.text[placed.span.start : placed.span.end] == placed.name.target


def test_the_next_mask_is_tried_only_for_sentences_that_lost_a_name() -> None:
    engine = Words(Mask("few", ("Pedro",), ("Lima",)), Mask("many", tuple("Zq" + c for c in "abcdef"), ("Zqx", "Zqy")))
    plain, named = "Ayer habló.", "Ayer habló Juan Guerra."
    translations = translate_with_names(
        engine,
        [
            MaskedSentence(plain),
            MaskedSentence(named, names_in(named, "Juan Guerra")),
            MaskedSentence(SENTENCE, names_in(SENTENCE, *NAMES)),
        ],
        "es",
        "en",
    )
    assert [line.text for line in translations] == ["Yesterday spoke.", "Yesterday spoke Juan Guerra.", KEPT]
    assert [{placed.method for placed in line.placements} for line in translations] == [set(), {"few"}, {"many"}]


@pytest.mark.parametrize("engine", [Losing(), Doubling()])
def test_after_a_lost_placeholder_the_engines_own_rendering_is_corrected(engine: Words) -> None:
    (translation,) = translate_with_names(engine, [MaskedSentence(SENTENCE, names_in(SENTENCE, *NAMES))], "es", "en")
    assert translation.text == KEPT
    assert {placed.method for placed in translation.placements} <= {"corrected", "intact"}


def test_an_engine_that_loses_everything_loses_no_sentence_and_says_which_names() -> None:
    (translation,) = translate_with_names(Silent(), [MaskedSentence(SENTENCE, names_in(SENTENCE, *NAMES))], "es", "en")
    assert translation.text == "Nothing at all."
    assert [(placed.name.surface, placed.span, placed.method) for placed in translation.placements] == [
        (name, None, "lost") for name in NAMES
    ]


class Garbling(Words):
    """Garbles the one name that is not masked, and loses the masked ones."""

    def translate_one(self, sentence: str) -> str:
        return re.sub(r"Pedro|Carlos", "x", sentence).replace("Zelenski", "Zelonsky" if " " in sentence else "?")


def test_a_name_garbled_in_the_draft_is_corrected_to_that_of_the_original() -> None:
    text = "Zelenski habló con Ana."
    (translation,) = translate_with_names(Garbling(), [MaskedSentence(text, names_in(text, "Zelenski"))], "es", "en")
    assert translation.text == "Zelenski habló con Ana."
    assert [placed.method for placed in translation.placements] == ["corrected"]


def test_of_two_equally_similar_garbled_words_neither_is_corrected() -> None:
    assert not _similar_spans("Zelenski", "Zelonski saw Zelinski.")
    assert _similar_spans("Zelenski", "zelonski saw Zelenska.") and not _similar_spans("Ana", "Nobody came.")


def test_a_stand_in_that_the_sentence_has_already_is_not_used() -> None:
    text = "Pedro habló con Juan Guerra."
    engine = Words()
    (translation,) = translate_with_names(engine, [MaskedSentence(text, names_in(text, "Juan Guerra"))], "es", "en")
    assert engine.requested == ["Pedro habló con Carlos."]
    assert translation.text == "Pedro spoke con Juan Guerra."


def test_a_name_within_another_is_counted_once() -> None:
    text = "Juan Guerra habló y Guerra no vino."
    names = (*names_in(text, "Juan Guerra"), SourceName(Span(20, 26), "Guerra", "Guerra", Kind.PERSON))
    (translation,) = translate_with_names(Words(Mask("as it is")), [MaskedSentence(text, names)], "es", "en")
    # Without a placeholder the engine translates the names, which is noticed and corrected.
    assert translation.text.count("Guerra") == 2 and translation.text.startswith("Juan Guerra spoke")


class Copying(Words):
    """Returns each sentence unchanged."""

    def translate_one(self, sentence: str) -> str:
        return sentence


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["Ana Sol", "Juan Guerra", "Guerra", "Li", "La Paz"]), min_size=1, max_size=6), st.data()
)
def test_every_name_is_at_its_reported_place(wanted: Sequence[str], data: st.DataObject) -> None:
    text, names = "", []
    for name in wanted:
        text += data.draw(st.sampled_from(["y ", "dijo que ", "en "]))
        names.append(SourceName(Span(len(text), len(text) + len(name)), name, name, Kind.PERSON))
        text += name + " "
    (translation,) = translate_with_names(Copying(), [MaskedSentence(text.strip(), tuple(names))], "es", "en")
    assert len(translation.placements) == len(names)
    for placed in translation.placements:
        if placed.span is not None:
            assert translation.text[placed.span.start : placed.span.end] == placed.name.target


# --- sentences, pieces, wraps


def test_sentences_of_any_script_are_separated() -> None:
    text = "首相は「行く。」と言った。次。 هل جاء؟ نعم. Fin."
    assert [text[span.start : span.end] for span in sentence_spans(text)] == [
        "首相は「行く。」",
        "と言った。",
        "次。",
        "هل جاء؟",
        "نعم.",
        "Fin.",
    ]


def test_a_sentence_too_long_for_any_engine_is_cut_without_losing_a_word() -> None:
    text = "palabra, " * 500
    spans = sentence_spans(text)
    assert len(spans) > 4 and max(span.end - span.start for span in spans) <= 900
    assert "".join(text[span.start : span.end] for span in spans).replace(" ", "") == text.replace(" ", "").rstrip()


def test_a_sentence_runs_over_tags_but_not_over_paragraphs() -> None:
    text = "Ana habló. Luego\nvino.\n\nFin"
    parts = [Span(0, 3), Span(4, 22), Span(24, 27)]
    assert [segment.pieces for segment in text_segments(text, parts)] == [
        (Span(0, 3), Span(4, 10)),
        (Span(11, 16),),
        (Span(17, 22),),
        (Span(24, 27),),
    ]


def test_a_wrap_is_put_outside_names_and_their_places_follow() -> None:
    text = "Ayer vino Juan\r\n  Guerra con dos\r\n  amigos de su hermana"
    soft = unwrapped(text, short_lines=True)
    (name,) = names_in(soft.replace("    ", " "), "Juan Guerra")
    flat = soft.replace("    ", " ")
    (translation,) = translate_with_names(Words(), [MaskedSentence(flat, (name,))], "es", "en")
    done = rewrap(translation, text, soft)
    assert done.text.split() == translation.text.split() and done.text.count("\r\n  ") == 2
    (placed,) = done.placements
    assert placed.span is not None and done.text[placed.span.start : placed.span.end] == "Juan Guerra"
