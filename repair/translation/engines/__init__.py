"""Engines of translation behind one protocol: Apertium, Hugging Face checkpoints, a LibreTranslate server.

Which engine is meant is told from its words: `apertium`, a URL, a folder, or `hub:OWNER/NAME`, which alone may reach
the model hub. How names are kept safe in what an engine is given is not decided here.
"""

from __future__ import annotations

from pathlib import Path

from repair.core.errors import EngineError
from repair.translation.engines.apertium import Apertium
from repair.translation.engines.apertium import status as _apertium_status
from repair.translation.engines.base import BiasingEngine, Engine, Limits, Mask, Status
from repair.translation.engines.huggingface import Seq2Seq
from repair.translation.engines.huggingface import status as _seq2seq_status
from repair.translation.engines.languages import language
from repair.translation.engines.libretranslate import LibreTranslate

HUB = "hub:"

UNKNOWN = "{spec!r} is no engine; give apertium, the URL of a LibreTranslate server, a model folder, or hub:OWNER/NAME"
LIBRE_HOW = "give its URL, as in --engine http://localhost:5000; a key, if it wants one, in REPAIR_LIBRETRANSLATE_KEY"

__all__ = ["Apertium", "BiasingEngine", "Engine", "LibreTranslate", "Limits", "Mask", "Seq2Seq", "Status"]
__all__ += ["language", "list_engines", "open_engine"]


def open_engine(spec: str, *, limits: Limits | None = None) -> Engine:
    """Return the engine that ``spec`` names, ready to translate; `EngineError` when it cannot be used."""
    limits = limits or Limits()
    if spec == "apertium":
        return Apertium.open(limits=limits)
    if spec.startswith(("http://", "https://")):
        return LibreTranslate(spec, limits=limits)
    if spec.startswith(HUB):
        return Seq2Seq.load(spec.removeprefix(HUB), hub=True)
    if Path(spec).exists():
        return Seq2Seq.load(spec)
    raise EngineError(UNKNOWN.format(spec=spec))


def list_engines() -> tuple[Status, ...]:
    """Return for each sort of engine whether it is usable here, what it can do, and otherwise how to get it."""
    server = Status("libretranslate", usable=True, words="speaks HTTP; no server is looked for", how=LIBRE_HOW)
    return _apertium_status(), _seq2seq_status(), server
