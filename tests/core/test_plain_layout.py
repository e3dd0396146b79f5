"""Plain layout: what it makes of a text, and the places of the one text in the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.core.plain_layout import PlainLayout, has_plain_layout, in_plain_layout
from repair.core.types import Span

TEXTS = st.text(st.sampled_from("ab. \t\r\n>_\u00a0\u00ad\u2011\u200bÃ"), max_size=40)


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("Ann\r\nVos\r\r\nleft.\r", "Ann\nVos\nleft.\n"),
        ("Ann \t\nVos  left.  So", "Ann\nVos left. So"),
        ("Ann\u00a0Vos met\u202fBo\u200bris and Kosiniak\u2011Kamysz", "Ann Vos met Boris and Kosiniak-Kamysz"),
        ("    Ann\n      Vos\n\n    left.", "Ann\n  Vos\n\nleft."),
        ("He wrote:\n> Ann\n> Vos left.\n>\n> Bo stayed.\nYes.", "He wrote:\nAnn\nVos left.\n\nBo stayed.\nYes."),
        ("_Ann Vos_ met _Bo_.", "Ann Vos met Bo."),
        ("Ely\u00ad Lily left.", "Ely Lily left."),
    ],
    ids=["line ends", "spaces", "other signs", "indentation", "reply", "emphasis", "soft hyphen after a word"],
)
def test_a_text_gets_plain_layout(printed: str, plain: str) -> None:
    assert in_plain_layout(printed) == plain


@pytest.mark.parametrize(
    "text",
    [
        "Ann Vos\nleft.",
        "Vos, Ann   41   Oslo",  # columns
        ">> VOS: Thank you.\n>> BERG: Thank you.",  # a change of speakers
        "if a > b\n> c",
        "ann_vos and /a/_b_/c, @_ann_",
        "Garc\u00c3\u00ada and Voil\u00c3\u00a0 la",  # letters in a wrong encoding
        "Rut\u00adte",
    ],
)
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert in_plain_layout(text) == text
    assert PlainLayout(text).text == text


@given(TEXTS)
def test_a_text_without_signs_of_another_layout_is_in_plain_layout(text: str) -> None:
    assert not has_plain_layout(text) or PlainLayout(text).text == text


@given(TEXTS, st.data())
def test_a_place_between_two_letters_is_the_same_letters_in_the_printed_text(text: str, data: st.DataObject) -> None:
    layout = PlainLayout(text)
    letters = [at for at, char in enumerate(layout.text) if char.isalpha()]
    if not letters:
        return
    first, last = sorted((data.draw(st.sampled_from(letters)), data.draw(st.sampled_from(letters))))
    place = layout.printed_span(Span(first, last + 1))
    printed = text[place.start : place.end]
    assert (printed[0], printed[-1]) == (layout.text[first], layout.text[last])
    letters_between = [char for char in layout.text[first : last + 1] if char.isalpha()]
    assert [char for char in printed if char.isalpha()] == letters_between
