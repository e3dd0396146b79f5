"""Doubtful names: forms that are probably garbled, though no name of the sources is likely enough to be suggested."""

from __future__ import annotations

from collections.abc import Iterable

from repair.core.display import percent
from repair.core.types import Mention, Outcome, Span
from repair.pipeline.correction_stages import ScoredCorrection
from repair.pipeline.detection import CopyContext
from repair.pipeline.unverified.mention_classification import ClassifiedMention

DOUBTFUL_AT = 0.25  # confidence from which a form is flagged as likely to be garbled
MAY_BE = "no source has it; it may be {name} ({confidence})"
RESEMBLES = "no source has it; it may be somebody else or {name}"


def doubtful_mentions(
    copy_context: CopyContext, decided: Iterable[ScoredCorrection], *, review_at: float, document_id: str
) -> list[ClassifiedMention]:
    """Return the forms that are likely to be garbled names, though no name of the sources is likely enough.

    Args:
        copy_context: The copy and its story.
        decided: The scored corrections of the copy.
        review_at: Confidence (0-1) from which a correction is suggested, so that it needs no flag.
        document_id: The id of the document.
    """
    copy = copy_context.copy
    mentions = []
    for scored in decided:
        correction = scored.correction
        if not DOUBTFUL_AT <= scored.confidence < review_at or correction.has_known_form:
            continue
        if any(copy_context.lexicon.word(word) for word in copy.folds[correction.low : correction.high]):
            continue  # an ordinary word is rarely a garbled name
        surface = copy.printed[correction.start : correction.end]
        mention = Mention(document_id, Span(correction.start, correction.end), surface)
        explanation = MAY_BE.format(name=correction.replacement, confidence=percent(scored.confidence))
        mentions.append(ClassifiedMention(mention, Outcome.UNVERIFIED, explanation))
    return mentions
