"""Databases of earlier versions are upgraded when they are opened, with their suggestions and decisions."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from queue_fixtures import decision_on, propose, story
from sqlalchemy import create_engine, text

from repair.core.types import Reason, Verdict
from repair.decisions import commands, export, history, migrations, queue
from repair.decisions.mappers import story_row, suggestion_row
from repair.decisions.schema import decisions, stories, suggestions
from repair.decisions.store import DatabaseStore

TEXT = "Mark Latte met Ann Vexley."


def database_of_revision(url: str, revision: str) -> str:
    """Create a database of this revision, with a story, a proposal and a decided flag."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    engine = create_engine(url)
    saved = story(TEXT, "story.txt")
    proposals = [propose(TEXT, "Mark Latte", "Mark Rutte", confidence=0.7), propose(TEXT, "Ann Vexley", None)]
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        row = story_row(saved) | {"arrived_at": "2026-11-20T10:00:00+00:00"}
        # Columns of later versions do not exist yet.
        connection.execute(stories.insert().values({name: value for name, value in row.items() if value is not None}))
        for number, each in enumerate(proposals):
            row = suggestion_row(each, saved.id, "2026-11-20T10:00:00+00:00")
            row |= {"id": f"{number:016x}", "confidence": 0.7 if each.replacement else 1.0}
            there = {name: value for name, value in row.items() if value is not None}
            connection.execute(suggestions.insert().values(there))
        connection.execute(
            decisions.insert().values(
                uid="f" * 16, suggestion_id=f"{1:016x}", verdict="unsure", reviewer="Ada", decided_at="2026-11-20"
            )
        )
    engine.dispose()
    return saved.id


def test_flags_of_an_earlier_version_have_no_confidence(database: str) -> None:
    story_id = database_of_revision(database, "0002")
    with DatabaseStore(database) as store:
        proposal, flag = queue.in_story(store, story_id)
        assert (proposal.suggestion.confidence, flag.suggestion.confidence) == (0.7, None)
        with store.reading() as connection:
            assert connection.execute(suggestions.select().where(suggestions.c.confidence == 1.0)).all() == []
        assert history.count(store) == 1
        commands.decide(store, decision_on(proposal, Verdict.ACCEPT))
        assert history.count(store) == 2


def test_a_change_that_an_earlier_version_made_keeps_its_text_and_its_reasons(database: str) -> None:
    story_id = database_of_revision(database, "0013")
    engine = create_engine(database)
    reasons = '[{"key": "told", "words": "no source reports this story closely", "weight": -0.5}]'
    change = "UPDATE suggestions SET standing = 'Mark Latte', state = 'changed', reasons = :reasons WHERE start = 0"
    with engine.begin() as connection:
        connection.execute(text(change), {"reasons": reasons})
    engine.dispose()
    with DatabaseStore(database) as store:
        changed, flag = queue.in_story(store, story_id)
        assert (changed.applied_text, flag.applied_text) == ("Mark Latte", None)
        assert changed.suggestion.reasons == (Reason("coverage", "no source reports this story closely", -0.5),)
        assert not any('"words"' in line or '"told"' in line for line in export.export_lines(store))
