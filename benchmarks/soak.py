"""Runs a newsroom's load for some minutes and prints what was lost, how memory grew, and the slowest answers.

Run by hand, not collected:  python benchmarks/soak.py [--minutes N] [--files-a-second N] [--kill-every SECONDS]
Files arrive in a hot folder that `repair clean --watch` cleans; two editors decide at a desk of `repair review`;
LanguageTool clients check texts there. The batch is killed and started again at intervals. The copy is made up.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

SOURCE = (
    "Transport Minister Torsten Wiklander opened the bridge at Haparanda on Monday. Wiklander said {n} ferries go.\n"
)
COPY = (
    "The Transport Minister Torsten Vikrander opened the bridge at Haparanda on Monday. Vikrander sold {n} ferries.\n"
)
STARTED = 40  # measurements, one a second, before which a process is still loading
DRAIN = 120.0  # seconds without a cleaned file after which those that still wait are lost
REPAIR = (sys.executable, "-m", "repair")


@dataclass(slots=True)
class Figures:
    """What is measured: seconds of each kind of answer, failed requests, memory (MB) of each process over time."""

    answers: dict[str, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    memory: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    kills: int = 0

    def time(self, kind: str, request: Callable[[], httpx2.Response]) -> httpx2.Response | None:
        """Send a request; store how long the answer took, or why there was none."""
        started = time.monotonic()
        try:
            response = request()
        except httpx2.HTTPError as error:
            self.failures.append(f"{kind}: {type(error).__name__}")
            return None
        self.answers.setdefault(kind, []).append(time.monotonic() - started)
        if response.status_code >= 400 and response.status_code not in (404, 409):
            self.failures.append(f"{kind}: {response.status_code}")
        return response


class Soak:
    """The load on one temporary folder."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options, self.figures = folder, options, Figures()
        self.copy, self.out = folder / "copy", folder / "out"
        self.stop = threading.Event()
        self.written: dict[str, str] = {}
        self.copy.mkdir()
        (folder / "source.txt").write_text(SOURCE.format(n=3), encoding="utf-8")

    def start_batch(self) -> subprocess.Popen[bytes]:
        """Start the watching batch."""
        with open(self.folder / "batch.log", "ab") as log:
            return subprocess.Popen(
                [*REPAIR, "clean", "copy", "--watch", "--settle", "0.5", "-q", "--sources", "source.txt", "-o", "out"],
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )

    def start_desk(self) -> tuple[subprocess.Popen[str], str, str]:
        """Start the desk; return it with its address and its token."""
        (self.folder / "story.txt").write_text(COPY.format(n=1), encoding="utf-8")
        with open(self.folder / "desk.log", "ab") as log:
            desk = subprocess.Popen(
                [
                    *REPAIR,
                    "review",
                    "--no-browser",
                    "--port",
                    "0",
                    "--sources",
                    "source.txt",
                    "--database",
                    "desk.sqlite",
                ],
                cwd=self.folder,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        if desk.stdout is None:
            raise RuntimeError("the desk has no output")
        line = desk.stdout.readline().strip()
        address, _, token = line[line.index("http") :].partition("/enter?token=")
        return desk, address, token

    def write_files(self) -> None:
        """Let files arrive, each complete at once, until the load ends."""
        number = 0
        while not self.stop.wait(1 / self.options.files_a_second):
            number += 1
            name, text = f"{number:06}.txt", COPY.format(n=number)
            (self.folder / "arriving").write_text(text, encoding="utf-8")
            os.replace(self.folder / "arriving", self.copy / name)
            self.written[name] = text

    def edit(self, address: str, token: str, editor: int) -> None:
        """Send stories to the desk, look at the queue and decide, as an editor does."""
        figures, drawn, number = self.figures, random.Random(editor), 0
        with httpx2.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
            while not self.stop.wait(drawn.uniform(0.2, 1.5)):
                number += 1
                story = {"name": f"e{editor}-{number}.txt", "text": COPY.format(n=number)}
                figures.time("story", lambda story=story: client.post("/api/v1/stories", json=story))  # type: ignore[misc]
                figures.time("queue", lambda: client.get("/api/v1/stories?page=0"))
                named = figures.time("names", lambda: client.get("/api/v1/names?name=Torsten%20Wiklander"))
                if named is not None and number % 5 == 0 and named.json()["suggestions"]:
                    accepted = {"suggestions": [{"id": each["id"]} for each in named.json()["suggestions"]]}
                    figures.time("accept", lambda accepted=accepted: client.post("/api/v1/names/accept", json=accepted))  # type: ignore[misc]

    def check(self, address: str, token: str) -> None:
        """Check texts as a LanguageTool client does."""
        with httpx2.Client(base_url=address, timeout=60) as client:
            number = 0
            while not self.stop.wait(0.5):
                number += 1
                form = {"text": COPY.format(n=number) * (1 + number % 20), "language": "en-US", "apiKey": token}
                self.figures.time("check", lambda form=form: client.post("/v2/check", data=form))  # type: ignore[misc]

    def run(self) -> None:
        """Run the load, then wait until nothing is left to clean."""
        desk, address, token = self.start_desk()
        batch = self.start_batch()
        jobs: list[tuple[Callable[..., None], tuple[object, ...]]] = [
            (self.write_files, ()),
            (self.edit, (address, token, 1)),
            (self.edit, (address, token, 2)),
            (self.check, (address, token)),
        ]
        threads = [threading.Thread(target=work, args=arguments) for work, arguments in jobs]
        for thread in threads:
            thread.start()
        started, killed = time.monotonic(), time.monotonic()
        try:
            while (now := time.monotonic()) - started < 60 * self.options.minutes:
                self._measure("desk", desk.pid, now - started)
                self._measure(f"batch {self.figures.kills + 1}", batch.pid, now - started)
                if now - killed > self.options.kill_every:
                    batch.kill()
                    batch.wait()
                    batch, killed = self.start_batch(), now
                    self.figures.kills += 1
                time.sleep(1)
            self.stop.set()
            for thread in threads:
                thread.join()
            self._drain()
        finally:
            self.stop.set()
            for process in (batch, desk):
                process.send_signal(signal.SIGTERM)
                process.wait()

    def _drain(self) -> None:
        cleaned, ends = 0, time.monotonic() + DRAIN
        while time.monotonic() < ends and cleaned < len(self.written):
            time.sleep(0.5)
            count = len(list(self.out.glob("*.txt")))
            if count > cleaned:
                cleaned, ends = count, time.monotonic() + DRAIN

    def _measure(self, name: str, pid: int, at: float) -> None:
        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, ValueError):
            return
        memory = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
        self.figures.memory.setdefault(name, []).append((at, memory))

    def lost(self) -> list[str]:
        """Return what was lost, changed outside its edits, or logged other than once."""
        lines = (self.out / ".repair" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
        ends = [line for line in map(json.loads, lines) if line.get("what") == "file"]
        logged: dict[str, int] = {}
        for line in ends:
            logged[Path(line["file"]).name] = logged.get(Path(line["file"]).name, 0) + 1
        faults = [f"{name} has {count} entries in the log" for name, count in logged.items() if count > 1]
        for name, text in self.written.items():
            path = self.out / name
            if not path.is_file():
                faults.append(f"{name} was not cleaned")
            elif path.read_text(encoding="utf-8").replace("Wiklander", "Vikrander") != text:
                faults.append(f"{name} was changed outside its edits")
            elif (self.copy / name).read_text(encoding="utf-8") != text:
                faults.append(f"the original {name} was changed")
        return faults


def slope_of(points: list[tuple[float, float]]) -> str:
    """Return the growth of memory over the second half of a process's life, by least squares, empty for a short one."""
    if len(points) < STARTED:
        return ""
    points = points[len(points) // 2 :]
    middle = sum(at for at, _ in points) / len(points)
    spread = sum((at - middle) ** 2 for at, _ in points)
    return f", {60 * sum((at - middle) * memory for at, memory in points) / spread:+.1f} MB a minute"


def main() -> None:
    """Run the load and print the figures; the exit status is 1 when something was lost or failed."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--files-a-second", type=float, default=5)
    arguments.add_argument("--kill-every", type=float, default=120, metavar="SECONDS")
    with tempfile.TemporaryDirectory(prefix="repair-soak-") as folder:
        soak = Soak(Path(folder), arguments.parse_args())
        soak.run()
        lost, figures = soak.lost(), soak.figures
    print(f"{len(soak.written):,} files, {figures.kills} kills; lost: {len(lost) or 'nothing'}")  # noqa: T201
    print("".join(f"    {each}\n" for each in lost[:20]), end="")  # noqa: T201
    print(f"failed requests: {len(figures.failures) or 'none'} {sorted(set(figures.failures)) or ''}")  # noqa: T201
    for name, points in figures.memory.items():
        print(f"memory of {name}: {points[-1][1]:.0f} MB{slope_of(points)}")  # noqa: T201
    for kind, times in sorted(figures.answers.items()):
        median = sorted(times)[len(times) // 2]
        print(f"{kind}: {len(times)} answers, median {median:.3f} s, slowest {max(times):.3f} s")  # noqa: T201
    sys.exit(bool(lost or figures.failures))


if __name__ == "__main__":
    main()
