"""Actions: whether a correction is applied, left for review, or reported as a mere spelling variant.

A form is changed without a person only where it cannot be right: no romanisation explains it, and there is no doubt of
another kind (see ``doubts``). The confidence is not changed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from repair.core.types import Action, Kind, Reason, Suggestion
from repair.pipeline.actions.doubts import doubt_about, doubt_reason
from repair.pipeline.actions.spelling_variants import is_unexplained, variant_of
from repair.pipeline.detection import CopyContext
from repair.pipeline.explanation import claims_of
from repair.pipeline.namesakes.garbled_words import GarbledWords
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.pipeline.wording import contradict
from repair.text.romanisation import EXONYM, SPELLING, Variant
from repair.text.romanisation_schemes import ANY

VARIANT = "spelling_variant"  # key of the reason given with a spelling variant
BY_SCHEME = "may be another romanisation of the same {scheme} name: house style decides"
IN_TWO_WAYS = "may be another spelling of the same name: house style decides"
IN_TWO_LANGUAGES = "the name in two languages, both of which are accepted: house style decides"
DIFFER = "sources_differ"  # key of the reason given where the sources disagree
SOURCES_DIFFER = "sources differ: {source} spells it as the copy does, the others do not"
# What the two reasons claim (see ``wording``): an accepted spelling is not garbled; a source has the copy's spelling.
CLAIMS = {
    VARIANT: frozenset({"-garbled", "+copy_right", "+variant"}),
    DIFFER: frozenset({"+form_in_sources", "-sources"}),
}


class ActionChoice(NamedTuple):
    """The action for a correction; ``reason`` is added to its reasons where these do not explain the action."""

    action: Action
    reason: Reason | None = None


def choose_actions(
    copy_context: CopyContext, corrections: Sequence[NameCorrection], *, apply_at: float
) -> list[ActionChoice]:
    """Return the action for each correction of a copy.

    A form is a spelling variant at all its places or at none: where another word of the same name is garbled
    ("Gunkhild Khaugland"), so is the whole name, and the surname wherever it is alone.

    Args:
        copy_context: The copy and its story.
        corrections: The corrections, in order of place.
        apply_at: Confidence (0-1) from which a correction may be applied without a person; where only one source has
            the name, the threshold is halfway from there to 1.
    """
    variants = [variant_of(copy_context, correction) for correction in corrections]
    explained = [
        variant is not None and not is_unexplained(copy_context, correction, variant)
        for correction, variant in zip(corrections, variants, strict=True)
    ]
    unexplained = [correction for correction, skip in zip(corrections, explained, strict=True) if not skip]
    garbled = {word for correction in unexplained for word in _words(correction)}
    garbled_words = GarbledWords(unexplained)
    results = []
    for correction, variant, is_explained in zip(corrections, variants, explained, strict=True):
        source = next(filter(None, map(copy_context.spelt_by_one_source.get, _words(correction))), None)
        if source is not None:
            results.append(ActionChoice(Action.REVIEW, Reason(DIFFER, SOURCES_DIFFER.format(source=source), 0.0)))
            continue
        if variant is not None and is_explained and garbled.isdisjoint(_words(correction)):
            results.append(ActionChoice(Action.VARIANT, _variant_reason(variant)))
            continue
        doubt = doubt_about(copy_context, correction, variant, garbled_words=garbled_words, apply_at=apply_at)
        if doubt is None:
            results.append(ActionChoice(Action.APPLY))
        else:
            results.append(ActionChoice(Action.REVIEW, doubt_reason(doubt)))
    return results


def _variant_reason(variant: Variant) -> Reason:
    texts = {EXONYM: IN_TWO_LANGUAGES, SPELLING: IN_TWO_WAYS, ANY.name: IN_TWO_WAYS}
    return Reason(VARIANT, texts.get(variant.scheme, BY_SCHEME.format(scheme=variant.scheme)), 0.0)


def _words(correction: NameCorrection) -> set[str]:
    """Return the folded words of the forms that a correction replaces."""
    return {word for piece in correction.pieces for word in piece.best.form.fold.split()}


def with_action_reason(suggestion: Suggestion, reason: Reason) -> Suggestion:
    """Return the suggestion with the reason for its action first and without the reasons that it contradicts.

    The kind becomes "spelling variant" where ``reason`` is that of one.
    """
    kind = Kind.SPELLING_VARIANT if reason.key == VARIANT else suggestion.kind
    claims = CLAIMS.get(reason.key, frozenset())
    others = [other for other in suggestion.reasons if not contradict(claims, claims_of(other))]
    return replace(suggestion, kind=kind, reasons=(reason, *others))
