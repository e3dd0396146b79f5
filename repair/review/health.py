"""An address that tells a monitor whether the desk is up and reaches its database. It needs no login."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy import text

from repair.core.errors import StoreError
from repair.core.version import __version__

PATH = "/health"
router = APIRouter(include_in_schema=False)


@router.get(PATH)
def health(request: Request) -> JSONResponse:
    """Return status 200 if the database answers, else 503."""
    try:
        with request.app.state.shared.store.reading() as connection:
            connection.execute(text("SELECT 1"))
    except StoreError:
        return JSONResponse({"status": "the database does not answer", "version": __version__}, 503)
    return JSONResponse({"status": "ok", "version": __version__})
