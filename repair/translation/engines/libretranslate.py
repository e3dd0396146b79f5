"""Client of a LibreTranslate-compatible server, with time limits, retries and a limit on the size of answers.

Nothing is installed or started, and redirections are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from typing import Any

from repair.core.errors import EngineError, reason_of
from repair.translation.engines.base import FEW, UNKNOWN_WORDS, Limits, Mask

KEY = "REPAIR_LIBRETRANSLATE_KEY"

BAD_URL = "{url!r} is not the address of a server; give one such as http://localhost:5000"
UNREACHABLE = "the server cannot be used ({why}); check that it runs, or try again later"
REFUSED = "the server refused ({code}: {why}); check the languages, and the key in " + KEY
NONSENSE = "the server gave a malformed answer ({what}); check that it is a LibreTranslate server"

_BATCH = 50  # sentences in one request
_CHUNK = 1 << 16
_AGAIN = frozenset({429, 500, 502, 503, 504})
_STRETCH = 12


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Treats a redirection as an error, so that copy and key are sent to the given address only."""

    def redirect_request(self, *_: Any) -> None:
        """Return None: redirections are not followed."""


class LibreTranslate:
    """A server that translates sentences, many in one request."""

    def __init__(self, url: str, *, limits: Limits | None = None) -> None:
        """Use the server at ``url``, which is not contacted before the first translation."""
        try:
            parts = urllib.parse.urlsplit(url.encode("ascii").decode())
        except ValueError as error:
            raise EngineError.of(BAD_URL, url=url) from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EngineError.of(BAD_URL, url=url)
        self._url = url.rstrip("/").removesuffix("/translate")
        self._host = parts.hostname
        self._limits = limits or Limits(seconds=60.0)
        handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
        if _loopback(parts.hostname):
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    @property
    def name(self) -> str:
        """The server, for signatures; without the password that its URL may hold."""
        return f"libretranslate@{self._host}"

    def masks(self, src: str, tgt: str) -> tuple[Mask, ...]:
        """Return the masks for unknown models: the name itself, then invented words."""
        return Mask("as it is"), Mask("unknown word", UNKNOWN_WORDS, UNKNOWN_WORDS)

    def translate(self, sentences: Sequence[str], src: str, tgt: str) -> list[str]:
        """Return a translation for each sentence, or raise `EngineError`."""
        done: list[str] = []
        for low in range(0, len(sentences), _BATCH):
            batch = list(sentences[low : low + _BATCH])
            answer = self._ask({"q": batch, "source": src, "target": tgt, "format": "text"})
            done += self._checked(batch, answer)
        return done

    def _checked(self, sentences: Sequence[str], answer: Any) -> list[str]:
        """Return the translations in an answer; raise `EngineError` unless it has one for each sentence."""
        lines = answer.get("translatedText") if isinstance(answer, dict) else None
        if isinstance(lines, str) and len(sentences) == 1:
            lines = [lines]
        if (
            not isinstance(lines, list)
            or len(lines) != len(sentences)
            or not all(isinstance(line, str) for line in lines)
        ):
            what = f"no list of {len(sentences)} translations"
            raise EngineError.of(NONSENSE, path=self._url, what=what)
        for sentence, line in zip(sentences, lines, strict=True):
            if len(line) > _STRETCH * len(sentence) + 200:
                what = f"{len(line):,} letters for {len(sentence):,}"
                raise EngineError.of(NONSENSE, path=self._url, what=what)
        size = sum(map(len, sentences))
        if size > FEW and not any(map(str.strip, lines)):
            raise EngineError.of(NONSENSE, path=self._url, what=f"no letters for {size:,}")
        return [" ".join(line.split()) for line in lines]

    def _ask(self, body: dict[str, Any]) -> Any:
        """Return the server's answer; the request is repeated if the server is busy or unreachable."""
        key = os.environ.get(KEY)
        content = json.dumps({**body, **({"api_key": key} if key else {})}).encode()
        why = ""
        for attempt in range(self._limits.retries + 1):
            if attempt:
                time.sleep(self._limits.pause * 2 ** (attempt - 1))
            request = urllib.request.Request(
                f"{self._url}/translate", content, {"Content-Type": "application/json"}, method="POST"
            )
            try:
                raw = self._read(request)
            except urllib.error.HTTPError as error:
                why = f"HTTP {error.code}"
                if error.code not in _AGAIN:
                    reason = _reason(error)
                    raise EngineError.of(REFUSED, path=self._url, code=error.code, why=reason) from error
                continue
            except (OSError, http.client.HTTPException) as error:
                why = reason_of(error)
                continue
            try:
                return json.loads(raw)
            except (ValueError, RecursionError) as error:
                raise EngineError.of(NONSENSE, path=self._url, what="it is not JSON") from error
        raise EngineError.of(UNREACHABLE, path=self._url, why=why)

    def _read(self, request: urllib.request.Request) -> bytes:
        """Return the body of the answer; raise an error if it is late or too long."""
        deadline = time.monotonic() + self._limits.seconds
        chunks: list[bytes] = []
        size = 0
        with self._opener.open(request, timeout=self._limits.seconds) as response:
            while chunk := response.read1(_CHUNK):
                chunks.append(chunk)
                size += len(chunk)
                if size > self._limits.answer:
                    raise EngineError.of(NONSENSE, path=self._url, what=f"more than {self._limits.answer:,} bytes")
                if time.monotonic() > deadline:
                    raise TimeoutError(f"no whole answer within {self._limits.seconds:g} seconds")
        return b"".join(chunks)


def _reason(error: urllib.error.HTTPError) -> str:
    """Return the server's reason for a refusal, on one line."""
    try:
        lines = json.loads(error.read(_CHUNK))
        return " ".join(str(lines["error"]).split())[:200]
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
        return str(error.reason)


def _loopback(host: str) -> bool:
    """Tell whether ``host`` is this machine, which no proxy can reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
