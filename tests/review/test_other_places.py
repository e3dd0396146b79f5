"""Other places of a form that was amended."""

from __future__ import annotations

from pathlib import Path

from queue_fixtures import COPY, OTHER, fill, propose, story, suggestions_for

from repair.decisions import ingest, queue
from repair.decisions.models import Answer
from repair.decisions.store import DatabaseStore
from repair.review.other_places import amend_others, open_elsewhere, preview_others
from repair.review.session import ReviewSession
from repair.review.views import SelectedSuggestion


def test_other_places_of_the_form_are_previewed_and_amended_in_one_action(tmp_path: Path) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        first, _ = fill(store, COPY, OTHER)
        doubled = "Then Roeter Mark Latte left.\n"
        new_story = story(doubled, "doubled.txt")
        ingest.add(store, [ingest.IncomingStory(new_story, [propose(doubled, "Mark Latte", "Mark Rutte")])])
        session = ReviewSession(store, "Ada")
        item = queue.in_story(store, first.id)[0]
        assert open_elsewhere(session, item) == ()
        session.decide(item.suggestion.id, Answer.AMEND, replacement="Marc Roeter")
        amended = session.item(item.suggestion.id)
        assert len(open_elsewhere(session, amended)) == 3
        places = preview_others(session, amended)
        assert {place.item.story_name for place in places} == {"story-0.txt", "story-1.txt"}
        assert all("".join(run.text for run in place.spellings.after) == "Marc Roeter" for place in places)
        result = amend_others(
            session, "Marc Roeter", [SelectedSuggestion(place.item.suggestion.id) for place in places]
        )
        assert result.message == "Amended: 2 suggestions."
        assert suggestions_for(COPY)[0].surface == "Mark Latte" and open_elsewhere(
            session, session.item(item.suggestion.id)
        )
        session.undo()
        assert len(preview_others(session, session.item(item.suggestion.id))) == 2
