"""Access: passwords, sessions and trusted proxies."""

from __future__ import annotations

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pwdlib import PasswordHash

from repair.core.errors import RepairError
from repair.core.folder_lock import FolderLock
from repair.core.timeouts import time_limit
from repair.decisions.sessions import SessionStore, StoredSession
from repair.decisions.store import DatabaseStore
from repair.review import auth, user_file
from repair.review.entry_page import entry_page
from repair.review.passwords import hash_password, password_matches
from repair.review.throttle import LoginKey, LoginThrottle


def test_passwords_are_kept_as_salted_hashes(tmp_path: Path) -> None:
    path = tmp_path / "users"
    user_file.add_user(path, "Ada", "correct horse")
    user_file.add_user(path, "Ben", "correct horse")
    stored = user_file.read_users(path)
    assert stored["Ada"] != stored["Ben"] and "correct" not in path.read_text(encoding="utf-8")
    assert password_matches("correct horse", stored["Ada"]) and not password_matches("wrong horse", stored["Ada"])
    assert path.stat().st_mode & 0o077 == 0
    for name, password in (("Ada", "short"), ("a:b", "long enough by far"), (" ", "long enough by far")):
        with pytest.raises(RepairError):
            user_file.add_user(path, name, password)


def test_a_user_is_added_while_a_batch_runs_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "users"
    user_file.add_user(path, "Ada", "correct horse")
    with FolderLock([tmp_path / "cleaned"]), time_limit(20):
        user_file.add_user(path, "Ben", "correct horse")
    assert set(user_file.read_users(path)) == {"Ada", "Ben"}


def test_users_added_at_once_are_all_kept(tmp_path: Path) -> None:
    names = [f"user{number}" for number in range(6)]
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: user_file.add_user(tmp_path / "users", name, "correct horse"), names))
    assert set(user_file.read_users(tmp_path / "users")) == set(names)


def test_a_password_hash_of_an_earlier_version_is_accepted_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "users"
    path.write_text(f"Ada:{scrypt_hash('correct horse')}\nBen:{scrypt_hash('battery staple')}\n", encoding="utf-8")
    path.chmod(0o644)
    users = user_file.UserFile(user_file.read_users(path), "c", path)
    before = users.hashes
    assert users.check("Ada", "wrong horse") is None and path.stat().st_mode & 0o777 == 0o644
    credential = users.check("Ada", "correct horse")
    stored = user_file.read_users(path)
    assert stored["Ada"].startswith("$argon2id$") and stored["Ben"] == before["Ben"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert credential is not None and users.accepts(StoredSession("Ada", credential))
    assert users.check("Ada", "correct horse") == credential and users.check("Ben", "battery staple") is not None
    # People can log in even if the file cannot be written.
    assert user_file.UserFile(before, "c").check("Ada", "correct horse") is not None


def test_a_changed_password_or_a_removed_user_ends_sessions_without_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "users"
    user_file.add_user(path, "Ada", "correct horse")
    user_file.add_user(path, "Ben", "battery staple")
    users = user_file.UserFile(user_file.read_users(path), "c", path)
    ada, ben = users.check("Ada", "correct horse"), users.check("Ben", "battery staple")
    assert ada is not None and ben is not None and users.accepts(StoredSession("Ada", ada))
    assert not users.accepts(StoredSession("Ben", ada)) and not users.accepts(StoredSession("Ada", ""))
    user_file.add_user(path, "Ada", "another horse")
    assert not users.accepts(StoredSession("Ada", ada)) and users.accepts(StoredSession("Ben", ben))
    assert users.check("Ada", "correct horse") is None and users.check("Ada", "another horse") is not None
    (line,) = (line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("Ada"))
    path.write_text(line + "\n", encoding="utf-8")
    assert not users.accepts(StoredSession("Ben", ben))


def scrypt_hash(password: str) -> str:
    """Return a hash as version 0.1 stored it."""
    salt = bytes(range(16))
    digest = hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)
    return f"scrypt$16384$8$1${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def test_every_user_name_takes_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    work: list[str] = []

    def counted(name: str, function: Any) -> Any:
        def call(*given: Any, **more: Any) -> Any:
            work.append(name)
            return function(*given, **more)

        return call

    monkeypatch.setattr(PasswordHash, "verify", counted("argon2", PasswordHash.verify))
    monkeypatch.setattr(hashlib, "scrypt", counted("scrypt", hashlib.scrypt))
    hashes = {"Ada": hash_password("correct horse"), "Old": scrypt_hash("correct horse")}
    work.clear()
    for people, kinds in ((hashes, ["argon2", "scrypt"]), ({"Ada": hashes["Ada"]}, ["argon2"])):
        users = user_file.UserFile(people, "c")
        for name in ("Ada", "Old", "Eve", ""):
            assert users.check(name, "wrong") is None
            assert work == kinds, name
            work.clear()


# --- sessions


def test_a_session_outlives_a_restart_and_ends_when_it_is_ended_or_expires(tmp_path: Path) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        tokens = [SessionStore(store).start("Ada", "x") for _ in range(2)]
        expired = SessionStore(store).start("Ada", "x", seconds=-1)
        for secret in (*tokens, expired):
            assert secret.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        sessions = SessionStore(store)
        assert sessions.find(tokens[0]) == StoredSession("Ada", "x") and sessions.find(expired) is None
        for forged in ("", tokens[0] + "x", tokens[0][:-1], "\0", "x" * 10_000, "ü\ud800"):
            assert sessions.find(forged) is None
        sessions.end(tokens[0])
        assert sessions.find(tokens[0]) is None and sessions.find(tokens[1]) is not None


def test_a_local_session_is_none_on_a_shared_desk_and_for_another_person() -> None:
    users = user_file.UserFile({"Ada": hash_password("correct horse")}, "c")
    assert not users.accepts(StoredSession("Ada", ""))
    assert auth.TokenAuth("Ada", "c").accepts(StoredSession("Ada", ""))
    assert not auth.TokenAuth("Ada", "c").accepts(StoredSession("Ben", ""))
    assert not auth.TokenAuth("Ada", "c").accepts(StoredSession("Ada", "x"))


def test_a_one_time_token_admits_once() -> None:
    people = auth.TokenAuth("Ada", "c")
    once = people.one_time_token()
    assert [people.admits(token) for token in (once, once, "", people.token, people.token)] == [
        True,
        False,
        False,
        True,
        True,
    ]


def test_the_page_that_starts_the_browser_is_private_and_temporary() -> None:
    with entry_page("http://127.0.0.1:1/enter?token=secret") as address:
        assert "secret" not in address
        path = Path(urlsplit(address).path)
        assert "secret" in path.read_text(encoding="utf-8")
        assert path.stat().st_mode & 0o077 == 0 and path.parent.stat().st_mode & 0o077 == 0
    assert not path.parent.exists()


# --- wrong passwords


def test_wrong_passwords_slow_down_one_name_from_one_address_and_lock_nobody_out() -> None:
    clock = Clock()
    throttle = LoginThrottle(lambda: clock.moment)
    here, there, other = LoginKey("a", "Ada"), LoginKey("b", "Ada"), LoginKey("a", "Ben")
    waits = [reserve(throttle, here) for _ in range(12)]
    assert waits[:5] == [0.0] * 5 and waits[5:8] == [1.0, 3.0, 7.0]
    assert waits[-1] is None  # many at once are refused
    assert reserve(throttle, there) == 0.0 and reserve(throttle, other) == 0.0
    clock.moment += 12
    wait = reserve(throttle, here)  # the delay stays short, however many were refused
    assert wait is not None and wait <= 4
    throttle.succeeded(here)
    assert reserve(throttle, here) == 0.0


def test_wrong_passwords_are_forgotten_and_take_bounded_memory() -> None:
    clock = Clock()
    throttle = LoginThrottle(lambda: clock.moment)
    for _ in range(8):
        reserve(throttle, LoginKey("a", "Ada"))
    clock.moment += 1000
    assert reserve(throttle, LoginKey("a", "Ada")) == 0.0
    for number in range(20_000):
        reserve(throttle, LoginKey("a", str(number)))
    assert len(throttle._failures) <= 10_000


class Clock:
    moment = 0.0


def reserve(throttle: LoginThrottle, key: LoginKey) -> float | None:
    wait = throttle.reserve(key)
    if wait is not None:
        throttle.begin()
    return wait


# --- proxies


def test_only_a_trusted_proxy_is_believed() -> None:
    proxy = auth.ProxyAuth("X-Forwarded-User", frozenset({"10.0.0.1"}))
    headers = {"x-forwarded-user": "Ada"}
    assert proxy.identify(auth.RequestIdentity(headers, {}, "10.0.0.1")) == "Ada"
    assert proxy.identify(auth.RequestIdentity(headers, {}, "10.0.0.2")) is None
    assert proxy.identify(auth.RequestIdentity({}, {}, "10.0.0.1")) is None
    guarded = auth.ProxyAuth("X-Forwarded-User", frozenset({"10.0.0.1"}), "a long secret")
    for secret, name in (({}, None), ({"x-proxy-secret": "x"}, None), ({"x-proxy-secret": "a long secret"}, "Ada")):
        assert guarded.identify(auth.RequestIdentity(headers | secret, {}, "10.0.0.1")) == name


def test_the_address_of_a_sender_comes_from_a_trusted_proxy() -> None:
    request = auth.RequestIdentity({"x-forwarded-for": "6.6.6.6, 192.0.2.7"}, {}, "10.0.0.1")
    assert request.address(frozenset({"10.0.0.1"})) == "192.0.2.7"
    assert request.address(frozenset()) == "10.0.0.1"
    assert auth.RequestIdentity({}, {}, "10.0.0.1").address(frozenset({"10.0.0.1"})) == "10.0.0.1"


def test_a_session_that_began_while_the_clock_was_ahead_does_not_last_until_then(store: DatabaseStore) -> None:
    sessions = SessionStore(store)
    ahead = sessions.start("Ada", "x", seconds=400 * 86_400.0)
    assert sessions.find(ahead) is None
    assert sessions.find(sessions.start("Ada", "x")) is not None
