"""One process and several give the same results, and a bad document costs only itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from batch_fixtures import BatchFolders, FakeOpener, clean, log, snapshot, write_copy

from repair.batch.events import Chunk, Pause, TimedDocument, chunks
from repair.batch.process_pool import ProcessPool
from repair.batch.worker import LocalWorker
from repair.core.errors import ModelError, RepairError
from repair.core.time_budget import TimeBudget
from repair.core.timeouts import time_limit
from repair.core.types import Document
from repair.pipeline.repairer import Repairer

ROOT = Path(__file__).parents[2]
FIXTURES = [str(ROOT / "tests"), str(ROOT)]  # another test may leave the working folder


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPool]:
    with closing(ProcessPool(FakeOpener(), 2)) as opened:
        yield opened


def load(*texts: str, seconds: float | None = None) -> Chunk:
    documents = (Document(str(number), text, "x") for number, text in enumerate(texts))
    return Chunk((), tuple(TimedDocument(document, TimeBudget(seconds)) for document in documents))


def test_several_processes_write_what_one_writes(
    tmp_path: Path, pool: ProcessPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_copy(tmp_path / "in", 20)
    for folder, worker in (("one", None), ("many", pool)):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        clean(BatchFolders(Path("../in"), Path("out")), worker)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "many")


def test_results_come_in_order_and_only_a_bad_document_is_lost(pool: ProcessPool) -> None:
    results = list(pool.results(iter([load("Latte", "DIE Latte", "Latte"), load("Mark Latte"), load(), load("CRASH")])))
    kinds = [
        [result if isinstance(result, RepairError) else len(result.suggestions) for result in each.results]
        for each in results
    ]
    assert kinds[0][0] == 1 and kinds[0][2] == 1
    assert "crashed the process that checked it" in str(kinds[0][1])
    assert kinds[1:3] == [[1], []]
    assert "ZeroDivisionError" in str(kinds[3][0])


def test_a_document_that_takes_too_long_is_the_only_one_lost() -> None:
    with closing(ProcessPool(FakeOpener(), 1)) as pool:
        (results,) = pool.results([load("HANG", "Latte", seconds=3.0)])
    assert "took longer than the 3 seconds allowed" in str(results.results[0])
    assert not isinstance(results.results[1], RepairError) and len(results.results[1].suggestions) == 1


def test_a_process_killed_from_outside_loses_nothing(pool: ProcessPool) -> None:
    def killing() -> Iterator[Chunk]:
        for number in range(12):
            if number == 4:
                victim = pool._processes[0].process.pid
                assert victim is not None
                os.kill(victim, signal.SIGKILL)
            yield load(*["Mark Latte and Latte"] * 3)

    results = list(pool.results(killing()))
    assert [
        [len(result.suggestions) for result in each.results if not isinstance(result, RepairError)] for each in results
    ] == [[2, 2, 2]] * 12


def test_a_pause_is_answered_before_more_is_read(pool: ProcessPool) -> None:
    read: list[int] = []

    def source() -> Iterator[Chunk]:
        for number in range(3):
            read.append(number)
            yield Chunk((Pause(),), (TimedDocument(Document("1", "Latte", "x"), TimeBudget()),), pause=True)

    for number, _ in enumerate(pool.results(source())):
        assert len(read) == number + 1


def test_processes_that_cannot_start_are_reported() -> None:
    with closing(ProcessPool(FailingOpener(), 1)) as pool, pytest.raises(ModelError, match="There is no model"):
        _ = pool.signature
    with closing(ProcessPool(DyingOpener(), 1)) as pool, pytest.raises(ModelError, match="cannot be started"):
        _ = pool.signature


class FailingOpener:
    def open(self) -> Repairer:
        raise ModelError("there is no model")


class DyingOpener:
    def open(self) -> Repairer:
        os._exit(1)


def test_in_one_process_only_a_document_that_hangs_or_crashes_is_lost() -> None:
    worker = LocalWorker(FakeOpener().open())
    (results,) = worker.results([load("Latte", "HANG", "CRASH", "REFUSE", "Mark Latte", seconds=2.0)])
    kinds = [result if isinstance(result, RepairError) else len(result.suggestions) for result in results.results]
    assert kinds[0] == kinds[4] == 1
    assert [str(result).split(" ")[0] for result in kinds[1:4]] == ["The", "Something", "This"]


def test_the_time_limit_interrupts_a_regular_expression_and_is_gone_afterwards() -> None:
    import re

    with pytest.raises(RepairError, match=r"took longer than the 0\.2 seconds"), time_limit(0.2):
        re.match(r"(a+)+$", "a" * 40 + "b")  # would go on for hours
    with time_limit(60):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_ctrl_c_does_not_reach_the_workers_while_they_start() -> None:
    script = (
        f"import sys; sys.path[:0] = {FIXTURES!r}\n"
        "from batch_fixtures import FakeOpener\nfrom repair.batch.process_pool import ProcessPool\n"
        "import os, signal\n"
        "if __name__ == '__main__':\n"
        "    pool = ProcessPool(FakeOpener(), 2)\n"
        "    pool._start_missing()\n"
        "    started = [each.process.pid for each in pool._processes]\n"
        "    for pid in started:\n"
        "        os.kill(pid, signal.SIGINT)\n"
        "    pool.signature\n"
        "    print(started == [each.process.pid for each in pool._processes])\n"
        "    pool.close()\n"
    )
    # A fresh process, since the first worker of a process was the one that the signal reached.
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = (
        f"import sys; sys.path[:0] = {FIXTURES!r}\n"
        "from batch_fixtures import FakeOpener\nfrom repair.batch.process_pool import ProcessPool\n"
        "import os, signal\n"
        "if __name__ == '__main__':\n"
        "    pool = ProcessPool(FakeOpener(), 1); pool.signature\n"
        "    print(pool._processes[0].process.pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = tmp_path / "parent.py"
    path.write_text(script, encoding="utf-8")
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root}:{root / 'tests'}"}
    done = subprocess.run(
        [sys.executable, path], cwd=root, env=environment, stdout=subprocess.PIPE, text=True, timeout=600, check=False
    )
    child = int(done.stdout)
    for _ in range(2000):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]:
            return
        time.sleep(0.05)
    pytest.fail("the worker outlives its parent")


def test_a_bad_story_does_not_stop_the_others(tmp_path: Path) -> None:
    copy = write_copy(tmp_path / "in", 6)
    (copy / "hang.txt").write_text("HANG Latte", encoding="utf-8")
    (copy / "crash.txt").write_text("CRASH Latte", encoding="utf-8")
    (copy / "refuse.txt").write_text("REFUSE Latte", encoding="utf-8")
    folders = BatchFolders(copy, tmp_path / "out")
    totals, listener = clean(folders, seconds=2.0)
    assert totals.files == 7
    assert len(listener.errors) == 5
    assert not {"hang.txt", "crash.txt", "refuse.txt"} & {path.name for path in (tmp_path / "out").iterdir()}
    assert {line["output"] for line in log(folders, "audit.jsonl")} >= {
        str(tmp_path / "out" / "desk 1" / "story 01.txt")
    }


def test_chunks_are_small_and_hold_every_event() -> None:
    events = [Pause() for _ in range(3)]
    assert [each.pause for each in chunks(events)] == [True] * 3
