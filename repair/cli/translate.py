"""`repair translate`: copy in another language comes back translated, in its own form, with its names kept."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import options, session
from repair.cli.output import NOTHING, ExitStatus, data, exit_status, number, rich_data, say
from repair.cli.sources import GUESSED, originals_of
from repair.cli.target import OutputTarget, TextWriter
from repair.core.config import Config
from repair.core.errors import ConfigError, EngineError, FormatError, RepairError
from repair.core.io import write_bytes
from repair.formats import STDIN, InputFile, SourceDocument

if TYPE_CHECKING:
    from repair.translation.translator import Translated, Translator

NO_LANGUAGE = "say which language the copy is in: --from es"
NO_ENGINE = "say which engine translates: --engine apertium, a server's URL or a model folder; see --list-engines"
NO_OUT = "say where the translated copy goes: --out DIR"
GAVE_UP = "the engine failed {times} times in a row; no more were tried: {left} left"
LEFT = "{count} to look at: repair review {path}"

WIDENED = "{path}: the translation has letters that 7 bits cannot say; the message is written in UTF-8"
QUEUE = "translated.jsonl"
WIRE = "wire"
_PATIENCE = 3  # files the engine fails at, one after the other, before no more are tried


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
    exit_code: options.ExitCode = False,
) -> None:
    """Translate COPY in its own form with its names kept, and tell which names in the draft to look at.

    Names are those of clean sources or of a gazetteer; without either, people and places told by their shape.
    Exit status: 0 done, 2 an error; with --exit-code, 1 when some names need a look.
    """
    if list_engines:
        raise typer.Exit(tell_engines())
    if src is None:
        raise ConfigError(NO_LANGUAGE)
    if engine is None:
        raise ConfigError(NO_ENGINE)
    if not copy:
        raise FormatError(session.NO_COPY)
    if out is None and copy != [STDIN]:
        raise FormatError(NO_OUT)
    settings = session.resolve_settings(config, sources=sources, gazetteer=gazetteer, model=model)
    tally = ExitStatus()
    translator = open_translator(engine, settings, tally, copy=copy, seconds=seconds)
    code = translate(translator, copy, (src, tgt), settings, (OutputTarget(out), format, tally))
    raise typer.Exit(exit_status(code, tell_found=exit_code))


def tell_engines() -> int:
    """Print which engines can be used; return the exit code."""
    from repair.translation.engines import list_engines

    for status in list_engines():
        data(f"{status.name:<15}{'usable' if status.usable else 'not usable'}: {status.words}\n{'':<15}{status.how}\n")
    return NOTHING


def open_translator(
    engine: str, settings: Config, tally: ExitStatus, *, copy: list[str], seconds: float = 120.0
) -> Translator:
    """Return the translator for ``settings``; the repair pass needs names, so without them there is none."""
    from repair.translation.engines import Limits, open_engine
    from repair.translation.multilingual import merge_scripts
    from repair.translation.translator import Translator

    opened = open_engine(engine, limits=Limits(seconds=seconds))
    if not settings.sources and settings.gazetteer is None:
        return Translator(opened)
    repairer = session.open_repairer(settings, tally, copy=copy)
    # Sources may be in several languages; a gazetteer was made so when it was built.
    gazetteer = merge_scripts(repairer.gazetteer) if settings.sources else repairer.gazetteer
    return Translator(opened, gazetteer=gazetteer, repairer=repairer)


def translate(
    translator: Translator,
    copy: list[str],
    way: tuple[str, str],
    settings: Config,
    told: tuple[OutputTarget, options.ListFormat, ExitStatus],
) -> int:
    """Translate ``copy`` the ``way`` (src, tgt), write it where the target says; return the exit code."""
    target, form, tally = told
    places = session.find_places(copy)
    originals = originals_of((), settings.sources, settings.gazetteer)
    work = TranslateOptions(translator, way, TextWriter(target, places, originals=originals), target, form, tally)
    failed = 0
    for at, place in enumerate(places):
        try:
            if isinstance(place, FormatError):
                raise place
            work.standard_input(settings) if place.name == STDIN else work.file(place, settings)
            failed = 0
        except EngineError as error:
            # One story is lost to this call, never to the desk: nothing was written for it.
            name = place.name if isinstance(place, InputFile) else ""
            tally.trouble(f"{name}: {error}")
            failed += 1
            if failed == _PATIENCE and at + 1 < len(places):
                tally.trouble(GAVE_UP.format(times=_PATIENCE, left=number(len(places) - at - 1, "file")))
                break
        except RepairError as error:
            tally.trouble(error)
    if target.out is not None:
        work.queue(target.out)
    say(translator.signature)
    return tally.exit_code


@dataclass(slots=True)
class TranslateOptions:
    """One call at work: what translates, where it goes, and what was found so far for a person to look at."""

    translator: Translator
    way: tuple[str, str]
    writer: TextWriter
    target: OutputTarget
    form: options.ListFormat
    tally: ExitStatus
    queued: dict[str, list[str]] = field(default_factory=dict)

    def standard_input(self, settings: Config) -> None:
        """Translate what comes on standard input, to standard output."""
        for story in session.read_stories([InputFile(Path(STDIN), STDIN)], settings, self.tally):
            story = replace(story, reading=_wide(story.reading))
            translated = self._translate(story.reading)
            self.writer.put(story, translated.text, translated.edits)
            self._tell(STDIN, translated, quiet=True)

    def file(self, place: InputFile, settings: Config) -> None:
        """Translate one file record by record; it is written whole, or not at all."""
        from repair.formats.archive import ReadOptions, open_sink, records

        reads = ReadOptions(max_bytes=settings.max_bytes)
        path = self.writer.place(str(place.path), self.target.out / place.name if self.target.out else place.path)
        self.queued[str(path)] = []
        with open_sink(place.path, path, reads) as sink:
            for piece in records(place.path, reads):
                if piece.error is not None:
                    self.tally.trouble(piece.error)
                reading = piece.reading
                if reading is None or not reading.document.text.strip():
                    sink.put(piece, piece.raw)
                    continue
                if reading.encoding_guessed:
                    say(GUESSED.format(path=reading.name))
                reading = _wide(reading)
                translated = self._translate(reading)
                content = reading.write_verified(translated.edits)
                if reading.format == WIRE and piece.raw.isascii() and not content.isascii():
                    say(WIDENED.format(path=place.path))
                sink.put(piece, content)
                self._keep(place, path, piece.number, translated)
                self._tell(str(path), translated, quiet=False)

    def queue(self, out: Path) -> None:
        """Write what is to be looked at where `repair review` finds it, beside what earlier calls left there."""
        path = out / ".repair" / QUEUE
        kept = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
        kept = [line for line in kept if line.strip() and json.loads(line).get("document") not in self.queued]
        lines = [line for found in self.queued.values() for line in found]
        if lines or path.exists():
            write_bytes(path, "".join([*kept, *lines]).encode("utf-8", "replace"))
        if lines:
            say(LEFT.format(count=number(len(lines), "place"), path=path))

    def _translate(self, reading: SourceDocument) -> Translated:
        src, tgt = self.way
        return self.translator.translate(reading, src=src, tgt=tgt)

    def _keep(self, place: InputFile, path: Path, record: int, translated: Translated) -> None:
        """Remember the lines for the queue; its places are those of the text as translated."""
        from repair.batch.audit import CleaningRecord, queue_line
        from repair.pipeline import explanation

        cleaning = CleaningRecord(explanation.content_id(str(place.path), translated.text), str(place.path), str(path))
        self.queued[str(path)] += [queue_line(cleaning, record, one) for one in translated.suggestions]

    def _tell(self, name: str, translated: Translated, *, quiet: bool) -> None:
        """Print what is to be looked at in one draft; beside copy on standard output, to standard error."""
        from repair.cli.reports.terminal import suggestions_report
        from repair.core.serialize import suggestion_line

        self.tally.found += len(translated.suggestions)
        if not quiet and self.form is options.ListFormat.JSONL:
            for suggestion in translated.suggestions:
                data(suggestion_line(name, suggestion))
        elif translated.suggestions:
            rich_data(suggestions_report(name, translated.text, translated.suggestions), stderr=quiet)
        say(f"{name}: {_counts(translated)}")


def _wide(reading: SourceDocument) -> SourceDocument:
    """Return a wire message so that it can be written in other letters than those of 7 bits; others as they are."""
    if reading.format != WIRE:
        return reading
    from repair.formats import wire

    document = reading.document
    wide = wire.parse(reading.name, reading.raw, source=document.source, wide=True)
    return replace(wide, document=replace(document, text=wide.document.text))


def _counts(translated: Translated) -> str:
    """Say how many names there were and how they came through."""
    ways = Counter(placed.method for placed in translated.placements)
    names = number(len(translated.placements), "name")
    return f"{names} in the original" + "".join(f", {count} by {how!r}" for how, count in ways.most_common())
