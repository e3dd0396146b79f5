"""Translation engines: their language pairs, and engines that are missing, crash, hang or give nonsense."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from repair.core.errors import EngineError
from repair.translation.engines import Apertium, LibreTranslate, Limits, language, list_engines, open_engine

PATIENT = Limits(seconds=120.0, retries=1, pause=0.01, answer=10_000)
QUICK = replace(PATIENT, seconds=1.0)  # for those that hang


# --- Apertium, replaced by scripts


def script(folder: Path, body: str, limits: Limits = PATIENT) -> Apertium:
    """Return an engine whose program is a shell script."""
    program = folder / "apertium"
    program.write_text(f"#!/bin/sh\n[ \"$1\" = -l ] && {{ echo '  spa-eng'; echo '  eng-spa'; exit 0; }}\n{body}\n")
    program.chmod(0o755)
    return Apertium.open(str(program), limits=limits)


def test_pairs_are_those_that_the_program_lists(tmp_path: Path) -> None:
    assert script(tmp_path, "cat").pairs == (("en", "es"), ("es", "en"))


def test_an_apertium_that_is_not_there_or_has_no_pairs_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"is not installed\. Run `apt-get install"):
        Apertium.open(str(tmp_path / "nothing"))
    empty = tmp_path / "empty"
    empty.write_text("#!/bin/sh\nexit 0\n")
    empty.chmod(0o755)
    with pytest.raises(EngineError, match="without a pair"):
        Apertium.open(str(empty))


def test_an_apertium_that_dies_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"stopped with exit code 3: out of luck\. Nothing"):
        script(tmp_path, "cat >/dev/null; echo 'out of luck' >&2; exit 3").translate(["a"], "es", "en")


def test_an_apertium_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    mark = tmp_path / "child"
    engine = script(tmp_path, f"sleep 1000 & echo $! > {mark}; wait", replace(PATIENT, seconds=5.0))
    with pytest.raises(EngineError, match="did not answer within 5 second"):
        engine.translate(["a"], "es", "en")
    child = int(mark.read_text())
    for _ in range(2000):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        # Killed, but perhaps not yet reaped by its new parent.
        if Path(f"/proc/{child}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("a child of the hanging program lives on")


@pytest.mark.parametrize("body", ["cat >/dev/null", "yes abc | head -c 9000", "cat >/dev/null; printf '\\377\\n'"])
def test_an_apertium_that_answers_nonsense_is_not_believed(tmp_path: Path, body: str) -> None:
    with pytest.raises(EngineError, match="malformed"):
        script(tmp_path, body).translate(["Uno, y dos, y tres, y cuatro."], "es", "en")


def test_a_word_that_apertium_has_nothing_for_costs_no_other_sentence(tmp_path: Path) -> None:
    body = "sed s/Hum.//"
    assert script(tmp_path, body).translate(["Uno, y dos, y tres, y cuatro.", "Hum."], "es", "en")[1] == ""


def test_sentences_that_upset_one_another_are_asked_alone(tmp_path: Path) -> None:
    body = "tr -s '\\n' ' '"  # it joins several paragraphs into one
    assert script(tmp_path, body).translate(["Uno.", "Dos."], "es", "en") == ["Uno.", "Dos."]


# --- LibreTranslate, replaced by a small server


class Server(BaseHTTPRequestHandler):
    """Translates each sentence into capitals, or follows the next step of ``script``."""

    requests: ClassVar[list[dict[str, Any]]] = []
    script: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Server.requests.append(body)
        what = Server.script.pop(0) if Server.script else "answer"
        answer: Any = {"translatedText": [sentence.upper() for sentence in body["q"]]}
        if what == "hang":
            time.sleep(2.5)
        if what.isdigit():
            self.send_response(int(what))
            answer = {"error": "not\ntoday"}
            if what == "302":
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        else:
            self.send_response(200)
        raw = json.dumps(answer).encode()
        raw = {
            "empty": b'{"translatedText": [""]}',
            "short": b'{"translatedText": []}',
            "page": b"<html>",
            "flood": b"x" * 20_000,
        }.get(what, raw)
        self.end_headers()
        try:
            if what == "drip":
                for at in range(40):
                    self.wfile.write(raw[at : at + 1])
                    self.wfile.flush()
                    time.sleep(0.1)
            self.wfile.write(raw)
        except OSError:
            pass  # the client has hung up, as it should

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """Return the URL of a server on this machine."""
    Server.requests, Server.script = [], []
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


def test_a_server_is_asked_for_many_sentences_at_once(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPAIR_LIBRETRANSLATE_KEY", "secret")
    engine = LibreTranslate(server + "/translate", limits=PATIENT)
    assert engine.translate(["uno", "dos"], "es", "en") == ["UNO", "DOS"]
    (request,) = Server.requests
    assert request == {"q": ["uno", "dos"], "source": "es", "target": "en", "format": "text", "api_key": "secret"}
    assert len(engine.translate(["uno"] * 60, "es", "en")) == 60
    assert [len(each["q"]) for each in Server.requests] == [2, 50, 10]


def test_a_busy_server_is_asked_again(server: str) -> None:
    Server.script = ["503"]
    assert LibreTranslate(server, limits=PATIENT).translate(["uno"], "es", "en") == ["UNO"]
    assert len(Server.requests) == 2


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (["503", "503"], "cannot be used .HTTP 503"),
        (["400"], "refused .400: not today"),
        (["302"], "refused .302"),
        (["short"], "malformed answer .no list of 1"),
        (["page"], "malformed answer .it is not JSON"),
        (["empty"], "malformed answer .no letters for 29"),
        (["flood"], "malformed answer .more than 10,000 bytes"),
        (["hang", "hang"], "cannot be used"),
        (["drip", "drip"], "cannot be used"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_server_that_fails_is_told_in_one_line(server: str, what: list[str], words: str) -> None:
    Server.script = what
    limits = QUICK if what[0] in ("hang", "drip") else PATIENT
    with pytest.raises(EngineError, match=words) as caught:
        LibreTranslate(server, limits=limits).translate(["uno, y dos, y tres, y cuatro."], "es", "en")
    assert "\n" not in str(caught.value)


def test_a_server_that_is_not_there_is_told(server: str) -> None:
    with pytest.raises(EngineError, match=r"http://127\.0\.0\.1:9: The server cannot be used"):
        LibreTranslate("http://127.0.0.1:9", limits=PATIENT).translate(["uno"], "es", "en")


# --- which engine


def test_an_engine_is_told_from_its_words(tmp_path: Path) -> None:
    assert open_engine("http://user:word@localhost:5000/").name == "libretranslate@localhost"
    with pytest.raises(EngineError, match=r"is not an engine\. Give apertium"):
        open_engine("owner/model")  # a hub name that was not called one
    for address in ("http://", "https://[::1", "http://бюро.example"):
        with pytest.raises(EngineError, match="is not the address"):
            open_engine(address)


def test_every_sort_of_engine_is_listed_with_how_to_get_it() -> None:
    listed = list_engines()
    assert [status.name for status in listed] == ["apertium", "argos", "seq2seq", "libretranslate"]
    assert all(status.how and status.details for status in listed)


def test_the_list_says_why_apertium_cannot_be_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    status = list_engines()[0]
    assert not status.usable and status.details == "Apertium is not installed" and "apt-get" in status.how


@pytest.mark.parametrize("code", ["", "e", "español", "12", "../x"])
def test_what_is_no_language_is_refused(code: str) -> None:
    with pytest.raises(EngineError, match="is not a language code"):
        language(code)
