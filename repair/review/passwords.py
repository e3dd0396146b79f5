"""Hashes of passwords: argon2id for new passwords, and the scrypt hashes of earlier versions, which remain valid.

A check takes the same time for every name, known or not, so that response times do not reveal user names.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import hmac
import secrets
import threading

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_CONCURRENT_CHECKS = 2  # each takes 64 MB of memory and some 100 ms of all cores
_MAX_SCRYPT_MEMORY = 64 * 1024 * 1024  # bytes that a scrypt hash may ask for
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**14, 8, 1  # the parameters of all scrypt hashes that were ever written
_SCRYPT, _ARGON2 = "scrypt$", "$argon2"

_argon2 = Argon2Hasher()
_checks = threading.Semaphore(_CONCURRENT_CHECKS)


def hash_password(password: str) -> str:
    """Return a salted argon2id hash of a password, with the parameters that are needed to check it."""
    return _hasher().hash(password.encode("utf-8", "replace"))


def is_hash(stored: str) -> bool:
    """Return whether ``stored`` is the hash of a password, of this version or of an earlier one."""
    if stored.startswith(_SCRYPT):
        return len(stored.split("$")) == 6
    return Argon2Hasher.identify(stored)


def is_outdated(stored: str) -> bool:
    """Return whether a hash should be replaced at the next right password."""
    return stored.startswith(_SCRYPT) or _argon2.check_needs_rehash(stored)


def password_matches(password: str, stored: str | None, *, with_scrypt: bool = False) -> bool:
    """Return whether a password fits a hash.

    Args:
        password: What a person typed.
        stored: The hash of that person, or None for an unknown name, for which a hash is computed all the same.
        with_scrypt: Whether some of the people have scrypt hashes; the work for such a hash is then done for everybody.
    """
    argon2 = stored if stored is not None and stored.startswith(_ARGON2) else _nobody()
    scrypt = stored if stored is not None and stored.startswith(_SCRYPT) else None
    password_bytes = password.encode("utf-8", "replace")
    with _checks:
        fits_argon2 = _hasher().verify(password_bytes, argon2)
        fits_scrypt = _fits_scrypt(password_bytes, scrypt or _nobody_scrypt()) if with_scrypt or scrypt else False
    return fits_scrypt if scrypt is not None else fits_argon2 and stored is not None


@functools.cache
def _hasher() -> PasswordHash:
    return PasswordHash((_argon2,))


@functools.cache
def _nobody() -> str:
    """Return the hash of a password that nobody has."""
    return hash_password(secrets.token_urlsafe(32))


@functools.cache
def _nobody_scrypt() -> str:
    """Return a scrypt hash that no password fits, with the parameters of the real ones."""
    salt, digest = (base64.b64encode(secrets.token_bytes(size)).decode() for size in (16, 64))
    return f"{_SCRYPT}{_SCRYPT_N}${_SCRYPT_R}${_SCRYPT_P}${salt}${digest}"


def _fits_scrypt(password: bytes, stored: str) -> bool:
    """Return whether a password fits a hash of an earlier version: ``scrypt$n$r$p$salt$digest``."""
    try:
        _, n, r, p, salt, digest = stored.split("$")
        computed = hashlib.scrypt(
            password, salt=base64.b64decode(salt), n=int(n), r=int(r), p=int(p), maxmem=_MAX_SCRYPT_MEMORY
        )
        return hmac.compare_digest(computed, base64.b64decode(digest))
    except (ValueError, binascii.Error):
        return False
