"""Names in full-width letters are replaced as a whole, and by letters of one width."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer
from hypothesis import given
from hypothesis import strategies as st

from repair.core.edits import apply, edits_of
from repair.core.types import Action, Document, Span, Suggestion
from repair.pipeline.wide_letters import for_copy, in_ordinary_letters

SOURCES = (
    "The mayor of Burgas, Dragan Velchev, opened a harbour on Monday. Velchev said the city would send three ships.",
    "A harbour was opened in Burgas by the mayor, Dragan Velchev. Three ships will come.",
)
SPACE = "\u3000"


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if char.isascii() and char.isalpha() else char for char in text)


def corrected(copy: str) -> str:
    suggestions = [each for each in plain_repairer(*SOURCES).suggest(copy) if each.replacement is not None]
    edits = edits_of(copy, suggestions, actions=tuple(Action))
    return apply(copy, edits)


@pytest.mark.parametrize(
    "name",
    [wide("Dragan Velchew"), wide(f"Dragan{SPACE}Velchew"), f"Dragan {wide('Velchew')}", f"{wide('Dragan')} Velchew"],
)
@pytest.mark.parametrize("rest", [", opened the harbour on Monday.", "'s aides said on Monday."])
def test_a_name_with_wide_letters_becomes_ordinary_as_a_whole(name: str, rest: str) -> None:
    copy = f"The mayor of Burgas, {name}{rest}"
    assert corrected(copy) == f"The mayor of Burgas, Dragan Velchev{rest}"


def test_a_name_stays_wide_where_the_copy_is_wide() -> None:
    copy = wide("The mayor of Burgas, Dragan Velchew, opened the harbour on Monday.").replace(" ", SPACE)
    assert corrected(copy) == copy.replace(wide("Velchew"), wide("Velchev"))


def test_a_name_before_a_wide_possessive_stays_wide() -> None:
    copy = f"The mayor of Burgas and {wide('Dragan Velchew')}’{wide('s')} aides opened the harbour on Monday."
    assert corrected(copy) == copy.replace(wide("Velchew"), wide("Velchev"))


@pytest.mark.parametrize("name", ["Dragan Velchev", "Burgas"])
def test_a_right_name_in_wide_letters_is_left_alone(name: str) -> None:
    copy = f"The mayor opened the harbour on Monday: {wide(name)} and {wide('EU')} spoke of Velchev."
    assert corrected(copy) == copy


def test_an_unverified_name_is_flagged_as_it_is_printed() -> None:
    name = wide("Kaloyan Drozhev")
    flags = plain_repairer(*SOURCES).suggest(f"In Burgas the mayor and {name} opened the harbour on Monday.")
    assert [(flag.surface, flag.replacement) for flag in flags] == [(name, None)]


@given(st.text(alphabet=f"Ab ÉäＡｂ＋{SPACE}漢\n", max_size=40))
def test_offsets_hold_for_both_texts(text: str) -> None:
    view = in_ordinary_letters(Document("1", text)).text
    assert len(view) == len(text)
    assert [char for char in view if char not in "ABab"] == [char for char in text if char not in "ABabＡＢａｂ"]


@given(st.lists(st.sampled_from(["Ana", wide("Ana"), "So", wide("So")]), min_size=1, max_size=4), st.booleans())
def test_no_replacement_has_letters_of_two_widths(words: list[str], is_wide: bool) -> None:
    text = " ".join(words) + (wide(" and many others came") if is_wide else " and many others came")
    document = Document("1", text)
    length = len(" ".join(words))
    suggestion = Suggestion.at(in_ordinary_letters(document), Span(0, length), "Ana Sol", confidence=0.5)
    (again,) = for_copy(document, [suggestion])
    assert again.surface == text[:length] and again.replacement in ("Ana Sol", wide("Ana Sol"))
