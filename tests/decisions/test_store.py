"""The store of decisions, the same tests on SQLite and PostgreSQL: no decision is lost or overwritten."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from queue_fixtures import COPY, OTHER, decision_on, fill, propose, story, suggestions_for, surfaces
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError, DBAPIError

from repair.core.errors import StoreError
from repair.core.types import Verdict
from repair.decisions import claims, commands, export, history, ingest, queue, unverified_names
from repair.decisions.errors import (
    BusyError,
    ClaimedError,
    ConflictError,
    NotThereError,
    OverlapError,
    UnconfirmedError,
)
from repair.decisions.models import Answer, IngestResult, NewDecision, OtherName, State
from repair.decisions.queue_models import Filters
from repair.decisions.schema import METADATA, decisions, suggestions
from repair.decisions.store import DatabaseStore, database_url
from repair.decisions.undo_redo import undo

ACCEPT, REJECT, AMEND, UNSURE = Verdict.ACCEPT, Verdict.REJECT, Verdict.AMEND, Verdict.UNSURE

# --- the database itself


def test_the_migrations_create_the_tables_of_the_schema(store: DatabaseStore) -> None:
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


@pytest.mark.usefixtures("all_migrations")
def test_a_store_can_be_opened_again_and_by_many_at_once(database: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: DatabaseStore(database), range(6)))
    fill(stores[0])
    assert queue.progress(stores[5]).stories == 2
    for each in stores:
        each.close()


def test_only_its_owner_reads_a_database_file(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    for _ in range(2):
        with DatabaseStore(path) as store, store.writing():
            assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {0o600}
        path.chmod(0o644)  # as earlier versions made it


def test_a_store_of_a_newer_version_is_refused(store: DatabaseStore, database: str) -> None:
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version of repair"):
        DatabaseStore(database)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://desk@host/name", "not a database|Only|not installed"),
        ("nonsense://", "not a database"),
        ("sqlite:////proc/no/such/place.sqlite", "cannot be opened"),
        ("postgresql+psycopg://desk:secret@127.0.0.1:1/desk", "cannot be opened"),
    ],
)
def test_an_invalid_database_is_reported_without_its_password(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as caught:
        DatabaseStore(url)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_path_is_a_sqlite_file() -> None:
    assert database_url("a/b.sqlite").database == "a/b.sqlite"


def test_decisions_can_be_neither_changed_nor_deleted(store: DatabaseStore) -> None:
    first, _ = fill(store)
    commands.decide(store, decision_on(queue.in_story(store, first.id)[0], ACCEPT))
    for statement in (update(decisions).values(reviewer="Eve"), delete(decisions)):
        with pytest.raises(DBAPIError, match="never changed or deleted"), store.writing() as connection:
            connection.execute(statement)
    assert history.count(store) == 1


# --- stories and suggestions


def test_importing_twice_changes_nothing(store: DatabaseStore) -> None:
    batch = [ingest.IncomingStory(story(), suggestions_for())]
    assert ingest.add(store, batch) == IngestResult(1, 5, 0)
    before = list(export.export_lines(store))
    assert ingest.add(store, batch) == IngestResult(0, 0, 5)
    assert list(export.export_lines(store)) == before


def test_a_stored_suggestion_equals_the_one_that_was_added(store: DatabaseStore) -> None:
    new_story = story()
    ingest.add(store, [ingest.IncomingStory(new_story, suggestions_for())])
    items = queue.in_story(store, new_story.id)
    assert [(c.suggestion.span, c.suggestion.surface, c.suggestion.replacement) for c in items] == [
        (each.span, each.surface, each.replacement) for each in suggestions_for()
    ]
    assert [(c.suggestion.evidence, c.suggestion.reasons, c.suggestion.alternatives) for c in items] == [
        (each.evidence, each.reasons, each.alternatives) for each in suggestions_for()
    ]
    stored = ingest.story(store, new_story.id)
    assert stored is not None
    assert (stored.raw, stored.text, stored.source) == (COPY.encode(), COPY, "wire")


def test_a_suggestion_that_does_not_fit_its_story_makes_the_whole_import_fail(store: DatabaseStore) -> None:
    with pytest.raises(StoreError, match="no longer reads 'Mark Latte' at 11"):
        ingest.add(
            store,
            [ingest.IncomingStory(story(), suggestions_for()), ingest.IncomingStory(story(OTHER), suggestions_for())],
        )
    assert queue.progress(store).stories == 0


def test_a_later_proposal_for_the_same_place_replaces_an_open_one_but_not_a_decided_one(store: DatabaseStore) -> None:
    new_story = story()
    ingest.add(store, [ingest.IncomingStory(new_story, suggestions_for())])
    first, second, *_ = queue.in_story(store, new_story.id)
    commands.decide(store, decision_on(first, ACCEPT))
    ingest.add(
        store,
        [
            ingest.IncomingStory(
                new_story, [propose(COPY, "Mark Latte", "Marc Rutten"), propose(COPY, "Starmer", "Stirmer")]
            )
        ],
    )
    replaced = queue.find(store, second.suggestion.id)
    decided = queue.find(store, first.suggestion.id)
    assert replaced is not None and replaced.state is State.REPLACED
    assert decided is not None and decided.state is State.ACCEPT
    with pytest.raises(StoreError, match="later batch"):
        commands.decide(store, decision_on(replaced, ACCEPT))


def test_stories_imported_concurrently_are_stored_once(database: str) -> None:
    stores = [DatabaseStore(database) for _ in range(4)]
    batch = [
        ingest.IncomingStory(story(text, f"{n}.txt"), suggestions_for(text))
        for n in range(10)
        for text in (COPY, OTHER)
    ]
    with ThreadPoolExecutor(4) as pool:
        sums = list(pool.map(lambda each: ingest.add(each, batch), stores))
    assert sum(each.stories for each in sums) == 20
    assert sum(each.suggestions for each in sums) == queue.progress(stores[0]).total == 70
    for each in stores:
        each.close()


# --- the queue


def test_the_worst_story_comes_first_and_counts_add_up(store: DatabaseStore) -> None:
    first, second = fill(store)
    lines = queue.entries(store)
    assert [line.id for line in lines] == [first.id, second.id]
    assert (lines[0].open, lines[0].flags, lines[0].total) == (5, 1, 5)
    assert lines[0].expected_mangled == pytest.approx(0.9 + 0.6 + 0.8 + 0.9 + 0.25)
    commands.decide(store, decision_on(queue.in_story(store, first.id)[0], ACCEPT))
    commands.decide(store, decision_on(queue.in_story(store, first.id)[1], UNSURE))
    so_far = queue.progress(store)
    assert (so_far.open, so_far.unsure, so_far.decided, so_far.total) == (5, 1, 1, 7)
    assert (so_far.stories, so_far.stories_open) == (2, 2)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), 2),
        (Filters(low=0.85), 1),
        (Filters(high=0.65), 1),
        (Filters(kind="flag"), 2),
        (Filters(kind="place"), 0),
        (Filters(name="keir STARMER"), 1),
        (Filters(name="%"), 2),  # no letter in it: no filter, and no wildcard
        (Filters(source="wire"), 2),
        (Filters(source="elsewhere"), 0),
        (Filters(days=1), 2),
        (Filters(days=0), 0),
        (Filters(search="Delft"), 1),
        (Filters(search="vexley"), 1),
        (Filters(search="Rutte"), 2),
        (Filters(search="100%_"), 0),
        (Filters(state=State.UNSURE), 0),
        (Filters(state=None), 2),
    ],
)
def test_the_queue_can_be_filtered(store: DatabaseStore, filters: Filters, expected: int) -> None:
    fill(store)
    assert len(queue.entries(store, filters)) == queue.count(store, filters) == expected


def test_suggestions_of_a_name_are_found_in_any_case_and_with_any_accents(store: DatabaseStore) -> None:
    first, _ = fill(store)
    assert len(queue.of_name(store, "MARK RUTTE")) == 3
    assert len(queue.of_name(store, "Mark Rutte", story_id=first.id)) == 2
    item = queue.in_story(store, first.id)[0]
    assert len(queue.elsewhere(store, item)) == 2


def test_unverified_names_are_listed_once_with_their_counts(store: DatabaseStore) -> None:
    fill(store, COPY, OTHER, OTHER + "More.\n")
    assert [(each.surface, each.count, each.stories) for each in unverified_names.names(store)] == [
        ("Ann Vexley", 2, 2),
        ("Petrekin", 1, 1),
    ]
    assert len(queue.flagged(store, "ann vexley")) == 2


def test_pages_of_the_queue_follow_each_other(store: DatabaseStore) -> None:
    fill(store, COPY, OTHER)
    assert len(queue.entries(store, size=1)) == len(queue.entries(store, size=1, page=1)) == 1
    assert queue.entries(store, size=1)[0].id != queue.entries(store, size=1, page=1)[0].id
    assert queue.sources(store) == ("wire",)


# --- deciding


def test_every_verdict_is_stored_with_its_reviewer_and_time(store: DatabaseStore) -> None:
    first, _ = fill(store)
    items = queue.in_story(store, first.id)
    for item, verdict in zip(items, (ACCEPT, REJECT, UNSURE), strict=False):
        commands.decide(store, decision_on(item, verdict))
    commands.decide(store, decision_on(items[3], AMEND, replacement="  Marc   Rutten "))
    commands.decide(store, decision_on(items[4], Answer.CORRECT))
    now = queue.in_story(store, first.id)
    assert [item.state.value for item in now] == ["accept", "reject", "unsure", "amend", "accept"]
    assert [item.result for item in now] == ["Mark Rutte", None, None, "Marc Rutten", None]
    decision = now[4].decision
    assert decision is not None
    # A correct name stays unchanged.
    assert (decision.replacement, decision.reviewer, decision.decided_at[:2]) == ("Petrekin", "Ada", "20")


@pytest.mark.parametrize("typed", ["", "  ", "…", "a\x1b[31mb", "x" * 201, None])
def test_an_amendment_must_be_a_name(store: DatabaseStore, typed: str | None) -> None:
    first, _ = fill(store)
    with pytest.raises(StoreError, match="Type one with letters"):
        commands.decide(store, decision_on(queue.in_story(store, first.id)[0], AMEND, replacement=typed))
    assert history.count(store) == 0


def test_typing_the_surface_or_the_proposal_is_no_amendment(store: DatabaseStore) -> None:
    first, _ = fill(store)
    items = queue.in_story(store, first.id)
    assert commands.decide(store, decision_on(items[0], AMEND, replacement="Mark Latte")).verdict is REJECT
    assert commands.decide(store, decision_on(items[1], AMEND, replacement="Keir Starmer")).verdict is ACCEPT
    with pytest.raises(StoreError, match="Answer 'correct'"):
        commands.decide(store, decision_on(items[4], AMEND, replacement="Petrekin"))


@pytest.mark.parametrize("answer", [ACCEPT, REJECT])
def test_a_flag_is_neither_accepted_nor_rejected(store: DatabaseStore, answer: Verdict) -> None:
    first, _ = fill(store)
    flag = queue.in_story(store, first.id)[4]
    with pytest.raises(StoreError, match="answer 'correct' if the name is correct, or 'skip'"):
        commands.decide(store, decision_on(flag, answer))
    assert history.count(store) == 0


@pytest.mark.parametrize("answer", [Answer.CORRECT, Answer.SKIP])
def test_a_proposal_cannot_be_marked_correct_or_skipped(store: DatabaseStore, answer: Answer) -> None:
    first, _ = fill(store)
    with pytest.raises(StoreError, match="answer 'accept'"):
        commands.decide(store, decision_on(queue.in_story(store, first.id)[0], answer))
    assert history.count(store) == 0


@pytest.mark.parametrize("surface", ["Mark Latte", "Latte"])
def test_marking_a_form_as_correct_needs_confirmation_where_another_name_is_proposed_for_it(
    store: DatabaseStore, surface: str
) -> None:
    fill(store)
    text = f"Later {surface} spoke again.\n"
    last = story(text, "later.txt")
    ingest.add(store, [ingest.IncomingStory(last, [propose(text, surface, None)])])
    (flag,) = queue.in_story(store, last.id)
    with pytest.raises(UnconfirmedError, match="proposed as Mark Rutte in 2 other stories") as caught:
        commands.decide(store, decision_on(flag, Answer.CORRECT))
    assert OtherName("Mark Rutte", 2) in caught.value.confirmation.other_names
    assert history.count(store) == 0
    assert commands.decide(store, replace(decision_on(flag, Answer.CORRECT), confirmed=True)).replacement == surface


def test_a_rejected_proposal_needs_no_confirmation(store: DatabaseStore) -> None:
    text = "Ann Vexley spoke.\n"
    first, last = story(text, "first.txt"), story(text, "last.txt")
    ingest.add(
        store,
        [
            ingest.IncomingStory(first, [propose(text, "Ann Vexley", "Ann Bexley")]),
            ingest.IncomingStory(last, [propose(text, "Ann Vexley", None)]),
        ],
    )
    commands.decide(store, decision_on(queue.in_story(store, first.id)[0], REJECT))
    commands.decide(store, decision_on(queue.in_story(store, last.id)[0], Answer.CORRECT))


def test_a_decision_on_a_suggestion_decided_meanwhile_is_refused(store: DatabaseStore) -> None:
    first, _ = fill(store)
    item = queue.in_story(store, first.id)[0]
    decision = commands.decide(store, decision_on(item, ACCEPT, "Ada"))
    claims.release(store, first.id, "Ada")
    with pytest.raises(ConflictError, match="Ada has decided this in the meantime") as caught:
        commands.decide(store, decision_on(item, REJECT, "Ben"))
    assert caught.value.decision == decision
    again = queue.find(store, item.suggestion.id)
    assert again is not None
    second = commands.decide(store, decision_on(again, REJECT, "Ben"))
    assert second.supersedes == decision.id
    assert [entry.in_force for entry in history.of_suggestion(store, item.suggestion.id)] == [True, False]


def test_a_missing_suggestion_is_reported(store: DatabaseStore) -> None:
    with pytest.raises(NotThereError, match="no suggestion 'x'"):
        commands.decide(store, NewDecision("x", ACCEPT, "Ada"))


def test_overlapping_repairs_cannot_both_be_accepted(store: DatabaseStore) -> None:
    new_story = story()
    whole, part = propose(COPY, "Mark Latte", "Mark Rutte"), propose(COPY, "Latte", "Rutte")
    ingest.add(store, [ingest.IncomingStory(new_story, [whole, part])])
    whole_case, part_case = queue.in_story(store, new_story.id)
    commands.decide(store, decision_on(whole_case, ACCEPT))
    with pytest.raises(OverlapError, match="'Mark Latte' → 'Mark Rutte'"):
        commands.decide(store, decision_on(part_case, ACCEPT))
    commands.decide(store, decision_on(part_case, REJECT))


def test_each_undo_is_a_decision_that_goes_back_one_step(store: DatabaseStore) -> None:
    first, _ = fill(store)
    item = queue.in_story(store, first.id)[0]
    commands.decide(store, decision_on(item, ACCEPT))
    item = queue.in_story(store, first.id)[0]
    commands.decide(store, decision_on(item, REJECT))
    states = []
    for _ in range(2):
        undo(store, "Ada")
        states.append(queue.in_story(store, first.id)[0].state)
    assert states == [State.ACCEPT, State.OPEN]
    assert history.count(store) == 4
    with pytest.raises(NotThereError, match="no decision to undo"):
        undo(store, "Ada")


def test_only_the_person_who_decided_can_undo(store: DatabaseStore) -> None:
    first, _ = fill(store)
    item = queue.in_story(store, first.id)[0]
    commands.decide(store, decision_on(item, ACCEPT, "Ada"))
    with pytest.raises(NotThereError):
        undo(store, "Ben")
    claims.release(store, first.id, "Ada")
    commands.decide(store, decision_on(queue.in_story(store, first.id)[0], REJECT, "Ben"))
    with pytest.raises(ConflictError, match="Ben"):
        undo(store, "Ada")
    assert queue.in_story(store, first.id)[0].state is State.REJECT


def test_a_bulk_action_is_undone_as_a_whole(store: DatabaseStore) -> None:
    first, _ = fill(store)
    recorded, left_out = commands.decide_all(
        store, [decision_on(item, ACCEPT) for item in queue.of_name(store, "Mark Rutte")]
    )
    assert (len(recorded), left_out) == (3, ())
    assert len({each.batch for each in recorded}) == 1
    # An action is undone as a whole from any of its stories.
    undone, left_out = undo(store, "Ada", story_id=first.id)
    assert (len(undone), left_out) == (3, ())
    assert queue.progress(store).open == 7


def test_undoing_a_bulk_action_leaves_out_what_others_decided_since(store: DatabaseStore) -> None:
    first, second = fill(store)
    commands.decide_all(store, [decision_on(item, ACCEPT) for item in queue.of_name(store, "Mark Rutte")])
    (item, *_) = queue.in_story(store, second.id)
    commands.decide(store, decision_on(item, REJECT, "Ben"))
    claims.claim(store, first.id, "Eve")
    with pytest.raises((ConflictError, ClaimedError)):
        undo(store, "Ada")
    claims.release(store, first.id, "Eve")
    undone, left_out = undo(store, "Ada")
    assert (len(undone), left_out) == (2, (item.suggestion.id,))
    assert queue.in_story(store, second.id)[0].state is State.REJECT


# --- several people


def test_a_claim_lasts_until_it_expires_or_is_taken_over(store: DatabaseStore) -> None:
    first, _ = fill(store)
    claims.claim(store, first.id, "Ada")
    item = queue.in_story(store, first.id)[0]
    with pytest.raises(ClaimedError, match=r"Ada is working on this story\. Take it over"):
        claims.claim(store, first.id, "Ben")
    with pytest.raises(ClaimedError):
        commands.decide(store, decision_on(item, ACCEPT, "Ben"))
    recorded, left_out = commands.decide_all(
        store, [decision_on(each, ACCEPT, "Ben") for each in queue.of_name(store, "Mark Rutte")]
    )
    assert (len(recorded), len(left_out)) == (1, 2)
    assert claims.claim(store, first.id, "Ben", take_over=True).reviewer == "Ben"
    claims.claim(store, first.id, "Ben", minutes=0)
    assert claims.claim(store, first.id, "Ada").reviewer == "Ada"
    with pytest.raises(NotThereError):
        claims.claim(store, "nowhere", "Ada")


def test_claims_are_shown_in_the_queue_and_the_next_story_is_a_free_one(store: DatabaseStore) -> None:
    first, second = fill(store)
    assert queue.next_story(store, "Ada") == first.id
    claims.claim(store, first.id, "Ada")
    claim = queue.entries(store)[0].claim
    assert claim is not None and claim.reviewer == "Ada"
    assert queue.next_story(store, "Ben") == second.id
    assert queue.next_story(store, "Ada") == first.id
    assert queue.next_story(store, "Ben", after=second.id) is None


def test_only_one_of_several_concurrent_decisions_is_stored(database: str) -> None:
    people = [f"Editor {n}" for n in range(6)]
    stores = {name: DatabaseStore(database) for name in people}
    first, _ = fill(stores[people[0]])
    items = queue.in_story(stores[people[0]], first.id)

    def work(name: str) -> list[str]:
        results = []
        for item in items:
            try:
                claims.claim(stores[name], first.id, name, take_over=True)
                commands.decide(stores[name], NewDecision(item.suggestion.id, UNSURE if item.flag else ACCEPT, name))
                results.append("made")
            except ConflictError as error:
                results.append("conflict" if error.decision else "lost")
            except ClaimedError:
                results.append("claimed")
        return results

    with ThreadPoolExecutor(6) as pool:
        outcomes = [each for results in pool.map(work, people) for each in results]
    some = stores[people[0]]
    assert outcomes.count("lost") == 0
    assert outcomes.count("made") == history.count(some) == queue.progress(some).total - queue.progress(some).open
    assert outcomes.count("made") >= 1
    # Nobody's decision was overwritten: each suggestion has at most one.
    entries = history.latest(some)
    assert len({entry.decision.suggestion_id for entry in entries}) == len(entries)
    for each in stores.values():
        each.close()


def test_accepting_everywhere_at_once_and_undoing_it_loses_nothing(database: str) -> None:
    stores = [DatabaseStore(database) for _ in range(4)]
    fill(stores[0], COPY, OTHER)

    def work(number: int) -> int:
        own_store, total = stores[number], 0
        for _ in range(4):
            new_decisions = [
                decision_on(item, ACCEPT, f"Editor {number}") for item in queue.of_name(own_store, "Mark Rutte")
            ]
            recorded, _ = commands.decide_all(own_store, new_decisions)
            total += len(recorded)
            if recorded:
                total += len(undo(own_store, f"Editor {number}")[0])
        return total

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == history.count(stores[0])
    assert queue.progress(stores[0]).decided == 0
    for each in stores:
        each.close()


# --- history, out and in


def test_history_of_a_suggestion_a_name_and_everything(store: DatabaseStore) -> None:
    first, _ = fill(store)
    for item in queue.in_story(store, first.id)[:3]:
        commands.decide(store, decision_on(item, ACCEPT))
    assert [entry.surface for entry in history.of_name(store, "Keir Starmer")] == ["Kiel Starmer"]
    latest = history.latest(store, limit=2)
    assert [entry.surface for entry in latest] == ["Latte", "Kiel Starmer"]
    assert [entry.surface for entry in history.latest(store, before=latest[-1].decision.id)] == ["Mark Latte"]
    assert history.latest(store, reviewer="Ben") == ()


def test_a_whole_store_moves_to_another_and_back_again(store: DatabaseStore, new_database: Callable[[], str]) -> None:
    first, _ = fill(store)
    items = queue.in_story(store, first.id)
    commands.decide(store, decision_on(items[0], ACCEPT))
    commands.decide(store, decision_on(items[1], AMEND, replacement='=Keir "K" Starmer'))
    undo(store, "Ada")
    lines = "".join(export.export_lines(store))
    with DatabaseStore(new_database()) as other:
        assert export.import_lines(other, "x.jsonl", lines) == (3, 0)
        assert export.import_lines(other, "x.jsonl", lines) == (0, 0)
        assert list(export.export_lines(other)) == lines.splitlines(keepends=True)
        assert [c.state for c in queue.in_story(other, first.id)] == [c.state for c in queue.in_story(store, first.id)]


def test_a_table_of_decisions_goes_into_a_spreadsheet_and_back(
    store: DatabaseStore, new_database: Callable[[], str]
) -> None:
    first, _ = fill(store)
    commands.decide(store, decision_on(queue.in_story(store, first.id)[1], AMEND, replacement="=Keir Starmer"))
    table = export.export_table(store)
    assert "'=Keir Starmer" in table
    with DatabaseStore(new_database()) as other:
        assert export.import_table(other, "x.csv", table) == (0, 1)
        fill(other)
        assert export.import_table(other, "x.csv", table) == (1, 0)
        assert queue.in_story(other, first.id)[1].result == "=Keir Starmer"


def test_the_later_of_two_stores_decisions_is_in_force(store: DatabaseStore, new_database: Callable[[], str]) -> None:
    first, _ = fill(store)
    with DatabaseStore(new_database()) as other:
        fill(other)
        item = queue.in_story(store, first.id)[0]
        commands.decide(store, decision_on(item, ACCEPT, "Ada"))
        commands.decide(other, decision_on(item, REJECT, "Ben"))
        export.import_lines(store, "x", "".join(export.export_lines(other)))
        export.import_lines(other, "x", "".join(export.export_lines(store)))
        for each in (store, other):
            assert queue.in_story(each, first.id)[0].state is State.REJECT
            assert history.count(each) == 2


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[1]",
        '{"what": "table"}',
        '{"what": "decision"}',
        '{"what": "story", "id": "0123456789abcdef", "name": 5}',
        '{"what": "story", "id": "0123456789abcdef", "name": "\\ud800"}',
        "[" * 100_000,
    ],
)
def test_an_invalid_export_file_is_refused_with_its_line(store: DatabaseStore, line: str) -> None:
    with pytest.raises(StoreError, match=r"x\.jsonl, line 2: The line is no[t ]"):
        export.import_lines(store, "x.jsonl", f"\n{line}\n")


def test_a_flag_exported_by_an_earlier_version_loses_its_confidence(
    store: DatabaseStore, new_database: Callable[[], str]
) -> None:
    first, _ = fill(store)
    exported = "".join(export.export_lines(store))
    assert '"confidence": null' in exported
    with DatabaseStore(new_database()) as other:
        export.import_lines(other, "x", exported.replace('"confidence": null', '"confidence": 1.0'))
        assert [item.suggestion.confidence for item in queue.in_story(other, first.id) if item.flag] == [None]


def test_a_suggestion_that_was_tampered_with_is_refused(store: DatabaseStore) -> None:
    fill(store)
    lines = [json.loads(line) for line in export.export_lines(store)]
    suggestion = next(line for line in lines if line["what"] == "suggestion")
    for change in (
        {"start": 0},
        {"confidence": 2},
        {"confidence": None},
        {"surface": "a\0b"},
        {"reasons": [{"weight": "x"}]},
        {"id": "'"},
    ):
        with pytest.raises(StoreError, match="is not a valid suggestion"):
            export.import_lines(store, "x", json.dumps(suggestion | change))
    assert surfaces(queue.of_name(store, "Mark Rutte")) == ["Mark Latte"] * 3
    with store.reading() as connection:
        assert len(connection.execute(suggestions.select()).all()) == 7


def _outgrow(store: DatabaseStore) -> None:
    """Write more than the database may hold, as on a full disk."""
    with store.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.exec_driver_sql("CREATE TABLE more (text TEXT)")
        connection.exec_driver_sql("INSERT INTO more VALUES (zeroblob(100000))")


def test_a_full_disk_is_reported_as_such_and_nothing_is_changed(tmp_path: Path) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        fill(store)
        with pytest.raises(BusyError, match="There is no space left for the database, so nothing was changed"):
            _outgrow(store)
        assert len(queue.entries(store)) == 2


def test_a_damaged_database_is_named_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    with DatabaseStore(path) as store:
        with (
            pytest.raises(StoreError, match=r"desk\.sqlite: The database is damaged .* Restore a copy of it"),
            store.reading(),
        ):
            raise DatabaseError("SELECT 1", {}, damage(sqlite3.SQLITE_CORRUPT_INDEX))
        with pytest.raises(DatabaseError), store.reading():
            raise DatabaseError("SELECT 1", {}, damage(sqlite3.SQLITE_ERROR))


def damage(code: int) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = code
    return error
