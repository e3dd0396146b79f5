"""Translation engines: Apertium, Hugging Face checkpoints, LibreTranslate servers, and engines of other distributions.

`open_engine` opens one by its specification. Protecting names is done elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from repair.core.errors import EngineError
from repair.core.plugins import ENGINES, load_plugins
from repair.translation.engines.apertium import Apertium
from repair.translation.engines.apertium import status as _apertium_status
from repair.translation.engines.argos import Argos
from repair.translation.engines.argos import status as _argos_status
from repair.translation.engines.base import BiasingEngine, Engine, Limits, Mask, Status
from repair.translation.engines.huggingface import Seq2Seq
from repair.translation.engines.huggingface import status as _seq2seq_status
from repair.translation.engines.language_codes import language
from repair.translation.engines.libretranslate import LibreTranslate

HUB = "hub:"

UNKNOWN = (
    "{spec!r} is not an engine; give apertium, argos, the URL of a LibreTranslate server, a model folder, "
    "hub:OWNER/NAME, or the name of a plug-in ({plugins})"
)
NOT_AN_ENGINE = "the plug-in {name!r} does not return an engine: it lacks {missing}; update or uninstall its package"
PLUGIN_WORDS = "plug-in of another package"
PLUGIN_HOW = "choose it with --engine {name} or --engine {name}:ARGUMENT"
LIBRE_HOW = "give its URL, as in --engine http://localhost:5000; a key, if it wants one, in REPAIR_LIBRETRANSLATE_KEY"

__all__ = ["Apertium", "Argos", "BiasingEngine", "Engine", "LibreTranslate", "Limits", "Mask", "Seq2Seq", "Status"]
__all__ += ["language", "list_engines", "open_engine"]


def open_engine(spec: str, *, limits: Limits | None = None) -> Engine:
    """Return an engine that is ready to translate.

    Args:
        spec: "apertium", "argos", the URL of a LibreTranslate server, the folder of a checkpoint, "hub:OWNER/NAME"
            (the only one that reaches the model hub), or "NAME" or "NAME:ARGUMENT" for a plug-in.
        limits: Limits on each call.

    Raises:
        EngineError: There is no such engine, or it cannot be used.
    """
    limits = limits or Limits()
    if spec == "apertium":
        return Apertium.open(limits=limits)
    if spec == "argos":
        return Argos.open(limits=limits)
    if spec.startswith(("http://", "https://")):
        return LibreTranslate(spec, limits=limits)
    if spec.startswith(HUB):
        return Seq2Seq.load(spec.removeprefix(HUB), hub=True)
    plugins = load_plugins(ENGINES)
    name, _, argument = spec.partition(":")
    if name in plugins:
        return _open_plugin(name, plugins[name], argument, limits)
    if Path(spec).exists():
        return Seq2Seq.load(spec)
    raise EngineError.of(UNKNOWN, spec=spec, plugins=", ".join(plugins) or "none is installed")


def _open_plugin(name: str, plugin: object, argument: str, limits: Limits) -> Engine:
    """Return the engine that a plug-in opens; raise `EngineError` if it is none."""
    engine = cast(Callable[..., object], plugin)(argument, limits=limits)
    missing = [member for member in ("name", "masks", "translate") if not hasattr(engine, member)]
    if missing:
        raise EngineError.of(NOT_AN_ENGINE, name=name, missing=", ".join(missing))
    return cast(Engine, engine)


def list_engines() -> tuple[Status, ...]:
    """Return for each kind of engine whether it can be used on this machine, and how to get or choose it."""
    server = Status(
        "libretranslate", usable=True, details="speaks HTTP; whether a server runs is not checked", how=LIBRE_HOW
    )
    plugins = (
        Status(name, usable=True, details=PLUGIN_WORDS, how=PLUGIN_HOW.format(name=name))
        for name in load_plugins(ENGINES)
    )
    return _apertium_status(), _argos_status(), _seq2seq_status(), server, *plugins
