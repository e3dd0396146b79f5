"""The review session without a browser: what a person sees and does, the messages, and the corrected copy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from queue_fixtures import COPY, OTHER, fill, propose, story, suggestions_for

from repair.core.edits import apply
from repair.core.errors import FormatError
from repair.core.types import Kind, Verdict
from repair.decisions import claims, ingest
from repair.decisions.errors import ClaimedError, ConflictError, NotThereError
from repair.decisions.models import Answer, State
from repair.decisions.store import DatabaseStore
from repair.formats import parse, read_copy
from repair.review.highlighting import edits_of
from repair.review.saved_copy import safe_file_name
from repair.review.session import ReviewSession
from repair.review.unverified import answer_everywhere
from repair.review.views import SelectedSuggestion, StoryView

ACCEPT, REJECT, AMEND = Verdict.ACCEPT, Verdict.REJECT, Verdict.AMEND


@pytest.fixture
def store(tmp_path: Path) -> DatabaseStore:
    return DatabaseStore(tmp_path / "desk.sqlite")


@pytest.fixture
def session(store: DatabaseStore, tmp_path: Path) -> ReviewSession:
    fill(store)
    return ReviewSession(store, "Ada", tmp_path / "out")


def first(session: ReviewSession) -> str:
    return session.queue().entries[0].id


# --- going through a story


def test_a_story_is_gone_through_from_the_first_open_suggestion_to_the_last(session: ReviewSession) -> None:
    view = session.open(first(session))
    surfaces, words = [], []
    while view.item is not None and view.open_count:
        surfaces.append(view.item.suggestion.surface)
        done = session.decide(view.item.suggestion.id, Answer.CORRECT if view.item.flag else ACCEPT, seen=None)
        words.append(done.message)
        view = session.open(view.story.id, done.next_id)
    assert surfaces == ["Mark Latte", "Kiel Starmer", "Latte", "Mark Latte", "Petrekin"]
    assert words[0] == "Accepted: Mark Latte → Mark Rutte. 4 left in this story."
    assert words[-1] == "Name is correct: Petrekin. Nothing is left in this story."
    assert session.queue().progress.decided == 5


def test_the_suggestion_after_the_last_is_the_first(session: ReviewSession) -> None:
    view = session.open(first(session))
    ids = [item.suggestion.id for item in view.items]
    assert (view.before, view.after) == (ids[-1], ids[1])
    assert session.open(view.story.id, ids[-1]).after == ids[0]
    assert session.open(view.story.id, "ffff").at == 0


def test_a_colleagues_decision_is_reported_and_can_be_replaced(session: ReviewSession, store: DatabaseStore) -> None:
    ben = ReviewSession(store, "Ben")
    view = session.open(first(session))
    id = view.items[0].suggestion.id
    other = ben.open(view.story.id)
    assert other.other is not None and other.other.reviewer == "Ada"
    with pytest.raises(ClaimedError):
        ben.decide(id, REJECT)
    session.decide(id, ACCEPT)
    taken_over = ben.open(view.story.id, take_over=True)
    assert taken_over.other is None
    with pytest.raises(ConflictError, match="Ada has decided this in the meantime"):
        ben.decide(id, REJECT)
    head = ben.open(view.story.id).items[0].decision
    assert head is not None
    ben.decide(id, REJECT, seen=head.id)
    with pytest.raises(ClaimedError):
        session.decide(view.items[1].suggestion.id, ACCEPT)


def test_a_spelling_variant_is_decided_once_per_story_and_undone_as_a_whole(store: DatabaseStore) -> None:
    text = "Gen. Omar Daglo spoke. Daglo left. Omar Daglo returned. Omar Fashir stayed.\n"
    kind = Kind.SPELLING_VARIANT
    suggestions = (
        propose(text, "Omar Daglo", "Omar Dagalo", kind=kind),
        propose(text, "Daglo", "Dagalo", nth=1, kind=kind),
        propose(text, "Omar Daglo", "Omar Dagalo", nth=1, kind=kind),
        propose(text, "Fashir", "Fasher", kind=kind),
    )
    ingest.add(store, [ingest.IncomingStory(story(text), suggestions)])
    session = ReviewSession(store, "Ada")
    opened = session.open(first(session))
    done = session.decide(opened.items[0].suggestion.id, ACCEPT)
    assert len(done.decisions) == 3 and "In 3 places." in done.message
    assert [item.state for item in session.open(opened.story.id).items] == [*[State.ACCEPT] * 3, State.OPEN]
    assert len(session.undo(opened.story.id).decisions) == 3


def test_undoing_shows_the_suggestion_that_is_open_again(session: ReviewSession) -> None:
    view = session.open(first(session))
    done = session.decide(view.items[1].suggestion.id, REJECT)
    assert done.next_id == view.items[2].suggestion.id
    back = session.undo()
    assert (back.message, back.next_id) == ("Undone: Kiel Starmer.", view.items[1].suggestion.id)
    with pytest.raises(NotThereError):
        session.undo()


def test_a_name_is_accepted_everywhere_after_a_preview_and_undone_as_a_whole(session: ReviewSession) -> None:
    items = session.preview("Mark Rutte")
    assert len(items) == 3
    done = session.accept_all(SelectedSuggestion(item.suggestion.id) for item in items)
    assert (done.message, done.left_out) == ("Accepted: 3 suggestions.", ())
    assert session.undo().message == "Undone: 3 decisions."
    assert session.queue().progress.decided == 0


def test_accepting_everywhere_leaves_out_what_a_colleague_works_on(
    session: ReviewSession, store: DatabaseStore
) -> None:
    items = session.preview("Mark Rutte")
    claims.claim(store, first(session), "Ben")
    done = session.accept_all(SelectedSuggestion(item.suggestion.id) for item in items)
    assert "Accepted: 1 suggestion. 2 suggestions not decided" in done.message


def test_unverified_names_are_marked_correct_or_amended_in_all_stories(
    session: ReviewSession, store: DatabaseStore
) -> None:
    fill(store, OTHER, OTHER + "More.\n")
    assert answer_everywhere(session, "Petrekin", Answer.CORRECT).message == "Name is correct: 1 suggestion."
    assert answer_everywhere(session, "Ann Vexley", Answer.AMEND, replacement="Ann Bexley").message.startswith(
        "Amended: 3"
    )
    assert session.unverified() == ()
    with pytest.raises(NotThereError):
        answer_everywhere(session, "Petrekin", Answer.CORRECT)


def test_the_card_shows_other_places_and_the_history(session: ReviewSession) -> None:
    view = session.open(first(session))
    id = view.items[0].suggestion.id
    session.decide(id, REJECT)
    card = session.card(session.item(id))
    assert [item.story_name for item in card.elsewhere] == ["story-0.txt", "story-1.txt"]
    assert [entry.decision.verdict for entry in card.history] == [REJECT]
    assert (card.same_in_story, card.same_in_queue) == (1, 2)


# --- the corrected copy


def test_the_corrected_copy_has_the_accepted_edits_only(session: ReviewSession, tmp_path: Path) -> None:
    view = session.open(first(session))
    session.decide(view.items[0].suggestion.id, ACCEPT)
    session.decide(view.items[1].suggestion.id, REJECT)
    session.decide(view.items[2].suggestion.id, AMEND, replacement="Rutten")
    session.decide(view.items[4].suggestion.id, Answer.CORRECT)
    view = session.look(view.story.id)
    expected = COPY.replace("Mark Latte", "Mark Rutte", 1).replace("\nLatte", "\nRutten")
    assert session.cleaned(view) == expected.encode()
    assert apply(COPY, edits_of(view.items)) == expected
    path = session.write(view).path
    assert path == tmp_path / "out" / "story-0.txt" and path.read_bytes() == expected.encode()
    # "Rutten" for "Latte" is mentioned separately, because the correction of the full name does not cover it.
    assert session.note(view) == (
        "An earlier version of this story misspelled the name of Mark Rutte as Mark Latte, and misspelled the name of "
        "Rutten as Latte."
    )


def test_the_corrected_copy_keeps_encoding_and_line_ends(store: DatabaseStore) -> None:
    raw = COPY.replace("\n", "\r\n").encode("utf-16")
    document = parse("wire.txt", raw)
    new_story = ingest.story_from(document)
    ingest.add(store, [ingest.IncomingStory(new_story, [propose(document.document.text, "Mark Latte", "Mark Rutté")])])
    session = ReviewSession(store, "Ada")
    view = session.open(new_story.id)
    session.decide(view.items[0].suggestion.id, ACCEPT)
    assert session.cleaned(session.look(new_story.id)) == raw.decode("utf-16").replace(
        "Mark Latte", "Mark Rutté", 1
    ).encode("utf-16")


def test_no_copy_replaces_an_original_or_leaves_its_folder(store: DatabaseStore, tmp_path: Path) -> None:
    path = tmp_path / "wire.txt"
    path.write_text(COPY, encoding="utf-8")
    own = ingest.story_from(read_copy(path), name="wire.txt")
    evil = ingest.story_from(read_copy(path), name="../../../etc/.passwd")
    ingest.add(store, [ingest.IncomingStory(own, suggestions_for())])
    session = ReviewSession(store, "Ada", tmp_path)
    with pytest.raises(FormatError, match="will not overwrite it"):
        session.write(session.look(own.id))
    with pytest.raises(FormatError, match="no folder to save to"):
        ReviewSession(store, "Ada").write(session.look(own.id))
    assert safe_file_name(evil.name) == "passwd"
    saved = ReviewSession(store, "Ada", tmp_path / "o").write(StoryView(evil, (), None, None))
    assert saved.path == tmp_path / "o" / "passwd"


def test_two_stories_with_one_name_get_two_files(store: DatabaseStore, tmp_path: Path) -> None:
    stories = [story(COPY, "a/wire.txt"), story(OTHER, "b/wire.txt")]
    stories = [replace(each, name="wire.txt") for each in stories]
    ingest.add(store, [ingest.IncomingStory(each, suggestions_for(each.text)) for each in stories])
    session = ReviewSession(store, "Ada", tmp_path)
    assert len({session.write(session.look(each.id)).path for each in stories}) == 2


def test_a_conflict_with_ones_own_decision_names_the_other_window(session: ReviewSession) -> None:
    id = session.open(first(session)).items[0].suggestion.id
    session.decide(id, ACCEPT)
    with pytest.raises(ConflictError, match=r"You have already decided this \(accepted\), perhaps in another window"):
        session.decide(id, REJECT)
