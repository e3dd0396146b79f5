"""A name in a bulletin of the same words, with other numbers and days, waits for a person."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer
from repair.core.types import Action, Document

SOURCES = (
    "MANDAL - The storm Brantfold hit the harbour of Mandal on {day}, the harbour master said in a bulletin. "
    "Brantfold was last seen {far} kilometres west of Mandal. The ferries to Visby were cancelled.",
    "The storm Brantfold hit Mandal on {day} and the ferries were cancelled, the harbour master said. Brantfold was "
    "then {far} kilometres west of Mandal.",
)
COPY = (
    "MANDAL - The storm Brandfolt hit the harbour of Mandal on Monday, the harbour master said in a bulletin. "
    "Brandfolt was last seen 120 kilometres west of Mandal. The ferries to Visby were cancelled."
)


@pytest.mark.parametrize(("day", "far", "is_applied"), [("Monday", 120, True), ("Friday", 300, False)])
def test_a_bulletin_with_other_figures_may_be_about_another_storm(day: str, far: int, is_applied: bool) -> None:
    documents = [Document(str(at), text.format(day=day, far=far)) for at, text in enumerate(SOURCES)]
    suggestions = Repairer(Gazetteer.build(documents)).suggest(COPY)
    assert [each.replacement for each in suggestions] == ["Brantfold", "Brantfold"]
    assert {each.action for each in suggestions} == {Action.APPLY if is_applied else Action.REVIEW}
