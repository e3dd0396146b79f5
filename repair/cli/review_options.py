"""What was asked of `repair review`: what is reviewed, by whom, and where the page is served."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from pathlib import Path

from repair.cli.session import DOCUMENT_SECONDS
from repair.core.errors import ConfigError

DATABASE = "repair-review.sqlite"


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Where the page is served and to whom.

    Attributes:
        port: Port of the page; 0 takes a free one.
        host: Address of a shared desk; None serves this machine alone.
        users: File of users who may log in.
        user_header: Header in which a proxy names the user.
        proxies: Addresses of proxies, whose ``user_header`` and X-Forwarded-For are trusted.
        proxy_secret: File with a secret that a proxy sends with the header; None for none.
        hosts: Other names of the server.
        origins: Pages and extensions that may call the API.
        browser: Open the page in a browser.
    """

    port: int = 0
    host: str | None = None
    users: Path | None = None
    user_header: str | None = None
    proxies: tuple[str, ...] = ()
    proxy_secret: Path | None = None
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    browser: bool = True


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """What is reviewed.

    Attributes:
        queues: Queue files to import first.
        name: The reviewer's name; None is the login name.
        out: Folder for corrected copy.
        terminal: Review in the terminal instead of on a page.
        import_file: File that `--export` wrote, to import.
        export_file: File to export to, instead of a review.
        retention: Days after which the text of finished stories is deleted, instead of a review.
        delete_unsaved: With ``retention``, delete the text of stories whose corrected copy was never saved, too.
        seconds: Time allowed for reading one story of a queue, or one source; None is no limit.
    """

    queues: tuple[str, ...] = ()
    name: str | None = None
    out: Path | None = None
    terminal: bool = False
    import_file: Path | None = None
    export_file: Path | None = None
    retention: float | None = None
    delete_unsaved: bool = False
    seconds: float | None = DOCUMENT_SECONDS


def reviewer_name(review: ReviewOptions) -> str:
    """Return the name that is stored with decisions made on this machine.

    Raises:
        ConfigError: If the name that was given cannot be a user's.
    """
    from repair.review.auth import BAD_NAME, is_valid_name

    if review.name is not None:
        if not is_valid_name(review.name):
            raise ConfigError.of(BAD_NAME, name=review.name)
        return review.name
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # the user has no entry in the password database
        return "editor"
    return name if is_valid_name(name) else "editor"
