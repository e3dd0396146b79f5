"""`repair review`: review suggestions on a page or in the terminal; decisions are stored in a database.

Parses the arguments; ``review_setup`` opens the components and runs them, and `repair.review` has the page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repair.cli import options, session
from repair.cli.review_options import ReviewOptions, ServerOptions
from repair.cli.service_log import refuse_log_file, service_log
from repair.cli.with_settings import with_settings
from repair.core.config import Config


@with_settings("database", "sources", "gazetteer", "model")
def review_cli(
    queues: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUEUE", help="Suggestions from `repair clean --out` or `suggest --format jsonl`."),
    ] = None,
    *,
    settings: Config,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="DIR", file_okay=False, help="Folder where corrected copy is saved."),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="Your name, stored with your decisions; by default your login name."),
    ] = None,
    terminal: Annotated[bool, typer.Option("--terminal", help="Review in this terminal instead of on a page.")] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port of the page; 0 picks a free one.")
    ] = 8765,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address without opening a browser.")
    ] = False,
    host: Annotated[
        str | None,
        typer.Option(
            "--host", metavar="ADDRESS", help="Serve a shared desk at this address; needs --users or --user-header."
        ),
    ] = None,
    users: Annotated[
        Path | None, typer.Option("--users", metavar="FILE", help="File of users who can log in; --add-user makes it.")
    ] = None,
    add_user: Annotated[
        str | None,
        typer.Option("--add-user", metavar="NAME", help="Add a user to --users FILE, or set a new password, and exit."),
    ] = None,
    add_token: Annotated[
        str | None,
        typer.Option(
            "--add-token", metavar="NAME", help="Print a token with which a program acts as this user, and exit."
        ),
    ] = None,
    revoke_tokens: Annotated[
        str | None, typer.Option("--revoke-tokens", metavar="NAME", help="Revoke all tokens of this user, and exit.")
    ] = None,
    user_header: Annotated[
        str | None,
        typer.Option(
            "--user-header", metavar="HEADER", help="HTTP header in which a proxy names the user; needs --proxy."
        ),
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(
            "--proxy",
            metavar="ADDRESS",
            help="Address of a proxy that is trusted to name users and the addresses they come from.",
        ),
    ] = None,
    proxy_secret: Annotated[
        Path | None,
        typer.Option(
            "--proxy-secret",
            metavar="FILE",
            help="File with a secret that the proxy sends in the header X-Proxy-Secret.",
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host", metavar="NAME", help="Another host name of this server. Can be given several times."
        ),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-origin",
            metavar="ORIGIN",
            help="A page or browser extension that may call the API, such as https://cms.example.",
        ),
    ] = None,
    export_file: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help="Export everything (.jsonl) or the decisions (.csv), and exit."),
    ] = None,
    import_file: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Import what --export wrote, then continue.")
    ] = None,
    seconds: options.Timeout = session.DOCUMENT_SECONDS,
    retention: Annotated[
        float | None,
        typer.Option(
            "--retention",
            metavar="DAYS",
            min=0,
            max=100_000,
            help="Delete the text of stories that were finished more than DAYS days ago, keep the decisions, and exit. "
            "Stories with corrections whose corrected copy was never saved keep their text.",
        ),
    ] = None,
    delete_unsaved: Annotated[
        bool,
        typer.Option(
            "--delete-unsaved",
            help="With --retention, delete the text of stories whose corrected copy was never saved, too.",
        ),
    ] = False,
    log_level: options.LogLevelOption = options.LogLevel.INFO,
    log_file: options.LogFile = None,
) -> None:
    """Review suggestions on a page in the browser.

    By default the page serves this machine alone, and its address contains a token. QUEUE files are imported first;
    importing one again changes nothing. With --sources or --gazetteer the API of the page also checks text, so that
    LanguageTool clients can use it (/v2/check).
    """
    from repair.cli import review_users

    if add_user is not None:
        raise typer.Exit(review_users.add_user(users, add_user))
    server = ServerOptions(
        port=port,
        host=host,
        users=users,
        user_header=user_header,
        proxies=tuple(proxy or ()),
        proxy_secret=proxy_secret,
        hosts=tuple(allow_host or ()),
        origins=tuple(allow_origin or ()),
        browser=not no_browser,
    )
    for change, owner in ((review_users.add_token, add_token), (review_users.revoke_tokens, revoke_tokens)):
        if owner is not None:
            raise typer.Exit(change(settings, owner))
    options_given = ReviewOptions(
        tuple(queues or ()),
        name,
        out,
        terminal,
        import_file,
        export_file,
        retention,
        delete_unsaved,
        seconds=seconds or None,
    )
    refuse_log_file(log_file, queues or (), settings)
    with service_log(log_level, log_file):
        code = review(settings, options_given, server)
    raise typer.Exit(code)


def review(settings: Config, options: ReviewOptions, server: ServerOptions) -> int:
    """Import, then export, review in the terminal, or serve the page; return the exit code."""
    from repair.cli import review_setup

    return review_setup.run(settings, options, server)
