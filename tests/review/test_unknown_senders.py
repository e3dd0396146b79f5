"""What anybody can send, without a login, is refused before it is interpreted, and has no effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from growth_law import Line, executions, super_linear
from review_fixtures import ORIGIN, POLICY, client, review_app
from starlette.testclient import TestClient

from repair.decisions.access_tokens import AccessTokens
from repair.decisions.sessions import SessionStore
from repair.decisions.store import DatabaseStore
from repair.review.identification import identity_of
from repair.review.languagetool_access import key_in_form
from repair.review.passwords import hash_password
from repair.review.user_file import UserFile

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"


@pytest.fixture(scope="module")
def users() -> UserFile:
    return UserFile({"Ada": hash_password("correct horse")}, "repair-8765")


@pytest.fixture
def shared(tmp_path: Path, users: UserFile) -> Iterator[TestClient]:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        AccessTokens(store).issue("Ada")
        yield client(review_app(store, users, policy=replace(POLICY, languagetool_open=False)), signed_in=False)


@pytest.mark.parametrize("kind", [FORM, MULTIPART, "application/json"])
@pytest.mark.parametrize("path", ["/login", "/logout", "/enter", "/v2/check", "/api/v1/stories"])
@pytest.mark.parametrize("unit", [b"&", b"%", b"a=1&", b"name=%41&", b"[", b"\r\n--", b'{"a":'])
def test_a_long_body_is_not_interpreted(shared: TestClient, path: str, kind: str, unit: bytes) -> None:
    body = unit * (1_900_000 // len(unit))
    answer = shared.post(path, content=body, headers={"origin": ORIGIN, "content-type": kind})
    assert answer.status_code in (401, 413)  # what is interpreted is answered by 303, 400, 403 or 422


@pytest.mark.parametrize("value", ['a="' + "\\" * 60_000 + '"', 'a="' + "\\a" * 30_000 + '"', "a=b; " * 12_000])
@pytest.mark.parametrize("path", ["/login", "/logout", "/api/v1/undo"])
def test_a_long_cookie_is_no_session(shared: TestClient, path: str, value: str) -> None:
    status = {"/login": 403, "/logout": 303, "/api/v1/undo": 401}[path]
    assert shared.post(path, headers={"origin": ORIGIN, "cookie": value}).status_code == status


@pytest.mark.parametrize("unit", ["\\", "\\a", "a=b; ", ";", "="])
def test_the_cookies_of_a_request_are_found_in_linear_time(unit: str) -> None:
    def lines(count: int) -> Counter[Line]:
        scope = {"headers": [(b"cookie", b'a="' + unit.encode() * count)], "client": ("192.0.2.1", 5)}
        return executions(lambda: identity_of(scope))

    assert not super_linear([lines(count) for count in (1_000, 2_000, 4_000)])


def test_a_cookie_is_found_among_those_of_other_programs(tmp_path: Path, users: UserFile) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        browser = client(review_app(store, users), signed_in=False)
        credential = users.check("Ada", "correct horse") or ""
        session = SessionStore(store).start("Ada", credential)
        for header in (
            f"a=1; repair-8765={session}",
            f'x="a\\"b" ;repair-8765={session};',
            f"=;; repair-8765={session}",
        ):
            assert browser.get("/", headers={"cookie": header}).status_code == 200
        assert browser.get("/", headers={"cookie": f"other={session}; b=repair-8765={session}"}).status_code == 401
        signed_out = browser.post("/logout", headers={"cookie": f"repair-8765={session}", "origin": ORIGIN})
        assert signed_out.status_code == 303
        assert browser.get("/", headers={"cookie": f"repair-8765={session}"}).status_code == 401


def test_an_identity_has_the_cookies_of_a_request() -> None:
    scope = {"headers": [(b"cookie", b"a=1; b = x=y ;c; a=2")], "client": ("192.0.2.1", 5)}
    assert identity_of(scope).cookies == {"a": "2", "b": "x=y", "c": ""}


@pytest.mark.parametrize(
    ("query", "body", "key"),
    [
        (b"", b"text=a+b&apiKey=k%2B1", "k+1"),
        (b"apiKey=k", b"apiKey=other", "k"),
        (b"", b'{"text": "a&apiKey=b&c", "apiKey": "k"}', "k"),
        (b"", b'{"a": 1}&apiKey=k', "k"),
        (b"", b"text=a&myapiKey=k", ""),
        (b"", b"text=apiKey=k", ""),
        (b"", b"apiKey=" + b"k" * 1_000, ""),
        (b"", b"", ""),
    ],
)
def test_the_key_of_a_client_is_found_in_its_form(query: bytes, body: bytes, key: str) -> None:
    assert key_in_form({"query_string": query}, body) == key
