"""A line end inside a hard-wrapped paragraph separates nothing; any other does."""

from __future__ import annotations

import textwrap

import pytest
from core_fixtures import plain_repairer
from hypothesis import given
from hypothesis import strategies as st

from repair.text.analysis import AnalyzedText
from repair.text.hard_wraps import unwrapped
from repair.text.mentions import find

PROSE = (
    "The fisheries chief said on Friday that squid catches had halved in three years. Tsuyoshi Hirakawa called for a "
    "ban of two years on night boats, and the association of boat owners, which Reiko Kadowaki leads, agreed in part."
)


GARBLED = (
    "The chief of fisheries said on Friday that catches of squid had halved in three years. Tsuyoshi Hirakava called "
    "for a ban of two years on boats at night, and the association of owners of boats, led by Reiko Monwaki, agreed."
)


@pytest.mark.parametrize("width", range(24, 80, 7))
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_wrapped_prose_has_the_same_names(width: int, newline: str) -> None:
    wrapped = newline.join(textwrap.wrap(PROSE, width))
    assert "\n" not in unwrapped(wrapped)
    assert [len(sentence) for sentence in AnalyzedText(wrapped).sentences] == [
        len(sentence) for sentence in AnalyzedText(PROSE).sentences
    ]


def test_paragraphs_are_not_joined() -> None:
    wrapped = "\n".join(textwrap.wrap(PROSE, 60))
    assert unwrapped(f"{wrapped}\n\n{wrapped}").count("\n\n") == 1


@pytest.mark.parametrize("width", range(36, 80, 7))
def test_wrapped_paragraphs_may_follow_each_other_without_a_blank_line(width: int) -> None:
    paragraphs = [PROSE, "Mayor Kadowaki said no.", PROSE.replace("Friday", "Saturday morning"), "Nobody was hurt."]
    wrapped = "\n".join("\n".join(textwrap.wrap(paragraph, width)) for paragraph in paragraphs)
    assert unwrapped(wrapped) == "\n".join(paragraphs)


def test_full_lines_that_continue_in_lower_case_need_no_full_stop() -> None:
    headline = "Squid catches halved in three years, and the fisheries chief Tsuyoshi\nhas asked for a ban on boats"
    assert unwrapped(headline) == headline.replace("\n", " ")


@pytest.mark.parametrize("width", range(40, 72, 5))
def test_wrapped_copy_gets_the_suggestions_of_flat_copy(width: int) -> None:
    wrapped = "\n".join(textwrap.wrap(GARBLED, width))
    flat_and_wrapped = [
        {
            (" ".join(each.surface.split()), " ".join((each.replacement or "").split()), each.action)
            for each in plain_repairer(PROSE).suggest(copy)
        }
        for copy in (GARBLED, wrapped)
    ]
    assert flat_and_wrapped[0] == flat_and_wrapped[1] != set()


@pytest.mark.parametrize("width", range(24, 80, 7))
def test_mentions_of_wrapped_prose_are_the_same_with_the_line_ends_of_the_text(width: int) -> None:
    wrapped = "\n".join(textwrap.wrap(PROSE, width))
    assert [" ".join(each.surface.split()) for each in find(wrapped)] == [each.surface for each in find(PROSE)]
    assert all(wrapped[each.span.start : each.span.end] == each.surface for each in find(wrapped))


@pytest.mark.parametrize(
    "text",
    [
        "Tsuyoshi Hirakawa\nReiko Kadowaki\nGiyu Tomioka\nHiramatsu Hospital",
        "Squid catches halved in three years, fisheries chief says\nKanazawa keeps its tram after a vote in council\n"
        "Mayor Kadowaki to run again in the spring elections",
        "Squid catches have halved in three years on this coast.\nThe fisheries chief wants a ban on night boats now.\n"
        "Boat owners agreed in part.",
        "Chief keeper: Simon\nStratmen Bridge: closed\nFerry: no.",
        "Catches of squid halved in three years, says the chief of fisheries\niPhone prices\n"
        "Kanazawa keeps its tram after a long vote in the council on Monday",
    ],
    ids=["names", "headlines", "a sentence a line", "entries", "headlines, one in lower case"],
)
def test_lists_and_lines_that_end_a_sentence_are_not_joined(text: str) -> None:
    assert unwrapped(text) == text


@pytest.mark.parametrize(
    "text",
    ["Lighthouse chief Simon\nStratmen told keepers on\nFriday.", "The keeper is Simon\nStratmen said he was\nGlad."],
    ids=["preposition", "given name"],
)
def test_narrow_lines_that_plainly_continue_are_joined(text: str) -> None:
    assert unwrapped(text) == text.replace("\n", " ")


@pytest.mark.parametrize(
    "text",
    ["Madrid\nBarcelona\nSevilla", "Acuerdo en La Paz\n\njuan guerra", "Uno.\ndos", "Acuerdo en La Paz\nHabla Ana."],
)
def test_short_lines_that_separate_are_left_alone(text: str) -> None:
    assert unwrapped(text, short_lines=True) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ayer vino \r\n  Guerra, el\r\n  amigo", "Ayer vino     Guerra, el    amigo"),
        ("Según «La Voz»\nganó Ana.", "Según «La Voz» ganó Ana."),
        (
            "The alliance said on Monday that Mark\nRutte, its head, was on his way.",
            "The alliance said on Monday that Mark Rutte, its head, was on his way.",
        ),
    ],
    ids=["a line goes on in lower case", "a quoted name ends a line", "lines fill a width"],
)
def test_short_lines_that_go_on_are_joined(text: str, expected: str) -> None:
    assert unwrapped(text, short_lines=True) == expected


@given(st.text(st.sampled_from("ab M.,\r\n\t"), max_size=200), st.booleans())
def test_only_space_around_line_ends_becomes_spaces(text: str, short_lines: bool) -> None:
    result = unwrapped(text, short_lines=short_lines)
    changed = "\r\n\t" if short_lines else "\r\n"
    assert len(result) == len(text)
    assert all(old == new or (old in changed and new == " ") for old, new in zip(text, result, strict=True))
