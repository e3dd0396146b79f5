"""Finds the methods that an address has, for the Allow header of a response with the status 405.

A path can have a route for each method. Starlette names the methods of the first route only.
"""

from __future__ import annotations

from fastapi import Request
from starlette.routing import Match

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def allowed_methods(request: Request) -> str:
    """Return the methods of all routes that have the path of ``request``, as the value of an Allow header.

    It is empty for the files of a mounted application, which names their methods itself.
    """
    routes = request.app.routes
    # A copy for each question, because a match stores its result in the scope.
    return ", ".join(
        method
        for method in METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    )
