"""`repair translate`: translate copy in its own format and keep its names right.

Parses the arguments and reports; ``translate_files`` processes the files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import options, session
from repair.cli.output import NOTHING, ExitStatus, exit_status, write_data, write_message
from repair.cli.sources import originals_of
from repair.cli.target import OutputTarget, TextWriter
from repair.cli.with_settings import with_settings
from repair.core.config import Config
from repair.core.display import quantity
from repair.core.errors import ConfigError, EngineError, FormatError, RepairError
from repair.formats import STDIN, InputFile

if TYPE_CHECKING:
    from repair.cli.translate_files import FileTranslator
    from repair.translation.translator import Translator

BAD_LANGUAGE = "{option} must be a language code, such as es for Spanish, not {code!r}"
NO_LANGUAGE = "the language of the copy is missing; give it with --from, such as --from es"
NO_ENGINE = (
    "there is no engine to translate from {src} into {tgt}; install one and name it: `pip install argostranslate` and "
    "`argospm install translate-{src}_{tgt}`, then --engine argos; or Apertium with its package for the two languages, "
    "then --engine apertium; or give a server's URL or a model folder (--list-engines shows what is here)"
)
GAVE_UP = (
    "the engine failed {times} times in a row, so {left} left untranslated; check the engine and run the command again"
)

_MAX_FAILURES = 3  # files in a row at which the engine fails before no more are tried


@dataclass(frozen=True, slots=True)
class TranslateOptions:
    """How copy is translated.

    Attributes:
        engine: Name, URL or folder of the engine.
        src: The language of the copy.
        tgt: The language to translate into.
        target: Where translated copy goes.
        as_lines: List names to check as JSON lines.
        seconds: Time allowed for one document, or one source; None is no limit.
        call_seconds: Time limit for one call of the engine.
    """

    engine: str
    src: str
    tgt: str
    target: OutputTarget
    as_lines: bool = False
    seconds: float | None = 600.0
    call_seconds: float = 120.0


@with_settings("sources", "gazetteer", "model")
def translate_cli(
    copy: Annotated[
        list[str] | None,
        typer.Argument(metavar="COPY", help="Files, folders or patterns to translate; - means standard input."),
    ] = None,
    *,
    src: Annotated[str | None, typer.Option("--from", metavar="LANG", help="The language of COPY, such as es.")] = None,
    tgt: Annotated[str, typer.Option("--to", metavar="LANG", help="The language to translate into.")] = "en",
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="ENGINE",
            help="apertium, argos, the URL of a LibreTranslate server, a model folder, or hub:OWNER/NAME.",
        ),
    ] = None,
    settings: Config,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="DIR", file_okay=False, help="Write the translations into this folder."),
    ] = None,
    format: Annotated[
        options.ListFormat, typer.Option("--format", help="Format of the list of names to check: text or jsonl.")
    ] = options.ListFormat.TEXT,
    seconds: options.Timeout = 600.0,
    call_seconds: Annotated[
        float,
        typer.Option(
            "--engine-timeout",
            min=0.1,
            max=options.LONGEST_SECONDS,
            metavar="SECONDS",
            help="Time limit for each call of the engine, in seconds.",
        ),
    ] = 120.0,
    list_engines: Annotated[
        bool,
        typer.Option(
            "--list-engines", help="List the engines, whether each can be used here and how to get it, and exit."
        ),
    ] = False,
    exit_code: options.ExitCode = False,
) -> None:
    """Translate COPY in its own format, keep its names right, and list the names to check.

    Without --out the translation goes to standard output, and the list to standard error. Names come from clean sources
    or a gazetteer; without either, people and places are recognised by their form.

    Exit status: 0 done, 2 an error; with --exit-code, 1 when there are names to check.
    """
    if list_engines:
        raise typer.Exit(print_engines())
    if src is None:
        raise ConfigError.of(NO_LANGUAGE)
    if engine is None:
        raise ConfigError.of(NO_ENGINE, src=src, tgt=tgt)
    if not copy:
        raise FormatError.of(session.NO_COPY)
    _check_languages({"--from": src, "--to": tgt})
    as_lines = format is options.ListFormat.JSONL
    translate_options = TranslateOptions(engine, src, tgt, OutputTarget(out), as_lines, seconds or None, call_seconds)
    raise typer.Exit(exit_status(translate(copy, settings, translate_options), report_found=exit_code))


def _check_languages(codes: Mapping[str, str]) -> None:
    """Raise `ConfigError` for an option whose value is no language code; ``codes`` has the value of each option."""
    from repair.translation.engines.language_codes import language

    for option, code in codes.items():
        try:
            language(code)
        except EngineError as error:
            raise ConfigError.of(BAD_LANGUAGE, option=option, code=code) from error


def print_engines() -> int:
    """Print which engines can be used; return the exit code."""
    from repair.translation.engines import list_engines

    for engine in list_engines():
        usable = "usable" if engine.usable else "not usable"
        write_data(f"{engine.name:<15}{usable}: {engine.details}\n{'':<15}{engine.how}\n")
    return NOTHING


def translate(copy: Sequence[str], settings: Config, options: TranslateOptions) -> int:
    """Translate ``copy`` and write it where ``options`` say; return the exit code.

    Args:
        copy: Files, folders and patterns as they were typed, or "-" for standard input.
        settings: The settings in force.
        options: How to translate.
    """
    from repair.cli.translate_files import FileTranslator
    from repair.core.folder_lock import FolderLock

    status = ExitStatus()
    translator = open_translator(settings, options, status, copy=copy)
    files = session.find_files(copy)
    # Without a folder files are printed, as a diff would be: nothing can be overwritten.
    from_stdin = [file for file in files if isinstance(file, InputFile) and file.name == STDIN]
    printing = options.target.out is None and not from_stdin
    target = OutputTarget(diff=True) if printing else options.target
    written = files if options.target.out is not None else from_stdin
    originals = originals_of((), settings.sources, settings.gazetteer)
    writer = TextWriter(target, written, originals=originals)
    file_translator = FileTranslator(translator, options, writer, status)
    with FolderLock([options.target.out] if options.target.out is not None else ()):
        _translate_all(files, file_translator, settings, status)
        if options.target.out is not None:
            file_translator.write_queue(options.target.out)
    write_message(translator.signature)
    return status.exit_code


def open_translator(
    settings: Config, options: TranslateOptions, status: ExitStatus, *, copy: Sequence[str]
) -> Translator:
    """Return the translator for ``settings``; without names it does not repair the translation.

    Args:
        settings: The settings in force.
        options: The engine and the time limits.
        status: Counts the sources that cannot be read.
        copy: What will be translated, and so cannot be a source.
    """
    from repair.translation.engines import Limits, open_engine
    from repair.translation.multilingual import merge_scripts
    from repair.translation.translator import Translator

    engine = open_engine(options.engine, limits=Limits(seconds=options.call_seconds))
    if not settings.sources and settings.gazetteer is None:
        return Translator(engine)
    repairer = session.open_repairer(settings, status, copy=copy, seconds=options.seconds)
    # Sources may be in several languages; a gazetteer file was merged when it was built.
    gazetteer = merge_scripts(repairer.gazetteer) if settings.sources else repairer.gazetteer
    return Translator(engine, gazetteer=gazetteer, repairer=repairer)


def _translate_all(
    files: Sequence[InputFile | FormatError], file_translator: FileTranslator, settings: Config, status: ExitStatus
) -> None:
    """Translate ``files`` one by one; stop when the engine fails several times in a row."""
    failures = 0
    for index, file in enumerate(files):
        try:
            if isinstance(file, FormatError):
                raise file
            if file.name == STDIN:
                file_translator.translate_stdin(settings)
            else:
                file_translator.translate_file(file, settings)
            failures = 0
        except EngineError as error:
            # Only this story is lost, and nothing was written for it.
            name = file.name if isinstance(file, InputFile) else ""
            status.report_error(error.within(name))
            failures += 1
            if failures == _MAX_FAILURES and index + 1 < len(files):
                remaining = quantity(len(files) - index - 1, "file is", "files are")
                status.report_error(EngineError.of(GAVE_UP, times=_MAX_FAILURES, left=remaining))
                break
        except RepairError as error:
            status.report_error(error.within(file.path) if isinstance(file, InputFile) else error)
