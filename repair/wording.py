"""Putting a decision into words: the whole name instead of its piece, the witnesses, the reasons.

Turns a `Decided` group into a `Suggestion`. It adds no evidence and changes no confidence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from repair.apply import fit
from repair.candidates import Scene
from repair.evidence import FEATURES
from repair.gazetteer import Gazetteer
from repair.joint import JOINT
from repair.suggest import Decided
from repair.table import Judge
from repair.text import fold, line_and_column, snippet
from repair.types import Action, Alternative, Kind, Reason, Span, Suggestion, Witness
from repair.whole import widen

MOST_WITNESSES = 4
MOST_REASONS, MOST_AGAINST = 4, 2
MOST_ALTERNATIVES = 3
_LEAST_REASON = 0.15  # nats below which a piece of evidence is not worth naming
_MOST_TRIED = 24  # source places tried for a whole name


@dataclass(frozen=True, slots=True)
class Stretch:
    """What will be replaced (code points) and by what; ``core`` is the part the evidence is about."""

    start: int
    end: int
    replacement: str
    core: str


def stretch(scene: Scene, decided: Decided) -> Stretch:
    """Return the group's place, widened to the whole name where copy and a source agree on the rest of it."""
    group, copy = decided.group, scene.copy
    low, high = group.low, group.high
    best = Stretch(group.start, group.end, group.replacement, group.replacement)
    widest = 0
    for number, gram in scene.story.grams.get(group.replacement, ())[:_MOST_TRIED]:
        whole = widen(scene, low, high, scene.story.readings[number], gram)
        if whole is not None and len(whole.anchors) > widest:
            widest = len(whole.anchors)
            start, end = copy.tokens[whole.low].start, copy.tokens[whole.high - 1].end
            best = Stretch(start, end, whole.text, group.replacement)
    return best


def word(
    scene: Scene, decided: Decided, why: tuple[Reason, ...], gazetteer: Gazetteer, context: tuple[str, str, Action]
) -> Suggestion:
    """Return the suggestion for one decided group; ``why`` are its `reasons`, ``context`` is document id, signature and
    action.
    """
    document_id, signature, action = context
    place = stretch(scene, decided)
    surface = scene.copy.text[place.start : place.end]
    line, column = line_and_column(scene.copy.text, place.start)
    names = gazetteer.find(place.replacement) or gazetteer.find(place.core)
    return Suggestion(
        id=identify(document_id, str(place.start), surface, place.replacement),
        document_id=document_id,
        span=Span(place.start, place.end),
        line=line,
        column=column,
        surface=surface,
        replacement=fit(place.replacement, scene.copy.text, Span(place.start, place.end)),
        confidence=round(decided.confidence, 4),
        kind=names[0].kind if names else Kind.OTHER,
        action=action,
        alternatives=_alternatives(decided, place),
        evidence=witnesses(scene, place),
        reasons=why,
        signature=signature,
    )


def identify(*parts: str) -> str:
    """Return a content hash of the parts, 16 hex digits."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _alternatives(decided: Decided, place: Stretch) -> tuple[Alternative, ...]:
    """Other names for the weakest piece, in the whole name; they share what confidence is left."""
    piece = decided.group.weakest
    core = piece.best.row.pairing.text
    others = [o for o in piece.options if fold(o.row.pairing.text) != fold(core)][:MOST_ALTERNATIVES]
    total = sum(o.probability for o in others) + piece.best.probability
    left = 1.0 - decided.confidence
    return tuple(
        Alternative(place.replacement.replace(core, o.row.pairing.text), round(left * o.probability / total, 4))
        for o in others
    )


def witnesses(scene: Scene, place: Stretch) -> tuple[Witness, ...]:
    """The sources that carry the whole name, or else the part that is mended; one snippet a source."""
    found: dict[str, Witness] = {}
    for text in (place.replacement, place.core):
        for number, gram in scene.story.grams.get(text, ()):
            reading = scene.story.readings[number]
            if reading.source not in found and len(found) < MOST_WITNESSES:
                start, end = reading.tokens[gram.low].start, reading.tokens[gram.high - 1].end
                found[reading.source] = Witness(reading.source, snippet(reading.text, start, end), reading.date)
    return tuple(found.values())


def reasons(decided: Sequence[Decided], judge: Judge) -> list[tuple[Reason, ...]]:
    """The evidence that moved each decision most: what speaks for it, then what speaks against it, strongest first."""
    rows = [one.group.weakest.best.row for one in decided]
    weighed = judge.weigh.table.reasons([row.numbers() for row in rows])
    settled = judge.decide.reasons([one.group.numbers() for one in decided])
    return [_ranked(*worth) for worth in zip(weighed, settled, strict=True)]


def _ranked(worth: dict[str, float], decision: dict[str, float]) -> tuple[Reason, ...]:
    for name in JOINT:
        if name not in ("weakest", "strongest"):
            worth[name] = decision.get(name, 0.0)
    words = FEATURES | JOINT
    ranked = sorted(worth.items(), key=lambda item: (-abs(item[1]), item[0]))
    told = [(name, value) for name, value in ranked if abs(value) >= _LEAST_REASON]
    speaking_for = [item for item in told if item[1] > 0][:MOST_REASONS]
    against = [item for item in told if item[1] < 0][:MOST_AGAINST]
    return tuple(
        Reason(name, words[name][0 if value > 0 else 1], round(value, 2)) for name, value in speaking_for + against
    )
