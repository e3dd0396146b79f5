"""Mangled copy with labels, made from clean copy: through a translation engine and back, or by corrupting its names.

The same copy, language and seed give the same result. The items are those of `repair.training.evaluation.benchmark`, so
any repairer can be measured on them. No file is written here.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from repair.core.replacement_style import fit
from repair.core.types import Document, Kind, Span
from repair.gazetteer import Gazetteer
from repair.text.hard_wraps import unwrapped
from repair.text.lexicon import COMMON_WORD, COUNTRY, Lexicon
from repair.text.normalize import fold
from repair.training.corruption.by_language import corrupted
from repair.training.evaluation.benchmark import BenchmarkItem, Gold
from repair.translation import MaskedSentence, SourceName, find_names
from repair.translation.engines import Engine, language
from repair.translation.masking import find_names_in_draft
from repair.translation.segments import text_segments

ROUND_TRIP, NOISE = "round trip", "noise"

_WORD = re.compile(r"[^\W\d_]+")
_FIRST = 0.35  # share of mangled persons whose given name is mangled too


@dataclass(frozen=True, slots=True)
class SynthesisOptions:
    """``through``: the language of the round trip; ``src``: that of the copy; ``share``: of names to corrupt (0-1)."""

    through: str
    src: str = "en"
    share: float = 0.5
    seed: int = 1


def synthesize(document: Document, options: SynthesisOptions, engine: Engine | None = None) -> BenchmarkItem:
    """Return the document mangled, with labels; without an ``engine``, only its names are corrupted.

    Raises:
        EngineError: A language code is malformed, or the engine fails.
    """
    through, src = language(options.through), language(options.src)
    names = _names(document)
    if engine is None:
        text, gold = _by_noise(document.text, names, options)
    else:
        text, gold = _round_trip(document.text, names, engine, (src, through))
    system = f"{engine.name if engine else NOISE}@{options.seed}"
    return BenchmarkItem(
        id=f"{document.source or document.id}|{through}|{system}",
        pair=f"{through}-{src}",
        doc=document.source or document.id,
        words=len(text.split()),
        text=text,
        clean=(document.text,),
        gold=gold,
        variants=(),
    )


def record(item: BenchmarkItem) -> dict[str, object]:
    """Return an item as a JSON object of a benchmark file."""
    return {
        "id": item.id,
        "pair": item.pair,
        "doc": item.doc,
        "words": item.words,
        "text": item.text,
        "clean": list(item.clean),
        "gold": [
            {
                "start": gold.start,
                "end": gold.end,
                "garbled": item.text[gold.start : gold.end],
                "clean": gold.clean,
                "accept": list(gold.accept),
                "type": gold.type,
                "garble": gold.garble,
            }
            for gold in item.gold
        ],
        "variants": [],
        "unit": "code points",
    }


def _names(document: Document) -> tuple[SourceName, ...]:
    """Return the names of a clean text, in full and surnames alone, that are not only common words."""
    lexicon = Lexicon.load()
    gazetteer = Gazetteer.build([document])
    names = find_names(document.text, tgt="en", gazetteer=gazetteer, lexicon=lexicon)
    return tuple(name for name in names if any(_is_distinctive(word, lexicon) for word in _WORD.findall(name.surface)))


def _is_distinctive(word: str, lexicon: Lexicon) -> bool:
    """Return whether a word identifies a name: it is no common word, demonym or famous place."""
    folded = fold(word)
    common = lexicon.word(folded) >= COMMON_WORD or lexicon.demonym(folded) or lexicon.place(folded) >= COUNTRY
    return len(folded) > 2 and not common and not word.isupper()


# --- by noise


def _by_noise(text: str, names: Sequence[SourceName], options: SynthesisOptions) -> tuple[str, tuple[Gold, ...]]:
    """Return the text with a share of its names corrupted, each in the same way everywhere."""
    digest = hashlib.sha256(f"{options.seed}\0{options.through}\0{text}".encode()).hexdigest()
    rng = random.Random(digest)
    forms = _forms(names, options, rng)
    pieces: list[str] = []
    gold: list[Gold] = []
    done = length = 0
    for name in names:
        words = [match for match in _WORD.finditer(name.surface) if fold(match.group()) in forms]
        if not words:
            continue
        wrong = name.surface
        for match in reversed(words):
            span = Span(name.span.start + match.start(), name.span.start + match.end())
            cased = forms[fold(match.group())].title() if match.group()[0].isupper() else forms[fold(match.group())]
            wrong = wrong[: match.start()] + fit(cased, text, span) + wrong[match.end() :]
        pieces += [text[done : name.span.start], wrong]
        length += name.span.start - done
        gold.append(_label(Span(length, length + len(wrong)), name.surface, name.kind, f"{NOISE} {options.through}"))
        length += len(wrong)
        done = name.span.end
    return "".join([*pieces, text[done:]]), tuple(gold)


def _forms(names: Sequence[SourceName], options: SynthesisOptions, rng: random.Random) -> dict[str, str]:
    """Return mangled forms of words of the names: the last distinctive word of a name, sometimes the others too."""
    lexicon = Lexicon.load()
    drawn: dict[str, str] = {}
    for name in sorted(
        {name.surface: name for name in names}.values(), key=lambda name: (-len(name.surface), name.surface)
    ):
        words = [fold(word) for word in _WORD.findall(name.surface) if _is_distinctive(word, lexicon)]
        chosen = words[-1:] + [word for word in words[:-1] if rng.random() < _FIRST]
        mangle = rng.random() < options.share
        for word in chosen:
            # The surname alone gets the form that it has in the full name.
            drawn.setdefault(word, corrupted(word, language(options.through), rng) if mangle else word)
    return {word: form for word, form in drawn.items() if form != word}


def _label(span: Span, clean: str, kind: Kind, garble: str) -> Gold:
    return Gold(span.start, span.end, clean, (), kind.value, garble)


# --- through an engine


def _round_trip(
    text: str, names: Sequence[SourceName], engine: Engine, languages: tuple[str, str]
) -> tuple[str, tuple[Gold, ...]]:
    """Return the text after the round trip, with a label for each name whose mangled form can be located."""
    src, through = languages
    soft = unwrapped(text, short_lines=True)
    spans = [segment.span for segment in text_segments(soft, [Span(0, len(soft))])]
    there = engine.translate([soft[span.start : span.end] for span in spans], src, through)
    back = engine.translate(there, through, src)
    lines = [line or soft[span.start : span.end] for span, line in zip(spans, back, strict=True)]
    sentences = [_guarded(soft, span, names) for span in spans]
    changed = [
        name.surface
        for sentence, line in zip(sentences, lines, strict=True)
        for name in sentence.names
        if any(other.surface not in line for other in sentence.names)
    ]
    # Each name is also translated alone, in one request: its form in the text is located by that.
    wanted = list(dict.fromkeys(changed))
    alone = dict(zip(wanted, engine.translate(engine.translate(wanted, src, through), through, src), strict=True))
    pieces: list[str] = []
    gold: list[Gold] = []
    done = length = 0
    for span, sentence, line in zip(spans, sentences, lines, strict=True):
        pieces += [text[done : span.start], line]
        length += span.start - done
        gold += _labels(sentence, line, length, alone)
        length += len(line)
        done = span.end
    return "".join([*pieces, text[done:]]), tuple(gold)


def _guarded(text: str, span: Span, names: Sequence[SourceName]) -> MaskedSentence:
    inside = [name for name in names if span.start <= name.span.start and name.span.end <= span.end]
    return MaskedSentence(text[span.start : span.end], tuple(inside))


def _labels(sentence: MaskedSentence, line: str, at: int, alone: Mapping[str, str]) -> Iterator[Gold]:
    """Yield a label for each name that changed and whose new form can be located."""
    names = sentence.names
    if all(name.surface in line for name in names):
        return
    for span, name, _ in find_names_in_draft(line, names, [alone[name.surface] for name in names]).found:
        if fold(line[span.start : span.end]) != fold(name.surface):
            yield _label(Span(at + span.start, at + span.end), name.surface, name.kind, ROUND_TRIP)
