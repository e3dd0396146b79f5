"""Labels: every state, verdict and kind has words, and the server accepts every filter of the page."""

from __future__ import annotations

from repair.core.types import Verdict
from repair.decisions.models import State
from repair.review import labels
from repair.review.requests import KindFilter, StateFilter


def test_every_state_and_verdict_has_words() -> None:
    assert set(labels.STATES) == set(State)
    assert set(labels.DECIDED) == set(Verdict)


def test_the_choices_of_the_filters_are_those_that_the_server_accepts() -> None:
    assert {choice.value for choice in labels.KIND_CHOICES} == {kind.value for kind in KindFilter}
    assert {choice.value for choice in labels.STATE_CHOICES} == {state.value for state in StateFilter}


def test_messages_are_sentences() -> None:
    messages = [*labels.DECIDED.values(), *labels.DECIDED_FLAG.values(), labels.UNDONE, labels.SAVED]
    assert all(message[0].isupper() and message.endswith(".") for message in messages)
