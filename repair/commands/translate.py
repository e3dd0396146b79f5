"""`repair translate`: copy in another language comes back translated, in its own form, with its names kept."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from repair.commands import options, session
from repair.commands.output import NOTHING, Tally, data, number, rich_data, say
from repair.commands.target import Target, Writer
from repair.config import Config
from repair.errors import ConfigError, RepairError
from repair.formats import STDIN

if TYPE_CHECKING:
    from repair.translate import Translated, Translator

NO_LANGUAGE = "say which language the copy is in: --from es"
NO_ENGINE = "say which engine translates: --engine apertium, a server's URL or a model folder; see --list-engines"


def translate_cli(
    copy: options.Copy = None,
    src: Annotated[str | None, typer.Option("--from", metavar="LANG", help="The language of COPY, as in es.")] = None,
    tgt: Annotated[str, typer.Option("--to", metavar="LANG", help="The language to translate into.")] = "en",
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="ENGINE",
            help="apertium, the URL of a LibreTranslate server, a folder, or hub:OWNER/NAME.",
        ),
    ] = None,
    sources: options.Sources = None,
    gazetteer: options.GazetteerFile = None,
    model: options.ModelFolder = None,
    out: options.Out = None,
    format: Annotated[
        options.ListFormat, typer.Option("--format", help="How what to look at is told: text or jsonl.")
    ] = options.ListFormat.TEXT,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, help="Time the engine may take for one call.")
    ] = 120.0,
    config: options.ConfigFile = None,
    list_engines: Annotated[
        bool,
        typer.Option("--list-engines", help="Say which engines can be used here, how to get the others, and stop."),
    ] = False,
) -> None:
    """Translate COPY in its own form with its names kept, and tell which names in the draft to look at.

    Names are those of clean sources or of a gazetteer; without either, people and places told by their shape.
    Exit code: 0 all names came through, 1 some want looking at, 2 an error.
    """
    if list_engines:
        raise typer.Exit(tell_engines())
    if src is None:
        raise ConfigError(NO_LANGUAGE)
    if engine is None:
        raise ConfigError(NO_ENGINE)
    settings = session.settle(config, sources=sources, gazetteer=gazetteer, model=model)
    tally = Tally()
    translator = open_translator(engine, settings, tally, copy=copy or [], seconds=seconds)
    raise typer.Exit(translate(translator, copy or [], (src, tgt), settings, (Target(out), format, tally)))


def tell_engines() -> int:
    """Print which engines can be used; return the exit code."""
    from repair.engines import list_engines

    for status in list_engines():
        data(f"{status.name:<15}{'usable' if status.usable else 'not usable'}: {status.words}\n{'':<15}{status.how}\n")
    return NOTHING


def open_translator(
    engine: str, settings: Config, tally: Tally, *, copy: list[str], seconds: float = 120.0
) -> Translator:
    """Return the translator for ``settings``; the repair pass needs names, so without them there is none."""
    from repair.engines import Limits, open_engine
    from repair.translate import Translator

    opened = open_engine(engine, limits=Limits(seconds=seconds))
    if not settings.sources and settings.gazetteer is None:
        return Translator(opened)
    repairer = session.open_repairer(settings, tally, copy=copy)
    return Translator(opened, gazetteer=repairer.gazetteer, repairer=repairer)


def translate(
    translator: Translator,
    copy: list[str],
    way: tuple[str, str],
    settings: Config,
    told: tuple[Target, options.ListFormat, Tally],
) -> int:
    """Translate ``copy`` the ``way`` (src, tgt), write it where the target says; return the exit code."""
    target, form, tally = told
    places = session.find_places(copy)
    writer = Writer(target, places)
    for story in session.read_stories(places, settings, tally):
        try:
            translated = translator.translate(story.reading, src=way[0], tgt=way[1])
            name = writer.put(story, translated.text, translated.edits)
        except RepairError as error:
            # One story is lost to this call, never to the desk: nothing was written for it.
            tally.trouble(session.named(story, error))
            continue
        tally.found += len(translated.suggestions)
        _tell(name, translated, form, quiet=story.reading.name == STDIN)
        say(f"{name}: {_counts(translated)}")
    say(translator.signature)
    return tally.exit_code


def _tell(name: str, translated: Translated, form: options.ListFormat, *, quiet: bool) -> None:
    """Print what is to be looked at in one draft; beside copy on standard output, to standard error."""
    from repair.report.records import suggestion_line
    from repair.report.terminal import suggestions_report

    if quiet or form is options.ListFormat.TEXT:
        if translated.suggestions:
            rich_data(suggestions_report(name, translated.text, translated.suggestions), stderr=quiet)
        return
    for suggestion in translated.suggestions:
        data(suggestion_line(name, suggestion))


def _counts(translated: Translated) -> str:
    """Say how many names there were and how they came through."""
    ways = Counter(placed.how for placed in translated.names)
    names = number(len(translated.names), "name")
    return f"{names} in the original" + "".join(f", {count} by {how!r}" for how, count in ways.most_common())
