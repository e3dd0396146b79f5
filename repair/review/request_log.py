"""Logs the requests of the review desk: user, address, status and duration; and errors with their traceback.

Query strings and tokens in addresses are left out. Requests are logged at the level DEBUG.
"""

from __future__ import annotations

import logging
import time

from repair.review.languagetool_access import split_key
from repair.review.middleware import App, Message, Receive, Send

REQUEST = "%s %s %s: %s, %.0f ms"
FAILED = "%s %s failed"
_LOG = logging.getLogger("repair.review")


def logged(app: App) -> App:
    """Return an application that answers as ``app`` does and logs each request."""

    async def logging_app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        started, status = time.monotonic(), 0
        method, path = scope["method"], split_key(scope)[0]["path"]
        state = scope.setdefault("state", {})

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await app(scope, receive, send_noting_status)
        except Exception:
            _LOG.exception(FAILED, method, path)
            raise
        _LOG.debug(REQUEST, state.get("reviewer") or "-", method, path, status, (time.monotonic() - started) * 1000)

    return logging_app
