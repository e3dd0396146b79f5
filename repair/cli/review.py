"""`repair review`: go through suggested fixes on a page, or in the terminal; what is decided is kept in a database.

Parses what was typed; what opens and runs is in `reviewing`, the page in `repair.review`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repair.cli import options, session
from repair.cli.review_setup import ReviewOptions, ServerOptions
from repair.core.config import Config

DATABASE = "repair-review.sqlite"


def review_cli(
    queues: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUEUE", help="Suggestions from `repair clean --out` or `suggest --format jsonl`."),
    ] = None,
    database: options.Database = None,
    sources: options.Sources = None,
    gazetteer: options.GazetteerFile = None,
    model: options.ModelFolder = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where the page writes cleaned copies.")
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="Your name beside your decisions; by default your login's."),
    ] = None,
    terminal: Annotated[bool, typer.Option("--terminal", help="Review here in the terminal, without a page.")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The page's port; 0 takes a free one.")] = 8765,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser; the address is printed.")] = False,
    host: Annotated[
        str | None,
        typer.Option("--host", metavar="ADDRESS", help="Serve a shared desk; wants --users or --user-header."),
    ] = None,
    users: Annotated[
        Path | None, typer.Option("--users", metavar="FILE", help="Who may log in, made with --add-user.")
    ] = None,
    add_user: Annotated[
        str | None, typer.Option("--add-user", metavar="NAME", help="Add a user to --users FILE, or set a password.")
    ] = None,
    user_header: Annotated[
        str | None, typer.Option("--user-header", metavar="HEADER", help="The header in which a proxy names the user.")
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option("--proxy", metavar="ADDRESS", help="Whom to believe --user-header; by default this machine."),
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", metavar="NAME", help="Another name this server goes by.")
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option("--allow-origin", metavar="ORIGIN", help="A page or extension that may ask, scheme and all."),
    ] = None,
    give_out: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help="Write everything (.jsonl) or decisions (.csv), stop."),
    ] = None,
    take_in: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Take in what --export wrote, then go on.")
    ] = None,
    config: options.ConfigFile = None,
) -> None:
    """Go through suggested fixes: a page opens in the browser, at this machine alone, with a token in its address.

    QUEUE files are taken in first; taking the same in again changes nothing. With --sources or --gazetteer the
    page's API checks text too, also for LanguageTool clients (/v2/check).
    """
    from repair.cli import review_setup

    if add_user is not None:
        raise typer.Exit(review_setup.add_user(users, add_user))
    settings = session.resolve_settings(config, sources=sources, gazetteer=gazetteer, model=model, database=database)
    proxies, hosts, origins = tuple(proxy or ()), tuple(allow_host or ()), tuple(allow_origin or ())
    serving = ServerOptions(port, host, users, user_header, proxies, hosts, origins, not no_browser)
    work = ReviewOptions(tuple(queues or ()), name, out, terminal, take_in, give_out)
    raise typer.Exit(review(settings, work, serving))


def review(settings: Config, work: ReviewOptions, serving: ServerOptions) -> int:
    """Take in, then give out, go through in the terminal, or serve; return the exit code."""
    from repair.cli import review_setup

    return review_setup.run(settings, work, serving)
