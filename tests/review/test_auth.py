"""Who may come in: passwords, sessions and trusted proxies."""

from __future__ import annotations

from pathlib import Path

import pytest

from repair.core.errors import RepairError
from repair.review import auth


def test_passwords_are_kept_as_salted_hashes(tmp_path: Path) -> None:
    path = tmp_path / "users"
    auth.add_user(path, "Ada", "correct horse")
    auth.add_user(path, "Ben", "correct horse")
    stored = auth.read_users(path)
    assert stored["Ada"] != stored["Ben"] and "correct" not in path.read_text(encoding="utf-8")
    assert auth.password_matches("correct horse", stored["Ada"]) and not auth.password_matches(
        "wrong horse", stored["Ada"]
    )
    assert path.stat().st_mode & 0o077 == 0
    for name, password in (("Ada", "short"), ("a:b", "long enough by far"), (" ", "long enough by far")):
        with pytest.raises(RepairError):
            auth.add_user(path, name, password)


def test_a_session_cannot_be_forged_and_wrong_passwords_are_limited(tmp_path: Path) -> None:
    users = auth.UserFile({"Ada": auth.hash_password("correct horse")}, "c")
    session = users.log_in("Ada", "correct horse")
    assert session is not None
    assert users.identify(auth.RequestIdentity({}, {"c": session}, "")) == "Ada"
    name64, expires, signature = session.split(".")
    for forged in (
        "",
        "..",
        f"{name64}.{int(expires) + 9}.{signature}",
        f"QmVu.{expires}.{signature}",
        f"{name64}.{expires}.",
        session + "x",
    ):
        assert users.identify(auth.RequestIdentity({}, {"c": forged}, "")) is None
    assert auth.UserFile(users.hashes, "c").identify(auth.RequestIdentity({}, {"c": session}, "")) is None
    assert users.log_in("Eve", "correct horse") is None
    for _ in range(8):
        assert users.log_in("Ada", "wrong") is None
    with pytest.raises(PermissionError):
        users.log_in("Ada", "correct horse")


def test_only_a_trusted_proxy_is_believed() -> None:
    proxy = auth.ProxyAuth("X-Forwarded-User", frozenset({"10.0.0.1"}))
    headers = {"x-forwarded-user": "Ada"}
    assert proxy.identify(auth.RequestIdentity(headers, {}, "10.0.0.1")) == "Ada"
    assert proxy.identify(auth.RequestIdentity(headers, {}, "10.0.0.2")) is None
    assert proxy.identify(auth.RequestIdentity({}, {}, "10.0.0.1")) is None
