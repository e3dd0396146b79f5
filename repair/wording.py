"""Putting a decision into words: the whole name instead of its piece, the witnesses, the reasons.

Turns a `Decided` group into a `Suggestion`. It adds no evidence and changes no confidence.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from repair.candidates import Scene
from repair.evidence import FEATURES
from repair.gazetteer import Gazetteer
from repair.joint import DECISION_COLUMNS, JOINT
from repair.reading import PARTICLES, Gram, Reading
from repair.suggest import Decided
from repair.table import Judge
from repair.text import fold, line_and_column, snippet
from repair.types import Action, Alternative, Kind, Reason, Span, Suggestion, Witness

MOST_WITNESSES = 4
MOST_REASONS = 5
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
    """Widen a group to the whole name where copy and source agree on the rest of it.

    "Mark [Latte]" becomes "Mark Latte" → "Mark Rutte"; "Coalition of [Ambitiousness]" becomes the whole
    coalition, with the function words of the source.
    """
    group, copy = decided.group, scene.copy
    low, high = group.pieces[0].low, group.pieces[-1].high
    best = Stretch(group.start, group.end, group.replacement, group.replacement)
    widest = 0
    for number, gram in scene.story.grams.get(group.replacement, ())[:_MOST_TRIED]:
        source = scene.story.readings[number]
        left, there_low = _anchors(copy, low, source, gram.low, -1)
        right, there_high = _anchors(copy, high - 1, source, gram.high - 1, 1)
        if right - left <= max(widest, high - 1 - low):
            continue
        widest = right - left
        text = _spliced(copy, (left, low, high, right + 1), source, Gram(there_low, there_high + 1, ""), gram)
        best = Stretch(copy.tokens[left].start, copy.tokens[right].end, text, group.replacement)
    return best


def _anchors(copy: Reading, at: int, source: Reading, to: int, step: int) -> tuple[int, int]:
    """Walk outwards over words both texts share, particles skipped; return the last capital word of each."""
    here, there = at, to
    while True:
        mine, theirs = _next_name(copy, here, step), _next_name(source, there, step)
        if mine is None or theirs is None or copy.folds[mine] != source.folds[theirs]:
            return here, there
        here, there = mine, theirs


def _next_name(reading: Reading, at: int, step: int) -> int | None:
    """The next capital word from ``at`` within the same name, at most two particles away."""
    for _ in range(3):
        following = at + step
        if not 0 <= following < len(reading.tokens) or not reading.joined(min(at, following), max(at, following)):
            return None
        if reading.tokens[following].capital:
            return following
        if reading.folds[following] not in PARTICLES:
            return None
        at = following
    return None


def _spliced(copy: Reading, mine: tuple[int, int, int, int], source: Reading, whole: Gram, core: Gram) -> str:
    """The source's whole name, with the copy's own spelling of the words they share."""
    left, low, high, right = mine
    text = source.surface(core.low, core.high)
    for names, core_at, other, edge in (
        (range(low - 1, left - 1, -1), core.low, whole.low, -1),
        (range(high, right), core.high - 1, whole.high - 1, 1),
    ):
        anchors = [copy.tokens[n].text for n in names if copy.tokens[n].capital]
        at = core_at
        while at != other:
            gap = _gap(source, at, at + edge)
            at += edge
            word = source.tokens[at].text
            if source.tokens[at].capital and anchors:
                word = anchors.pop(0)
            text = word + gap + text if edge < 0 else text + gap + word
    return text


def _gap(reading: Reading, one: int, other: int) -> str:
    low, high = min(one, other), max(one, other)
    return reading.text[reading.tokens[low].end : reading.tokens[high].start]


def word(
    scene: Scene, decided: Decided, judge: Judge, gazetteer: Gazetteer, context: tuple[str, str, Action]
) -> Suggestion:
    """Return the suggestion for one decided group; ``context`` is document id, signature and action."""
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
        replacement=place.replacement,
        confidence=round(decided.confidence, 4),
        kind=names[0].kind if names else Kind.OTHER,
        action=action,
        alternatives=_alternatives(decided, place),
        evidence=witnesses(scene, place),
        reasons=reasons(decided, judge),
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
                found[reading.source] = Witness(reading.source, snippet(reading.text, start, end))
    return tuple(found.values())


def reasons(decided: Decided, judge: Judge) -> tuple[Reason, ...]:
    """The evidence that moved the decision most, for and against, strongest first."""
    row = decided.group.weakest.best.row
    worth = judge.weigh.reasons(row.numbers())
    decision = judge.decide.reasons(decided.group.numbers())
    for name in DECISION_COLUMNS:
        if name in JOINT and name not in ("weakest", "strongest"):
            worth[name] = decision.get(name, 0.0)
    words = FEATURES | JOINT
    ranked = sorted(worth.items(), key=lambda item: (-abs(item[1]), item[0]))[:MOST_REASONS]
    return tuple(Reason(name, words[name], round(value, 2)) for name, value in ranked if abs(value) >= _LEAST_REASON)
