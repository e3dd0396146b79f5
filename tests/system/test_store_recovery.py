"""A process killed while it decides loses no decision that it reported, on SQLite and PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from queue_fixtures import decision_on, fill

from repair.core.types import Verdict
from repair.decisions import commands, history, queue
from repair.decisions.queue_models import Filters
from repair.decisions.store import DatabaseStore

_DECIDES_FOREVER = """
import sys
from repair.core.types import Verdict
from repair.decisions import commands, queue
from repair.decisions.models import NewDecision
from repair.decisions.queue_models import Filters
from repair.decisions.store import DatabaseStore
store = DatabaseStore(sys.argv[1])
while True:
    for entry in queue.entries(store, Filters(state=None)):
        for case in queue.in_story(store, entry.id):
            decision = NewDecision(case.suggestion.id, Verdict.UNSURE, "Ada", None, case.decision_id)
            print(commands.decide(store, decision).uid, flush=True)
"""


def test_a_process_killed_in_mid_decision_loses_nothing_it_said_was_kept(database: str, store: DatabaseStore) -> None:
    fill(store)
    promised_ids: set[str] = set()
    for promised in (9, 3):
        worker = subprocess.Popen([sys.executable, "-c", _DECIDES_FOREVER, database], stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None
        promised_ids |= {worker.stdout.readline().strip() for _ in range(promised)}
        os.kill(worker.pid, signal.SIGKILL)
        # The last line may be cut off; a partial line is no promise.
        promised_ids |= {line.strip() for line in worker.stdout if line.endswith("\n")}
        worker.wait()
        worker.stdout.close()
    stored_ids = {past.decision.uid for past in history.latest(store, limit=100_000)}
    assert len(promised_ids) >= 12
    assert promised_ids <= stored_ids
    # The store is consistent: the state of every suggestion follows from its last decision, and deciding can go on.
    for entry in queue.entries(store, Filters(state=None)):
        for case in queue.in_story(store, entry.id):
            entries = history.of_suggestion(store, case.suggestion.id)
            assert case.decision == (entries[0].decision if entries else None)
            commands.decide(store, decision_on(case, Verdict.UNSURE))
