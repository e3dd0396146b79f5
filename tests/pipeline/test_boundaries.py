"""From a part of a name to the full name."""

from __future__ import annotations

import pytest
from core_fixtures import copy_context

from repair.pipeline.boundaries import NameExpansion, expand_to_full_name
from repair.text.analysis import AnalyzedText
from repair.text.name_ngrams import NameNgram


def widened(copy: str, form: str, source: str, name: str, *, others: str = "") -> NameExpansion | None:
    """Widen the first ``form`` in ``copy`` towards the first ``name`` in ``source``."""
    context = copy_context(copy, source, *([others] if others else []))
    analysis = context.story.texts[0]
    low, high = place(context.copy, form)
    return expand_to_full_name(context, low, high, analysis, NameNgram(*place(analysis, name), name))


def place(analysis: AnalyzedText, text: str) -> tuple[int, int]:
    starts = {token.start: number for number, token in enumerate(analysis.tokens)}
    ends = {token.end: number + 1 for number, token in enumerate(analysis.tokens)}
    start = analysis.text.index(text)
    return starts[start], ends[start + len(text)]


def test_a_surname_is_widened_over_the_given_name_both_have() -> None:
    source = "NATO chief Arvid Brandmoen spoke. Arvid Brandmoen left."
    whole = widened("NATO chief Arvid Brantmon spoke.", "Brantmon", source, "Brandmoen")
    assert whole is not None
    assert whole.text == "Arvid Brandmoen"
    assert (whole.low, whole.high, whole.anchors) == (2, 4, (2,))


def test_a_given_name_is_widened_over_the_surname() -> None:
    whole = widened("Then Arbid Brandmoen spoke.", "Arbid", "Then Arvid Brandmoen spoke.", "Arvid")
    assert whole is not None and whole.text == "Arvid Brandmoen"


def test_function_words_come_from_the_source() -> None:
    source = "They signed the Pact of the Northern Harbours. The Pact of the Northern Harbours has six members."
    whole = widened("They signed the Pact of Northern Harpers.", "Harpers", source, "Harbours")
    assert whole is not None and whole.text == "Pact of the Northern Harbours"


def test_the_copy_keeps_its_own_spelling_of_the_shared_words() -> None:
    source = "Then Simon Hlavacek spoke. Simon Hlavacek left."
    whole = widened("Then Šimon Hlabachek spoke.", "Hlabachek", source, "Hlavacek")
    assert whole is not None and whole.text == "Šimon Hlavacek"


@pytest.mark.parametrize(
    ("copy", "form", "source", "name"),
    [
        ("Oslo, Brantmon said.", "Brantmon", "Oslo, Brandmoen said.", "Brandmoen"),  # a comma between
        ("On Monday Brantmon spoke.", "Brantmon", "On Monday Brandmoen spoke.", "Brandmoen"),  # no name together
        ("Then Erik Brantmon spoke.", "Brantmon", "Then Arvid Brandmoen spoke.", "Brandmoen"),  # another given name
        ("Brantmon.", "Brantmon", "Brandmoen.", "Brandmoen"),
    ],
)
def test_two_names_are_not_joined(copy: str, form: str, source: str, name: str) -> None:
    assert widened(copy, form, source, name) is None
