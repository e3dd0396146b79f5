"""Explanation: a correction as a `Suggestion`, with its reasons, its sources and the alternatives.

No confidence is changed here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from repair.core.computed_once import computed_once
from repair.core.replacement_style import fit
from repair.core.types import Action, Alternative, Citation, Document, Reason, Span, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline.alignment import NameList
from repair.pipeline.casing import spell
from repair.pipeline.correction_stages import ScoredCorrection
from repair.pipeline.decoding_values import DECISION_FEATURES
from repair.pipeline.detection import CopyContext
from repair.pipeline.endings import ending_in_copy
from repair.pipeline.features.feature import Feature
from repair.pipeline.features.feature_table import FEATURES
from repair.pipeline.ranking.ranker import Ranker
from repair.pipeline.story_cache import FULL_NAME
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.pipeline.wording import Comparison, contradict
from repair.text.normalize import fold, folded_words
from repair.text.phonetics import squash
from repair.text.tokens import snippet

MAX_CITATIONS = 4
LIST_OF_NAMES = "list of names"  # named as the source where a name comes from an imported list
MAX_ALTERNATIVES = 3
MAX_REASONS, MAX_AGAINST = 4, 2  # reasons of one suggestion that speak for the name, and against it
_LEAST_REASON = 0.15  # weight (nats) from which a feature is given as a reason
_LEAST_LAST_RESORT = 0.005  # the same where no weightier feature speaks for the name
MIN_ALTERNATIVE = 0.01  # probability from which an alternative is offered
_FEATURES = FEATURES | DECISION_FEATURES


def to_suggestion(
    copy_context: CopyContext,
    correction: NameCorrection,
    reasons: tuple[Reason, ...],
    gazetteer: Gazetteer,
    context: tuple[str, str, Action],
) -> Suggestion:
    """Return the suggestion for one correction.

    Args:
        copy_context: The copy and its story.
        correction: The correction.
        reasons: The reasons of the correction, as the function `reasons` returns them.
        gazetteer: The names; it gives the kind of the name.
        context: Document id, signature and action of the suggestion.
    """
    document_id, signature, action = context
    tokens = copy_context.copy.tokens
    span = Span(tokens[correction.low].start, tokens[correction.high - 1].end)
    place = correction.low, correction.high
    written = spell(copy_context, *place, correction.replacement)
    written += ending_in_copy(copy_context, *place, written)
    return Suggestion.at(
        Document(document_id, copy_context.copy.printed),
        span,
        fit(written, copy_context.copy.printed, span),
        identity=correction.replacement,
        confidence=correction.confidence,
        kind=gazetteer.kind_of(correction.replacement, correction.core),
        action=action,
        alternatives=_alternatives(copy_context, correction),
        evidence=supporting_sources(copy_context, (correction.replacement, correction.core)),
        reasons=reasons,
        signature=signature,
    )


def _alternatives(copy_context: CopyContext, correction: NameCorrection) -> tuple[Alternative, ...]:
    """Return the other full names that the least probable piece may refer to; they share the remaining confidence.

    A rival of one piece is an alternative only where the gazetteer lists the full name with the rival in it, or the
    rival by itself, and its confidence is at least `MIN_ALTERNATIVE`.
    """
    piece = correction.weakest_piece
    core = piece.best.name
    others = [candidate for candidate in piece.candidates if fold(candidate.name) != fold(core)]
    total = sum(candidate.probability for candidate in others) + piece.best.probability
    remaining = 1.0 - correction.confidence
    alternatives: dict[str, Alternative] = {}
    for candidate in others:
        text = _whole_alternative(copy_context, correction.replacement, core, candidate.name)
        confidence = round(remaining * candidate.probability / total, 4)
        if text is not None and confidence >= MIN_ALTERNATIVE:
            alternatives.setdefault(fold(text), Alternative(text, confidence))
    return tuple(alternatives.values())[:MAX_ALTERNATIVES]


def _whole_alternative(copy_context: CopyContext, replacement: str, core: str, rival: str) -> str | None:
    """Return the full name with ``rival`` in place of ``core``, or else the rival; None if neither is listed."""
    spliced = re.sub(rf"(?<!\w){re.escape(core)}(?!\w)", lambda _: rival, replacement, count=1)
    for text in (spliced, rival):
        words = folded_words(text)
        is_new = fold(text) != fold(replacement) and len(set(words)) == len(words)
        if is_new and copy_context.listed(text) == FULL_NAME:
            return text
    return None


@computed_once
def supporting_sources(copy_context: CopyContext, texts: tuple[str, ...]) -> tuple[Citation, ...]:
    """Return up to `MAX_CITATIONS` sources that have the first of ``texts``, then the next, each with a snippet.

    Those of one text are sorted by their similarity to the copy, the most similar first.
    """
    story = copy_context.story
    citations: dict[str, Citation] = {}
    for text in texts:
        places = sorted(story.ngrams.firsts(text), key=lambda place: story.rank_of(place.text), reverse=True)
        for number, ngram in places:
            analysis = story.texts[number]
            if isinstance(analysis, NameList):
                continue
            if analysis.source not in citations and len(citations) < MAX_CITATIONS:
                start, end = analysis.tokens[ngram.low].start, analysis.tokens[ngram.high - 1].end
                citations[analysis.source] = Citation(
                    analysis.source, snippet(analysis.text, start, end), analysis.date
                )
    return tuple(citations.values()) or _listing(copy_context, texts)


def _listing(copy_context: CopyContext, texts: Sequence[str]) -> tuple[Citation, ...]:
    """Return the sources of the gazetteer's entry for the first of ``texts`` that it lists."""
    for text in texts:
        seen = [place for name in copy_context.names.find(text) for alias in name.aliases for place in alias.seen]
        if seen:
            sources = {place.source: place for place in reversed(seen)}
            return tuple(
                Citation(source, copy_context.names.snippet(place), place.date) for source, place in sources.items()
            )[:MAX_CITATIONS]
        names = copy_context.names.find(text)
        if names:
            return (Citation(LIST_OF_NAMES, names[0].canonical, None),)
    return ()


def reasons(decided: Sequence[ScoredCorrection], ranker: Ranker) -> list[tuple[Reason, ...]]:
    """Return the reasons for each decision: first those for it, then those against it, strongest first.

    Every reason is true of the form and the name, and no two of one decision contradict each other (see ``wording``).
    """
    rows = [scored.correction.as_row() for scored in decided]
    candidates = [scored.correction.weakest.best.features for scored in decided]
    # A form usually has the same values at all its places, so that few decisions differ.
    keys = [(id(candidate), tuple(row)) for candidate, row in zip(candidates, rows, strict=True)]
    different = {key: number for number, key in enumerate(keys)}
    contributions = ranker.contributions(
        [candidates[number].as_row() for number in different.values()], [rows[number] for number in different.values()]
    )
    explained: dict[tuple[int, tuple[float, ...]], tuple[Reason, ...]] = {}
    for (key, number), weights in zip(different.items(), contributions, strict=True):
        candidate, values = candidates[number].candidate, candidates[number].values
        spellings = candidate.form.joined, squash(fold(candidate.text))
        pair = Comparison(*spellings, decided[number].correction.values | values)
        explained[key] = _ordered(weights, pair)
    return [explained[key] for key in keys]


def claims_of(reason: Reason) -> frozenset[str]:
    """Return the claims of a reason that a feature gave; see `repair.pipeline.wording.Wording`."""
    feature = _FEATURES.get(reason.key)
    wording = feature.wording(reason.weight) if feature is not None and reason.weight else None
    return wording.claims if wording is not None else frozenset()


def _ordered(weights: Mapping[str, float], pair: Comparison) -> tuple[Reason, ...]:
    """Return the reasons for a pair, those for the name first; weak reasons only where there are no others."""
    for least in (_LEAST_REASON, _LEAST_LAST_RESORT):
        worded = worded_reasons(_FEATURES, weights, pair, least=least)
        if any(reason.weight > 0 for reason in worded):
            break
    return tuple(sorted(worded, key=lambda reason: reason.weight < 0))


def worded_reasons(
    features: Mapping[str, Feature], weights: Mapping[str, float], comparison: Comparison, *, least: float
) -> list[Reason]:
    """Return the true reasons with the most weight; none has the same text as, or contradicts, one before it.

    Args:
        features: The wordings, by key.
        weights: What each feature adds to the log-odds, in nats.
        comparison: The form, the name and their values.
        least: The least weight of a reason, in nats, whether for or against.
    """
    reasons: list[Reason] = []
    claims: set[str] = set()
    used: set[str] = set()
    room = {True: MAX_REASONS, False: MAX_AGAINST}
    heavy = [(-abs(weight), key) for key, weight in weights.items() if abs(weight) >= least]
    for _, key in sorted(heavy):
        weight = weights[key]
        worded = features[key].wording(weight)
        text = worded.of(comparison) if worded is not None else None
        if worded is None or text is None or text in used or contradict(worded.claims, claims):
            continue
        if not room[weight > 0]:
            continue
        room[weight > 0] -= 1
        claims |= worded.claims
        used.add(text)
        reasons.append(Reason(key, text, round(weight, 2)))
    return reasons
