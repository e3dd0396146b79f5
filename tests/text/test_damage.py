"""Damaged words: read as wholes, never corrected in part, restored where a single name of the sources fits."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer
from hypothesis import given
from hypothesis import strategies as st

from repair.core.edits import edits_of
from repair.core.resources import shipped_model
from repair.core.types import Action, Suggestion
from repair.formats import parse
from repair.text.analysis import AnalyzedText
from repair.text.damage import LOST, damaged_words
from repair.text.prose import prose, whole
from repair.text.tokens import tokenize

needs_table = pytest.mark.skipif(
    not (shipped_model("evidence-1") / "evidence.json").exists(), reason="no evidence table is shipped"
)
SOURCES = (
    "Harbour master Jörgen Löfqvist closed the port of Härnösand on Friday after a tanker ran aground. Löfqvist told "
    "reporters that pilot Annelie Merrifield had warned the crew.",
    "The port of Härnösand is closed, said Jörgen Löfqvist, the harbour master. Annelie Merrifield, a pilot, had "
    "warned the crew of the tanker.",
)
COPY = (
    "Harbour master Jörgen Löfqvist closed the port of Härnösand on Friday after a tanker ran aground. Pilot Annelie "
    "Merrifield had warned the crew of the tanker."
)


def proposals(copy: str) -> list[tuple[str, str | None]]:
    return [(suggestion.surface, suggestion.replacement) for suggestion in plain_repairer(*SOURCES).suggest(copy)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L?fqvist left", [f"L{LOST}fqvist"]),
        (f"L{LOST}fqvist and H{LOST}rn{LOST}sand", [f"L{LOST}fqvist", f"H{LOST}rn{LOST}sand"]),
        ("LÃ¶fqvist of HÃ¤rnÃ¶sand", ["Löfqvist", "Härnösand"]),
        ("LÃƒÂ¶fqvist of HÃƒÂ¤rnÃƒÂ¶sand", ["Löfqvist", "Härnösand"]),
        ("WeiÃƒÅ¸mann and JeÃ…Â¡ek, Ãƒâ€°ric", ["Weißmann", "Ješek", "Éric"]),
        ("L√∂fqvist", ["Löfqvist"]),
        ("L&ouml;fqvist and L&#246;fqvist of M&S", ["Löfqvist", "Löfqvist"]),
        ("L?FQVIST", [f"L{LOST}FQVIST"]),
        ("Who is Löfqvist? He. Really?Yes. ¿Qué? O?! (?)", []),
        ("SKÅ’S plan of SÃO TOMÉ, AT&T; Löfqvist’s", []),
    ],
)
def test_a_damaged_word_is_recognised_with_its_remaining_letters(text: str, expected: list[str]) -> None:
    assert [word.pattern for word in damaged_words(text)] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Löf-\nqvist left", ["Löfqvist", "left"]),
        ("Löf- \r\n  qvist left", ["Löfqvist", "left"]),
        ("Merri\u00adfield’s", ["Merrifield"]),
        ("Merri\u200bfield and\u200b Mer\u200c\u200dri\ufefffield", ["Merrifield", "and", "Merrifield"]),
        ("Ek-\nMerrifield", ["Ek", "Merrifield"]),
    ],
)
def test_a_word_with_a_soft_hyphen_is_one_word_with_its_whole_span(text: str, words: list[str]) -> None:
    tokens = tokenize(text)
    assert [token.text for token in tokens] == words
    assert [whole(text[token.start : token.end]) for token in tokens] == words
    assert len(prose(text)) == len(text)


def test_a_name_of_a_source_is_written_without_what_breaks_it() -> None:
    assert "Annelie Merrifield" in AnalyzedText("pilot Annelie Merri\u00adfield said").gram_places


@needs_table
@pytest.mark.parametrize("breaks", ["-\n", "- \n", "\u00ad", "\u200b", "\u200d"])
def test_a_right_name_with_a_soft_hyphen_is_not_changed(breaks: str) -> None:
    broken = COPY.replace("Löfqvist", f"Löf{breaks}qvist").replace("Merrifield", f"Merri{breaks}field")
    assert not proposals(broken)


@needs_table
def test_a_name_that_a_space_breaks_is_joined_or_left_alone() -> None:
    broken = COPY.replace("Löfqvist", "Löf qvist").replace("Merrifield", "Merri field")
    assert set(proposals(broken)) <= {("Löf qvist", "Löfqvist"), ("Merri field", "Merrifield")}


@needs_table
@pytest.mark.parametrize(
    ("surface", "damaged"),
    [("Löfqvist", "L?fqvist"), ("Löfqvist", f"L{LOST}fqvist"), ("Löfqvist", f"L{LOST}{LOST}fqvist"),
     ("Löfqvist", "L√∂fqvist"), ("Löfqvist", "LÃ¶fqvist"), ("Härnösand", "H?rn?sand")],
)  # fmt: skip
def test_a_damaged_name_is_proposed_whole_for_review(surface: str, damaged: str) -> None:
    (suggestion,) = plain_repairer(*SOURCES).suggest(COPY.replace(surface, damaged))
    assert (suggestion.surface, suggestion.replacement, suggestion.action) == (damaged, surface, Action.REVIEW)


@needs_table
def test_a_damaged_name_of_somebody_else_is_flagged() -> None:
    (flag,) = plain_repairer(*SOURCES).suggest(COPY + " The photograph is by J?rgen Zwartkruis.")[:1]
    assert flag.replacement is None
    assert [alternative.text for alternative in flag.alternatives] == ["Jörgen"]


@needs_table
def test_a_suggestion_over_a_soft_hyphen_is_spliced_in_as_a_whole() -> None:
    raw = "<p>" + COPY.replace("Merrifield", "Mari&shy;field") + " &amp;&nbsp;more</p>"
    source_document = parse("copy.html", raw.encode())
    text = source_document.document.text
    suggestions = plain_repairer(*SOURCES).suggest(text)
    assert [whole(suggestion.surface) for suggestion in suggestions] == ["Annelie Marifield"]
    edits = edits_of(text, suggestions, actions=(Action.APPLY, Action.REVIEW))
    assert source_document.write(edits).decode() == raw.replace("Mari&shy;field", "Merrifield")


BREAKS = st.sampled_from(
    ["-\n", "- \n ", "\u00ad", "\u200b", "\u200c", "\u200d", "\ufeff", " ", "\n", "?", LOST, "Ã¶", "%20"]
)
NAMES = st.sampled_from(
    ["Löfqvist", "Lofkvist", "Merrifield", "Marifield", "Jörgen", "Yorgen", "Härnösand", "Hernosand"]
)


@needs_table
@given(st.lists(st.tuples(NAMES, st.integers(1, 8), BREAKS), min_size=1, max_size=4))
def test_no_suggestion_leaves_part_of_a_word(parts: list[tuple[str, int, str]]) -> None:
    words = [name[:at] + broken + name[at:] for name, at, broken in parts]
    copy = COPY + " Later " + " and ".join(words) + " spoke."
    for suggestion in plain_repairer(*SOURCES).suggest(copy):
        assert not _part_of_a_word(copy, suggestion), (
            suggestion.surface,
            copy[suggestion.span.start - 3 : suggestion.span.end + 3],
        )


def _part_of_a_word(copy: str, suggestion: Suggestion) -> bool:
    """Tell whether a suggestion begins or ends inside a word of the copy."""
    joiners = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
    before, after = copy[: suggestion.span.start].rstrip(joiners), copy[suggestion.span.end :].lstrip(joiners)
    if before[-1:].isalpha() or before[-1:] == LOST or after[:1].isalpha() or after[:1] == LOST:
        return True
    tail = after[1:].lstrip(" ") if after[:1] == "-" else ""
    return tail[:1] == "\n" and tail.lstrip()[:1].islower()
