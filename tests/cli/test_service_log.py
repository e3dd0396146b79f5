"""The log of commands that run as services: its level, its file, its rotation, and the requests of the desk."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from queue_fixtures import fill
from review_fixtures import HOST, review_app, token_auth
from starlette.testclient import TestClient
from typer.testing import CliRunner

from repair.cli.app import app
from repair.cli.options import LogLevel
from repair.cli.output import write_error, write_message
from repair.cli.service_log import service_log
from repair.core.errors import FormatError
from repair.decisions.store import DatabaseStore
from repair.review.request_log import logged

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (DEBUG|INFO|WARNING|ERROR) .+")


def write_some() -> None:
    write_message("story.txt: 2 corrections made")
    logging.getLogger("repair").warning("%s repeats the copy", "a\x1b[31m.txt")
    write_error(FormatError.of("the file is empty", path="b.txt"))


def test_the_log_file_has_the_lines_of_standard_error_with_time_and_level(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "logs" / "repair.log"
    with service_log(LogLevel.INFO, path):
        write_some()
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(map(LINE.fullmatch, lines)) and [line.split()[1] for line in lines] == ["INFO", "WARNING", "ERROR"]
    assert [line.split(" ", 2)[2] for line in lines] == capsys.readouterr().err.splitlines()
    write_message("afterwards")
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3


def test_a_level_leaves_out_less_serious_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "repair.log"
    with service_log(LogLevel.ERROR, path):
        write_some()
    assert path.read_text(encoding="utf-8").count("\n") == 1 == capsys.readouterr().err.count("\n")


def test_a_file_that_is_rotated_away_is_made_again(tmp_path: Path) -> None:
    path, rotated = tmp_path / "repair.log", tmp_path / "repair.log.1"
    with service_log(LogLevel.INFO, path):
        write_message("first")
        path.rename(rotated)
        write_message("second")
    assert "first" in rotated.read_text(encoding="utf-8") and "second" in path.read_text(encoding="utf-8")


def test_clean_logs_to_a_file_that_is_not_copy(tmp_path: Path) -> None:
    copy, log, source = tmp_path / "copy.txt", tmp_path / "repair.log", tmp_path / "source.txt"
    source.write_text(
        "Mayor Ilse Brandsma opened the meeting of the council about the harbour in Delft on Monday.\n",
        encoding="utf-8",
    )
    copy.write_text("The council met in the town hall on Monday to talk about the harbour.\n", encoding="utf-8")
    command = ["clean", str(copy), "--sources", str(source), "--out", str(tmp_path / "out"), "--log-level", "info"]
    result = CliRunner().invoke(app, [*command, "--log-file", str(copy)])
    assert result.exit_code == 2 and "--log-file" in result.output and "INFO" not in copy.read_text(encoding="utf-8")
    assert CliRunner().invoke(app, [*command, "--log-file", str(log)]).exit_code == 0
    assert all(map(LINE.fullmatch, log.read_text(encoding="utf-8").splitlines())) and log.stat().st_size
    assert CliRunner().invoke(app, [*command, "--log-file", str(tmp_path)]).exit_code == 2
    assert CliRunner().invoke(app, ["clean", str(tmp_path / "no.txt"), "--log-file", str(log)]).exit_code == 2
    assert " ERROR error: " in log.read_text(encoding="utf-8").splitlines()[-1]


def test_requests_are_logged_without_tokens(tmp_path: Path) -> None:
    log, people = tmp_path / "desk.log", token_auth()
    with DatabaseStore(tmp_path / "desk.sqlite") as store, service_log(LogLevel.DEBUG, log):
        fill(store)
        desk = TestClient(logged(review_app(store, people)), base_url=f"http://{HOST}", follow_redirects=False)
        desk.get(f"/enter?token={people.token}")
        desk.get("/api/v1/progress?secret=1", headers={"authorization": f"Bearer {people.token}"})
        desk.get("/key/abcdef/v2/languages")
    written = log.read_text(encoding="utf-8")
    assert "Ada GET /api/v1/progress: 200" in written and "GET /v2/languages: 200" in written
    assert people.token not in written and "secret" not in written and "abcdef" not in written
