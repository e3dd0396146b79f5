"""A page on disk that leads the browser to the review page, so that the token is in no program's arguments.

The arguments of a browser can be read by everybody on the machine; the page can be read by its owner only.
"""

from __future__ import annotations

import html
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from repair.core.io import write_bytes
from repair.review import labels

_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
    '<meta http-equiv="refresh" content="0;url={address}"><title>repair</title>'
    '<p><a href="{address}">{words}</a></p></html>\n'
)


@contextmanager
def entry_page(address: str) -> Iterator[str]:
    """Yield the ``file:`` address of a page that leads to ``address``; it is deleted when the block ends."""
    with tempfile.TemporaryDirectory(prefix="repair-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "review.html"
        page = _PAGE.format(address=html.escape(address), words=labels.OPEN_QUEUE)
        write_bytes(path, page.encode(), private=True)
        yield path.as_uri()
