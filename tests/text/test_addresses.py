"""Addresses in a text: recognised, distinguished from prose, and never touched by a suggestion."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer
from hypothesis import given
from hypothesis import strategies as st

from repair.core.resources import shipped_model
from repair.core.types import Action
from repair.gazetteer import Gazetteer
from repair.text.addresses import address_spans, site_names
from repair.text.tokens import tokenize

SOURCES = (
    "Swedish Transport Minister Torsten Wiklander opened the new bridge at Haparanda on Monday. Wiklander said it had "
    "cost less than planned.",
    "The bridge at Haparanda was opened on Monday by Torsten Wiklander, the transport minister.",
)
COPY = "Swedish Transport Minister Torsten Vikrander opened the new bridge at Haparanda on Monday. "


def addresses(text: str) -> list[str]:
    return [text[start:end] for start, end in address_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://x.example/Torsten-Vikrander. He left.", ["https://x.example/Torsten-Vikrander"]),
        ("(https://x.example/a_(Vikrander)), said", ["https://x.example/a_(Vikrander)"]),
        ("www.x.example/Vikrander and x.example/Vikrander?", ["www.x.example/Vikrander", "x.example/Vikrander"]),
        ("Torsten.Vikrander@x.example, <t@x.example>", ["Torsten.Vikrander@x.example", "t@x.example"]),
        ("mailto:vikrander@x.example", ["mailto:vikrander@x.example"]),
        ("@Vikrander and #Vikrander-led or #MeToo movement", ["@Vikrander", "#Vikrander-led", "#MeToo"]),
        ("[Torsten Vikrander](people/Vikrander) spoke", ["people/Vikrander"]),
        ("[Vikrander](<https://x.example/Vikrander>) spoke", ["https://x.example/Vikrander"]),
        ("/srv/people/Vikrander ~/Vikrander ./Vikrander", ["/srv/people/Vikrander", "~/Vikrander", "./Vikrander"]),
        (r"C:\People\Torsten Vikrander.jpg, he said", [r"C:\People\Torsten Vikrander.jpg"]),
        ("the file Torsten Vikrander 2.jpg shows", ["Torsten Vikrander 2.jpg"]),
        ("IMG_Torsten_Vikrander_01.JPG and Vikrander.pdf", ["IMG_Torsten_Vikrander_01.JPG", "Vikrander.pdf"]),
        ("?q=Vikrander&x=1 name=Vikrander", ["?q=Vikrander&x=1", "name=Vikrander"]),
        ("Torsten%20Vikrander torsten_vikrander", ["Torsten%20Vikrander", "torsten_vikrander"]),
        ("TorstenVikrander2 Ek::open Vikrander()", ["TorstenVikrander2", "Ek::open", "Vikrander"]),
        ("u/Vikrander on vikrander.se", ["u/Vikrander", "vikrander.se"]),
    ],
)  # fmt: skip
def test_an_address_is_recognised_as_a_whole(text: str, expected: list[str]) -> None:
    assert addresses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "and/or", "Wiklander/Ek/Berg", "AC/DC", "he/she/they", "9/11 and 2024/25", "the U.S. and J.D.Ek at 3:30 p.m.",
        "He said.Torsten left", "Ek-Wiklander's", "_Torsten Wiklander_ and *Ek*", "iPhone, McEwan, G20, F-16",
        "5% of $3", "“Wiklander”—Ek", "Really?Torsten", "Q&A", "C++", "Ek; Berg: Wiklander!",
    ],
)  # fmt: skip
def test_prose_that_looks_like_an_address_is_prose(text: str) -> None:
    assert not addresses(text)


def test_a_site_used_as_a_name_is_prose_and_changes_only_as_a_whole() -> None:
    text = "Novinky.cz said so"
    assert not addresses(text)
    assert site_names(text) == ((0, 10),)


def test_words_inside_addresses_are_not_tokens() -> None:
    assert [token.text for token in tokenize("Mail ek@x.example or see https://x.example/Ek now")] == [
        "Mail", "or", "see", "now"
    ]  # fmt: skip


def test_addresses_in_a_source_give_no_names() -> None:
    gazetteer = Gazetteer.build(
        ["The minister wrote to @Torsten_Wiklander and to Torsten.Wiklander@x.example on Monday."]
    )
    assert not gazetteer.find("Torsten Wiklander")


SHAPES = (
    "https://x.example/{a}{n}{b}", "http://www.x.example/p?q={a}{n}&b={b}", "www.{n}.example/{a}", "x.example/{n}/{b}",
    "{a}.{n}@x.example", "{n}@x.example", "@{n}", "@{a}_{n}", "#{n}", "#{a}{n}", "/srv/{a}/{n}", "C:\\{a}\\{n}",
    "{a}_{n}", "{a}_{n}.jpg", "{n}.pdf", "{a}%20{n}", "{n}%2C{b}", "?name={n}", "{a}{n}7", "[link](x/{a}-{n})",
    "mailto:{n}@x.example", "{a}::{n}",
)  # fmt: skip
ADDRESSES = st.builds(
    lambda shape, a, n, b: shape.format(a=a, n=n, b=b),
    st.sampled_from(SHAPES),
    st.sampled_from(["Torsten", "torsten", "x1", "Haparanda"]),
    st.sampled_from(["Vikrander", "Wicklander", "VIKRANDER", "Torsten-Vikrander"]),
    st.sampled_from(["", "a", "Vikrander", ".html"]),
)
AFTER = st.sampled_from([" ", ", ", " (", ") ", ". ", "\n", " “"])


@pytest.mark.skipif(not (shipped_model("evidence-1") / "evidence.json").exists(), reason="no evidence table is shipped")
@given(
    st.lists(st.tuples(ADDRESSES, st.sampled_from([" ", ", ", " (", ") ", ". ", "\n", " “"])), min_size=1, max_size=6)
)
def test_no_suggestion_touches_an_address_and_the_prose_beside_it_is_corrected(runs: list[tuple[str, str]]) -> None:
    copy = COPY + "Mail" + "".join(f" see {address}{after}" for address, after in runs)
    places = []
    at = len(COPY)
    for address, _ in runs:
        at = copy.index(address, at)
        start = at + address.index("(") + 1 if address[0] == "[" else at
        places.append((start, at + len(address)))
        at += len(address)
    suggestions = plain_repairer(*SOURCES).suggest(copy)
    assert any(
        suggestion.replacement == "Torsten Wiklander" for suggestion in suggestions if suggestion.span.end < len(COPY)
    )
    for suggestion in suggestions:
        assert all(suggestion.span.end <= start or end <= suggestion.span.start for start, end in places), (
            suggestion.surface
        )
        assert suggestion.action is not Action.APPLY or suggestion.span.end < len(COPY)


@pytest.mark.parametrize(
    "unit", ["a", "a.", "_", "(a/", "://", "a=?&", "A 1.jpg ", "\\a ", "](", "@ ", "a:", "%20", "(()"]
)
def test_the_recogniser_is_linear(unit: str) -> None:
    hostile = unit * (50_000 // len(unit)) + "@"
    assert all(0 <= start < end <= len(hostile) for start, end in address_spans(hostile))
