"""Digits and signs read for letters are proposed to be the letters that a source has; codes are left alone."""

from __future__ import annotations

import pytest
from core_fixtures import repairer
from hypothesis import given
from hypothesis import strategies as st

from repair.core.types import Action
from repair.pipeline.rules.digits_in_names import _MISTAKEN, _MIXED, _SIGNS, _WORD, _may_be_name, _mistaken_words

SOURCE = (
    "OSLO - The engineer Loretta Oakhurst and the mayor of Bergen, Igor Lindholm, opened a tunnel under Boulder Hill "
    "on Monday. Israel sent a drill. Lindholm said that Boulder Hill had been hard rock. The Log river was low. The "
    "architect Gabriel Lindholm is his brother."
)


def proposed(copy: str) -> list[tuple[str, str | None]]:
    suggestions = repairer(SOURCE).suggest(copy)
    return [(each.surface, each.replacement) for each in suggestions if each.replacement is not None]


@pytest.mark.parametrize(
    ("copy", "surface", "name"),
    [
        ("The mayor of Bergen, Igor L1ndholm, opened a tunnel.", "Igor L1ndholm", "Igor Lindholm"),
        ("A tunnel under B0ulder Hill is open.", "B0ulder Hill", "Boulder Hill"),
        ("The engineer Loretta 0akhurst came.", "0akhurst", "Oakhurst"),
        ("A drill came from |srael.", "|srael", "Israel"),
        ("A drill came from lsrael.", "lsrael", "Israel"),
        ("The mayor of Bergen, Igor LindhoIm, opened a tunnel.", "Igor LindhoIm", "Igor Lindholm"),
        ("A drill came from [srael and was dear.", "[srael", "Israel"),
        ("The mayor of Bergen, Igor Llndholm, opened a tunnel.", "Igor Llndholm", "Igor Lindholm"),
        ("The architect Gabrie1 Lindholm came.", "Gabrie1 Lindholm", "Gabriel Lindholm"),
        ("A tunnel under Boulder Hi|l is open.", "Hi|l", "Hill"),
        ("A tunnel under Boulder HiII is open.", "Boulder HiII", "Boulder Hill"),
        ("The mayor of Bergen, Igor Lindho1m, opened a tunnel.", "Igor Lindho1m", "Igor Lindholm"),
    ],
)
def test_a_digit_or_sign_is_read_as_a_letter(copy: str, surface: str, name: str) -> None:
    found = proposed(copy)
    assert len(found) == 1
    assert found[0] in ((surface, name), (surface.split()[-1], name.split()[-1]), (surface.split()[0], name.split()[0]))


def test_a_capital_i_in_the_arabic_article_is_a_small_l() -> None:
    desk = repairer("DOHA - Sheikh Rashid bin Fahd Al Mansoub met Salim al-Dawari on Monday. AI firms came from Oman.")
    copy = "Sheikh Rashid bin Fahd AI Mansoub met AI Dawari on Monday. AI firms, and the AI Forum of Oman, came."
    found = [(each.surface, each.replacement) for each in desk.suggest(copy) if each.replacement is not None]
    assert found == [("AI Mansoub", "Al Mansoub"), ("AI Dawari", "Al Dawari")]


@pytest.mark.parametrize(
    "copy",
    [
        "The tunnel has Log4j on its machines and H2O on its walls.",
        "A drill came from abroad [srael is meant], and the rain went on.",
        "Mr Karlgren went down the Vltava.",
        "Flight A380 and the group G20 are in Bergen.",
        "The llama of Mrs McIntyre, the iPhone lII, and lvan's WiIlow are on the list of the AIIB.",
        "Lindholm1 said in note Bergen1 that the Log1 was low.",
        "Write to Lindholm2 or MarkLindh0lm2, or see the file Bou1der_Hill.",
    ],
)
def test_codes_and_identifiers_are_left_alone(copy: str) -> None:
    assert proposed(copy) == []


def test_a_sign_that_no_ranker_reads_is_for_review() -> None:
    (suggestion,) = repairer(SOURCE).suggest("A drill came from |srael.")
    assert suggestion.action is Action.REVIEW


@given(st.text(alphabet="aBé1!|_-² .", max_size=30))
def test_copy_without_a_digit_beside_a_letter_has_no_such_word(text: str) -> None:
    words = [match.group().rstrip(_SIGNS) for match in _WORD.finditer(text)]
    assert _MIXED.search(text) or not any(map(_may_be_name, words))


def test_a_bar_between_two_cells_is_no_letter() -> None:
    ((surface, name),) = proposed("| Name | Vote |\n|Igor Lindhoim|yes|\n|Loretta Oakhurst|no|")
    assert (surface.split()[-1], (name or "").split()[-1]) == ("Lindhoim", "Lindholm")


@given(st.text(alphabet="lIaebdrsLé19_ -.'@/ßy\n", max_size=60))
def test_words_found_by_their_mistaken_letter_are_those_that_the_pattern_finds(text: str) -> None:
    assert [match.span() for match in _mistaken_words(text)] == [match.span() for match in _MISTAKEN.finditer(text)]


def test_a_mistaken_letter_after_many_others_is_found_in_linear_time() -> None:
    assert not list(_mistaken_words("br" * 20 + "l" + "drl" * 20_000))
    assert [match.group() for match in _mistaken_words("x" * 38 + "lb " + "x" * 39 + "lb")] == ["x" * 38 + "lb"]
