"""The stages of the growth benchmark: every reader, what looks at a text, the pipeline, the desk and evaluation.

Each prepares a text of any kind, also one that its format would not allow, and returns what is timed.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from core_fixtures import plain_repairer
from growth_fixtures import Stage

from repair.core.types import Document
from repair.formats.archive import ReadOptions, records
from repair.gazetteer import Gazetteer
from repair.gazetteer.boilerplate import without_boilerplate
from repair.gazetteer.extract import occurrences_in_sources
from repair.pipeline.alignment import IdfWeights, align
from repair.text import mentions
from repair.text.addresses import address_spans, site_names
from repair.text.analysis import AnalyzedText
from repair.text.credits import credits
from repair.text.damage import damaged_words
from repair.text.hard_wraps import unwrapped
from repair.text.lexicon import Lexicon
from repair.text.prose import prose
from repair.text.quotations import foreign_quotations
from repair.text.romanisation import is_spelling_variant
from repair.text.spelling_keys import spelling_keys
from repair.text.title_mentions import find_titles
from repair.text.tokens import sentences, tokenize_with_gaps

Frame = Callable[[str], str]


def _as_it_is(text: str) -> str:
    return text


# What puts a text where a reader looks for one; beside these, each reader gets the text as a whole file.
FRAMES: dict[str, Frame] = {
    "a.txt": _as_it_is,
    "a.html": lambda text: f"<html><body><p>{text}</p></body></html>",
    "a.xml": lambda text: f"<nitf><body><body.content><p>{text}</p></body.content></body></nitf>",
    "a.rss": lambda text: f"<rss><channel><item><description>{text}</description></item></channel></rss>",
    "a.srt": lambda text: f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n",
    "a.vtt": lambda text: f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n",
    "a.sbv": lambda text: f"0:00:01.000,0:00:02.000\n{text}\n",
    "a.ass": lambda text: f"[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,{text}\n",
    "a.lrc": lambda text: f"[00:01.00]{text}\n",
    "a.ttml": lambda text: f'<tt><body><div><p begin="1s" end="2s">{text}</p></div></body></tt>',
    "a.json": lambda text: json.dumps({"text": text}),
    "a.jsonl": lambda text: json.dumps({"text": text}) + "\n",
    "a.csv": lambda text: f'id,text\n1,"{text}"\n',
    "a.tsv": lambda text: f"id\ttext\n1\t{text}\n",
    "a.eml": lambda text: f"From: Ana Sol\nContent-Type: text/html\n\n{text}\n",
    "a.anpa": lambda text: f"\x01a0042\x02{text}\x03",
    "a.warc": lambda text: (
        f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(text.encode('utf-8', 'replace')) + 44}\r\n\r\n"
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{text}\r\n\r\n"
    ),
}


def _reading(name: str, frame: Frame) -> Callable[[str], Callable[[], object]]:
    def prepare(text: str) -> Callable[[], object]:
        folder = tempfile.TemporaryDirectory()
        path = Path(folder.name, name)
        path.write_bytes(frame(text).encode("utf-8", "replace"))
        # The folder lives as long as what reads it.
        return lambda: (folder, [record.raw for record in records(path, ReadOptions(), sources=True)])

    return prepare


def _align(text: str) -> Callable[[], object]:
    copy, source = AnalyzedText(text), AnalyzedText(text + " Ana Sol spoke in Lima.")
    weights = IdfWeights(Lexicon.load(), [source])
    return lambda: align(copy, source, weights).best()


def _suggest(text: str) -> Callable[[], object]:
    repairer = plain_repairer("Wiklander and Ana Sol spoke in Lima, Prime Minister Torsten Wiklander said.")
    return lambda: repairer.suggest(Document("1", text))


def _suggest_beside_itself(text: str) -> Callable[[], object]:
    repairer = plain_repairer(text.replace("ka", "kha") + " Ana Sol spoke in Lima.")
    return lambda: repairer.suggest(Document("1", text))


def _with_tokens(function: Callable[[AnalyzedText], object]) -> Callable[[str], Callable[[], object]]:
    def prepare(text: str) -> Callable[[], object]:
        analysis = AnalyzedText(text)
        return lambda: function(analysis)

    return prepare


READERS = tuple(
    stage
    for name, frame in FRAMES.items()
    for stage in (
        Stage(f"reading {name}", _reading(name, _as_it_is)),
        Stage(f"reading {name} framed", _reading(name, frame)),
    )
)
LOOKING = (
    Stage("prose", lambda text: lambda: prose.__wrapped__(text)),
    Stage("tokens", lambda text: lambda: tokenize_with_gaps(text)),
    Stage("sentences", lambda text: lambda: list(sentences(text))),
    Stage("hard wraps", lambda text: lambda: unwrapped(text)),
    Stage("damage", lambda text: lambda: damaged_words.__wrapped__(text)),
    Stage("addresses", lambda text: lambda: (address_spans.__wrapped__(text), site_names(text))),
    Stage("boilerplate", lambda text: lambda: without_boilerplate(text)),
    Stage("analysis", lambda text: lambda: AnalyzedText(text).grams_by_sentence),
    Stage("titles", _with_tokens(lambda analysis: find_titles(analysis, Lexicon.load()))),
    Stage("quotations", _with_tokens(lambda a: foreign_quotations(a.text, a.tokens, Lexicon.load()))),
    Stage("credits", _with_tokens(lambda a: credits(a.text, a.tokens))),
    Stage("mentions", lambda text: lambda: mentions.find(text)),
    Stage("spelling keys", lambda text: lambda: spelling_keys(text + "a")),
    Stage("variants", lambda text: lambda: is_spelling_variant(text, text[:-3] + "xy")),
)
WHOLE = (
    Stage("extraction", lambda text: lambda: occurrences_in_sources([Document("1", text)], Lexicon.load())),
    Stage("gazetteer", lambda text: lambda: Gazetteer.build([Document("1", text), Document("2", text[::-1])])),
    Stage("alignment", _align),
    Stage("pipeline", _suggest),
    Stage("pipeline beside itself", _suggest_beside_itself),
)
STAGES = (*READERS, *LOOKING, *WHOLE)
