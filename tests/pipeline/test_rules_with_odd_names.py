"""No rule fails on names of odd shapes, in the sources or in the copy."""

from __future__ import annotations

from core_fixtures import plain_repairer
from hypothesis import given, settings
from hypothesis import strategies as st

_GIVEN = ("Volodymyr", "Vladimir", "Anna-Maria", "J. R.", "O", "Xi", "Dr.", "'Ali", "Ümit", "x̌", "St", "Jean--Luc")
_SURNAMES = (
    "Zelenskyi",
    "Zelensky",
    "O'Hara",
    "bin-Salman",
    "Ng",
    "3rd",
    "Smith-Jones",
    "Å",
    "de la Cruz",
    "-",
    "(SPD)",
    "MP3",
)
_names = st.tuples(st.sampled_from(_GIVEN), st.sampled_from((" ", "-", "  ", "\n", ""))).flatmap(
    lambda first: st.sampled_from(_SURNAMES).map(lambda last: f"{first[0]}{first[1]}{last}")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_names, min_size=1, max_size=4), st.lists(_names, min_size=1, max_size=4))
def test_no_rule_fails_on_names_of_odd_shapes(sources: list[str], copies: list[str]) -> None:
    source = " ".join(f"In Kyiv the mayor {name} met {sources[0]} of Ukraine on Monday." for name in sources)
    copy = " ".join(f"In Kyiv Mayor {name} saw Mr. {copies[0]} (SPD) of Ukraine on Monday." for name in copies)
    for suggestion in plain_repairer(source).suggest(copy):
        assert copy[suggestion.span.start : suggestion.span.end] == suggestion.surface
