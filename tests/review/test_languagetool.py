"""The JSON of LanguageTool: offsets in UTF-16 units, annotated text, rules, and messages."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from growth_fixtures import steps
from hypothesis import given
from hypothesis import strategies as st
from queue_fixtures import COPY, propose, suggestions_for
from review_fixtures import POLICY, client, review_app

from repair.core.notices import CheckedCopy
from repair.core.types import Alternative, Document
from repair.decisions.store import DatabaseStore
from repair.review import languagetool, languagetool_text
from repair.review.middleware import SecurityPolicy


def test_offsets_are_utf16_units() -> None:
    text = "𝄞𝄞 Mark Latte"
    submitted = languagetool_text.plain_text(text)
    response = languagetool.check_response(
        submitted, CheckedCopy((propose(text, "Mark Latte", "Mark Rutte"),)), "en-US", languagetool.CheckRequest()
    )
    (match,) = response["matches"]
    units = text.encode("utf-16-le")
    assert units[2 * match["offset"] : 2 * (match["offset"] + match["length"])].decode("utf-16-le") == "Mark Latte"
    assert [each["value"] for each in match["replacements"]] == ["Mark Rutte", "Marc Rutten", "Mark Ruthe"]
    context = match["context"]
    assert context["text"].encode("utf-16-le")[2 * context["offset"] :].decode("utf-16-le").startswith("Mark Latte")


def test_annotated_text_is_counted_with_its_markup() -> None:
    data = (
        '{"annotation": [{"text": "𝄞 "}, {"markup": "<b>"}, {"text": "Mark "}, {"markup": "</b>"}, {"text": "Latte"}]}'
    )
    submitted = languagetool_text.annotated_text(data)
    assert submitted.text == "𝄞 Mark Latte"
    response = languagetool.check_response(
        submitted,
        CheckedCopy((propose(submitted.text, "Mark Latte", "Mark Rutte"),)),
        "en",
        languagetool.CheckRequest(),
    )
    (match,) = response["matches"]
    whole = "𝄞 <b>Mark </b>Latte"
    assert (
        whole.encode("utf-16-le")[2 * match["offset"] :][: 2 * match["length"]].decode("utf-16-le") == "Mark </b>Latte"
    )


@given(st.lists(st.tuples(st.booleans(), st.text(max_size=5)), max_size=6), st.data())
def test_every_offset_of_annotated_text_is_within_what_was_sent(
    parts: list[tuple[bool, str]], data: st.DataObject
) -> None:
    submitted = languagetool_text.SubmittedText(
        [languagetool_text.TextPart(text, text if shown else f"<{text}>") for shown, text in parts]
    )
    total = sum(languagetool_text.utf16_length(text if shown else f"<{text}>") for shown, text in parts)
    start = data.draw(st.integers(0, len(submitted.text)))
    end = data.draw(st.integers(start, len(submitted.text)))
    assert 0 <= submitted.offset(start) <= total and 0 <= submitted.end(end) <= total
    if end > start:
        assert submitted.offset(start) <= submitted.end(end)


@pytest.mark.parametrize("data", ["", "{}", "[]", '{"annotation": 1}', '{"annotation": [{"text": 1}]}', "[" * 9999])
def test_malformed_annotated_text_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="annotation"):
        languagetool_text.annotated_text(data)


def test_what_a_name_may_be_is_in_the_message_and_no_replacement_that_a_client_might_apply() -> None:
    flag = replace(propose(COPY, "Petrekin", None), alternatives=(Alternative("Petrek", 0.1),))
    (match,) = languagetool.check_response(
        languagetool_text.plain_text(COPY), CheckedCopy((flag,)), "en", languagetool.CheckRequest()
    )["matches"]
    assert match["replacements"] == []
    assert match["message"] == "The name Petrekin is not in any source. It may be Petrek."


def test_clients_choose_their_rules() -> None:
    submitted = languagetool_text.plain_text(COPY)

    def matches(**options: object) -> int:
        check = languagetool.CheckRequest(**options)  # type: ignore[arg-type]
        return len(languagetool.check_response(submitted, CheckedCopy(suggestions_for()), "en", check)["matches"])

    assert matches() == 5
    assert matches(disabled=frozenset({languagetool.UNVERIFIED})) == 4
    assert matches(disabled=frozenset({"REPAIR_NAMES"})) == 0
    assert matches(enabled=frozenset({languagetool.UNVERIFIED}), enabled_only=True) == 1


def test_a_check_that_takes_too_long_stops_computing(tmp_path: Path) -> None:
    class Endless:
        started = ended = 0
        signature = "endless"

        def with_feedback(self, feedback: object) -> Endless:
            return self

        def check_all(self, documents: list[Document]) -> Iterator[CheckedCopy]:
            Endless.started += 1
            try:
                while True:
                    pass
            finally:
                Endless.ended += 1

    policy = SecurityPolicy(POLICY.hosts, POLICY.origins, response_seconds=1.0)
    with DatabaseStore(tmp_path / "decisions.sqlite") as store:
        browser = client(review_app(store, policy=policy, repairer=Endless()))  # type: ignore[arg-type]
        for _ in range(3):  # more than are checked at the same time
            response = browser.post("/v2/check", data={"text": "Ana Sol spoke.", "language": "en"})
            assert response.status_code == 503
        deadline = time.monotonic() + 20
        while Endless.ended < Endless.started and time.monotonic() < deadline:
            time.sleep(0.01)
    assert Endless.ended == Endless.started > 0


def test_offsets_in_a_long_text_take_constant_time() -> None:
    text = languagetool_text.plain_text("𝄞 Ana. " * 3_000)
    assert [text.offset(place) for place in (0, 1, 20_999)] == [0, 2, 23_999]
    assert steps(lambda: text.offset(20_999)) < 1_000


def test_the_units_of_markup_are_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    markup = {"markup": "𝄞" * 1_000, "interpretAs": "Ana Sol"}
    text = languagetool_text.annotated_text(json.dumps({"annotation": [markup, {"text": "Ana"}]}))
    counted: list[int] = []

    def length(text: str) -> int:
        counted.append(len(text))
        return 2 * len(text)

    monkeypatch.setattr(languagetool_text, "utf16_length", length)
    assert [text.offset(place) for place in (0, 3, 7)] == [0, 0, 2_000]
    assert [text.end(place) for place in (1, 3, 7)] == [2_000, 2_000, 2_000]
    assert sum(counted) < 10
