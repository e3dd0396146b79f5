"""Widened amendments, a whole name typed for one of its words: confirmed, stored with their place, applied as one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from queue_fixtures import decision_on, propose
from review_fixtures import ORIGIN, client, review_app

from repair.core.edits import apply
from repair.core.errors import StoreError
from repair.core.types import Suggestion, Verdict
from repair.decisions import commands, export, feedback_from_decisions, history, ingest, queue
from repair.decisions.errors import OverlapError, UnconfirmedError, UnwritableError
from repair.decisions.ingest import story_from
from repair.decisions.models import Answer, QueuedSuggestion, Sentence, State
from repair.decisions.store import DatabaseStore
from repair.decisions.undo_redo import undo
from repair.formats import parse
from repair.review.highlighting import edits_of, highlighted
from repair.review.session import ReviewSession
from repair.review.unverified import answer_everywhere

COPY = "A plan. Then Nora Velde Mae\nStrand spoke to Marit. The end.\n"
NAME = "Nora Velde Mae Strand Strand"
AFTER = "A plan. Then Nora Velde Mae\nStrand Strand spoke to Marit. The end.\n"


def text_after(text: str, items: Iterable[QueuedSuggestion]) -> str:
    """Return the text with the decisions applied."""
    return apply(text, edits_of(items))


def filled(
    store: DatabaseStore, text: str, *suggestions: Suggestion, name: str = "plan.txt"
) -> tuple[QueuedSuggestion, ...]:
    """Put one story into ``store`` and return its suggestions."""
    story = story_from(parse(name, text.encode()), source="wire")
    ingest.add(store, [ingest.IncomingStory(story, list(suggestions))])
    return queue.in_story(store, story.id)


def flagged(store: DatabaseStore, copy: str = COPY) -> QueuedSuggestion:
    (item,) = filled(store, copy, propose(copy, "Velde", None))
    return item


def amend(store: DatabaseStore, item: QueuedSuggestion, name: str = NAME) -> QueuedSuggestion:
    """Amend a suggestion with confirmation, and return its new state."""
    commands.decide(store, replace(decision_on(item, Verdict.AMEND, replacement=name), confirmed=True))
    after = queue.find(store, item.suggestion.id)
    assert after is not None
    return after


def test_a_widened_amendment_must_be_confirmed_before_it_is_stored(store: DatabaseStore) -> None:
    item = flagged(store)
    with pytest.raises(UnconfirmedError, match="will take the place of 'Nora Velde Mae Strand'") as caught:
        commands.decide(store, decision_on(item, Verdict.AMEND, replacement=NAME))
    expected = Sentence("Then ", "Nora Velde Mae\nStrand", NAME, " spoke to Marit.")
    assert caught.value.confirmation.sentence == expected
    assert history.count(store) == 0


def test_an_amendment_that_repeats_the_word_beside_it_must_be_confirmed(store: DatabaseStore) -> None:
    text = "They met in Pago Pagoo today.\n"
    (item,) = filled(store, text, propose(text, "Pagoo", None))
    with pytest.raises(UnconfirmedError, match="repeats the word beside it") as caught:
        commands.decide(store, decision_on(item, Verdict.AMEND, replacement="Pago"))
    assert caught.value.confirmation.sentence == Sentence("They met in Pago ", "Pagoo", "Pago", " today.")
    assert text_after(text, [amend(store, item, "Pago")]) == "They met in Pago Pago today.\n"


def test_a_widened_amendment_is_applied_shown_noted_and_undone(store: DatabaseStore, tmp_path: Path) -> None:
    item = flagged(store)
    amended = amend(store, item)
    assert (amended.state, amended.surface, amended.result) == (State.AMEND, "Nora Velde Mae\nStrand", NAME)
    assert text_after(COPY, [amended]) == AFTER
    assert [piece.after for line in highlighted(COPY, [amended]) for piece in line if piece.item] == [NAME]
    desk = ReviewSession(store, "Ada", tmp_path)
    view = desk.look(item.story_id)
    assert desk.cleaned(view).decode() == AFTER
    assert "misspelled the name of Nora Velde Mae Strand Strand as Nora Velde Mae Strand." in desk.note(view)
    desk.undo()
    assert text_after(COPY, queue.in_story(store, item.story_id)) == COPY
    # Undoing a rejection brings the earlier amendment back, with its place.
    again = amend(store, desk.item(item.suggestion.id))
    commands.decide(store, decision_on(again, Verdict.UNSURE))
    desk.undo()
    assert text_after(COPY, queue.in_story(store, item.story_id)) == AFTER


def test_typing_the_present_text_changes_nothing(store: DatabaseStore) -> None:
    with pytest.raises(StoreError, match="'Nora Velde Mae Strand' is how the copy reads"):
        commands.decide(store, decision_on(flagged(store), Verdict.AMEND, replacement="Nora Velde Mae Strand"))
    text = "Then Ane Rusk spoke.\n"
    (item,) = filled(store, text, propose(text, "Rusk", "Rask"))
    assert commands.decide(store, decision_on(item, Verdict.AMEND, replacement="Ane Rusk")).verdict is Verdict.REJECT


def test_a_place_that_already_has_the_typed_name_does_not_stop_the_others(store: DatabaseStore) -> None:
    flagged(store, "Then Nora Velde spoke.\n")
    item = flagged(store, "Then Velde spoke.\n")
    done = answer_everywhere(ReviewSession(store, "Ada"), "Velde", Answer.AMEND, replacement="Nora Velde")
    assert [each.suggestion_id for each in done.decisions] == [item.suggestion.id]
    assert "1 suggestion not decided" in done.message


def test_a_widened_amendment_overlaps_an_accepted_suggestion_inside_it(store: DatabaseStore) -> None:
    first, second = filled(store, COPY, propose(COPY, "Velde", None), propose(COPY, "Strand", "Strond"))
    commands.decide(store, decision_on(second, Verdict.ACCEPT))
    with pytest.raises(OverlapError, match="'Strand' → 'Strond'"):
        amend(store, first)
    undo(store, "Ada")
    amend(store, first)
    with pytest.raises(OverlapError, match=r"'Nora Velde Mae\\nStrand' → "):
        commands.decide(store, decision_on(queue.in_story(store, first.story_id)[1], Verdict.ACCEPT))


def test_an_amendment_over_markup_that_cannot_be_written_is_refused(store: DatabaseStore) -> None:
    html = "<p>Then Nora Velde Mae Stra<b>nd</b> spoke.</p>\n"
    text = parse("plan.html", html.encode()).document.text
    (item,) = filled(store, html, propose(text, "Velde", None), name="plan.html")
    with pytest.raises(UnwritableError, match="Type the right words for the marked place alone"):
        amend(store, item)
    assert history.count(store) == 0


def test_feedback_has_the_widened_form(store: DatabaseStore) -> None:
    (item,) = filled(store, COPY, propose(COPY, "Velde", "Weld"))
    amend(store, item)
    feedback = feedback_from_decisions.feedback(store)
    assert [(learned.surface, learned.replacement) for learned in feedback.corrections] == [
        ("Nora Velde Mae Strand", NAME)
    ]
    assert [(learned.surface, learned.replacement) for learned in feedback.rejections] == [("Velde", "Weld")]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_export_holds_the_place_of_a_widened_amendment(store: DatabaseStore, tmp_path: Path, form: str) -> None:
    item = flagged(store)
    amend(store, item)
    with DatabaseStore(tmp_path / "other.sqlite") as other:
        if form == "csv":
            flagged(other)
            assert export.import_table(other, "x.csv", export.export_table(store)) == (1, 0)
        else:
            assert export.import_lines(other, "x.jsonl", "".join(export.export_lines(store))) == (1, 0)
        assert text_after(COPY, queue.in_story(other, item.story_id)) == AFTER


@pytest.mark.parametrize("change", [{"edit_start": 1}, {"edit_before": "Nora"}, {"edit_start": 2**31 - 1}])
def test_an_imported_amendment_must_fit_its_story(
    store: DatabaseStore, tmp_path: Path, change: dict[str, object]
) -> None:
    amend(store, flagged(store))
    *lines, last = export.export_lines(store)
    text = "".join([*lines, json.dumps(json.loads(last) | change)])
    with DatabaseStore(tmp_path / "other.sqlite") as other:
        assert export.import_lines(other, "x.jsonl", text) == (0, 1)
        half = json.dumps(json.loads(last) | {"edit_start": None})
        with pytest.raises(StoreError, match="edit_start and edit_before belong together"):
            export.import_lines(other, "x.jsonl", half)


def test_a_database_of_the_first_version_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with DatabaseStore(path) as store:
        item = flagged(store)
        commands.decide(store, decision_on(item, Answer.SKIP))
    with sqlite3.connect(path) as old:
        for column in ("edit_start", "edit_before", "comment"):
            old.execute(f"ALTER TABLE decisions DROP COLUMN {column}")
        old.execute("ALTER TABLE suggestions DROP COLUMN applied_text")
        old.execute("ALTER TABLE suggestions RENAME COLUMN decision TO head")
        for column in ("place", "folder", "assignee", "emptied_at", "digest", "publication", "notices"):
            old.execute(f"ALTER TABLE stories DROP COLUMN {column}")
        for table in ("sessions", "access_tokens", "saved_copies", "assignments"):
            old.execute(f"DROP TABLE {table}")
        old.execute("UPDATE alembic_version SET version_num = '0001'")
    with DatabaseStore(path) as store:
        (upgraded,) = queue.in_story(store, item.story_id)
        assert upgraded.state is State.REJECT and upgraded.surface == "Velde"
        assert amend(store, upgraded).surface == "Nora Velde Mae\nStrand"


def test_the_api_asks_for_confirmation_with_the_sentence(tmp_path: Path) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        item = flagged(store)
        browser = client(review_app(store, out=tmp_path))
        address = f"/api/v1/suggestions/{item.suggestion.id}/decisions"
        body = {"verdict": "amend", "replacement": NAME}
        question = browser.post(address, json=body)
        assert question.status_code == 428
        assert question.json()["confirm"]["sentence"]["after"] == NAME
        page = browser.post(f"/story/{item.story_id}/decide", data=body | {"suggestion": item.suggestion.id},
                            headers={"origin": ORIGIN}).text  # fmt: skip
        assert "will take the place of" in page and "Yes, save it" in page
        everywhere = browser.post("/unverified", data={"surface": "Velde", "replacement": NAME},
                                  headers={"origin": ORIGIN})  # fmt: skip
        assert everywhere.status_code == 428 and "will take the place of" in everywhere.text
        assert history.count(store) == 0
        done = browser.post(address, json=body | {"confirm": True}).json()
        assert done["message"].startswith("Amended: Nora Velde Mae")
        assert done["decisions"][0]["edit_start"] == COPY.index("Nora")
        assert browser.get(f"/api/v1/stories/{item.story_id}/copy").text == AFTER
