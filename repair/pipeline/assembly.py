"""Assembly: the suggestions of one document, from its corrections and from everything else that is found in it.

The steps are: corrections, proposals of the rules, restored names, flags for names in no source, earlier decisions, the
house list, and the final check that only whole words of prose are touched. Each step takes the suggestions of the
earlier steps and adds to them, changes them or removes some.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

from repair.core.replacement_style import typed_like
from repair.core.span_set import SpanSet
from repair.core.types import Action, Document, Kind, Reason, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline import explanation
from repair.pipeline.actions.action_choice import choose_actions, with_action_reason
from repair.pipeline.actions.doubts import DOUBT, HALF
from repair.pipeline.casing import as_in_running_text, is_part_in_lower_case
from repair.pipeline.copy_notices import uncovered_notice
from repair.pipeline.correction_stages import ScoredCorrection
from repair.pipeline.detection import CopyContext
from repair.pipeline.feedback.feedback_effects import FeedbackThresholds, apply_feedback
from repair.pipeline.feedback.feedback_values import Feedback
from repair.pipeline.feedback.house_list import HOUSE
from repair.pipeline.final_check import guarded
from repair.pipeline.list_wording import of_lists
from repair.pipeline.options import Options
from repair.pipeline.rules.registry import with_proposals
from repair.pipeline.rules.repeated_words import with_repetitions
from repair.pipeline.rules.rule_context import Rule, RuleContext
from repair.pipeline.rules.scans.scanned_spans import widened
from repair.pipeline.unverified.damaged_names import restored
from repair.pipeline.unverified.doubtful_names import doubtful_mentions
from repair.pipeline.unverified.flags import DoubtedNames, flag
from repair.pipeline.unverified.mention_classification import ClassifiedMention, unverified_mentions
from repair.pipeline.unverified.uncovered_stories import in_no_list, is_uncovered
from repair.pipeline.whole_names.half_names import leaves_half_a_name
from repair.pipeline.whole_names.name_corrections import NameCorrection


@dataclass(frozen=True, slots=True)
class Assembler:
    """Turns the corrections of a document into its suggestions; ``signature`` is written into each of them."""

    gazetteer: Gazetteer
    rules: tuple[Rule, ...]
    feedback: Feedback
    options: Options
    signature: str

    def assemble(
        self,
        document: Document,
        copy_context: CopyContext,
        corrections: Sequence[NameCorrection],
        reasons: Sequence[tuple[Reason, ...]],
        *,
        decided: Sequence[ScoredCorrection] = (),
    ) -> tuple[Suggestion, ...]:
        """Return the suggestions of a document, in order of place.

        Args:
            document: The document.
            copy_context: Its text and sources.
            corrections: The corrections from ``review_at`` on, in order of place.
            reasons: For each correction the reasons for and against it.
            decided: All scored corrections of words, the unlikely ones included.
        """
        suggestions = self._of_corrections(document, copy_context, corrections, reasons)
        # A suggestion for a part of a broken word must not block a rule that restores the whole word.
        suggestions = guarded(document.text, copy_context.copy.tokens, suggestions, copy_context.story.words)
        for widen in (widened, with_repetitions):
            suggestions = widen(
                RuleContext(document, copy_context, self.gazetteer, tuple(suggestions), self.signature, tuple(decided))
            )
        suggestions = self._with_rules(document, copy_context, suggestions, decided, follows_flags=False)
        suggestions = restored(
            copy_context,
            suggestions,
            document_id=document.id,
            signature=self.signature,
            flags=self.options.flag,
        )
        # Every word of another language is unknown, and many have a capital.
        if self.options.flag and not copy_context.is_in_another_language:
            suggestions += self._flags(document, copy_context, suggestions, decided)
        suggestions = self._with_rules(document, copy_context, suggestions, decided, follows_flags=True)
        checked = self._with_decisions(document, copy_context, suggestions)
        if copy_context.is_beside_lists or not self.gazetteer.sources:
            checked = [of_lists(suggestion) for suggestion in checked]
        return tuple(
            _written_like_copy(copy_context, _without_half_names(copy_context, suggestion))
            for suggestion in guarded(document.text, copy_context.copy.tokens, checked, copy_context.story.words)
        )

    def _of_corrections(
        self,
        document: Document,
        copy_context: CopyContext,
        corrections: Sequence[NameCorrection],
        reasons: Sequence[tuple[Reason, ...]],
    ) -> list[Suggestion]:
        suggestions = []
        actions = choose_actions(copy_context, corrections, apply_at=self.options.apply_at)
        for correction, of_correction, choice in zip(corrections, reasons, actions, strict=True):
            context = (document.id, self.signature, choice.action)
            suggestion = explanation.to_suggestion(copy_context, correction, of_correction, self.gazetteer, context)
            suggestions.append(with_action_reason(suggestion, choice.reason) if choice.reason else suggestion)
        return suggestions

    def _with_rules(
        self,
        document: Document,
        copy_context: CopyContext,
        suggestions: list[Suggestion],
        decided: Sequence[ScoredCorrection],
        *,
        follows_flags: bool,
    ) -> list[Suggestion]:
        context = RuleContext(
            document, copy_context, self.gazetteer, tuple(suggestions), self.signature, tuple(decided)
        )
        return with_proposals(self.rules, context, review_at=self.options.review_at, follows_flags=follows_flags)

    def _flags(
        self,
        document: Document,
        copy_context: CopyContext,
        suggestions: Sequence[Suggestion],
        decided: Sequence[ScoredCorrection],
    ) -> list[Suggestion]:
        """Return the flags of names that no source has, where nothing is suggested."""
        review_at = self.options.review_at
        unverified = self._unverified(document.id, copy_context, suggestions)
        doubtful = doubtful_mentions(copy_context, decided, review_at=review_at, document_id=document.id)
        flags, doubted = list[Suggestion](), DoubtedNames(decided, self.gazetteer)
        for group in (unverified, doubtful):
            covered = SpanSet(suggestion.span for suggestion in (*suggestions, *flags))
            uncovered = [classified for classified in group if not covered.touches(classified.mention.span)]
            flags += [
                flag(document, classified, self.signature, doubted.of(classified.mention)[: self.options.guesses])
                for classified in uncovered
            ]
        return flags

    def _unverified(
        self, document_id: str, copy_context: CopyContext, suggestions: Sequence[Suggestion]
    ) -> list[ClassifiedMention]:
        """Return the names to be flagged; where no source reports the story, few are, and a notice explains why."""
        covered = SpanSet(suggestion.span for suggestion in suggestions)
        unverified = [
            classified
            for classified in unverified_mentions(copy_context, self.gazetteer, document_id)
            if not covered.touches(classified.mention.span)
        ]
        names = {
            suggestion.replacement
            for suggestion in suggestions
            if suggestion.action in (Action.APPLY, Action.REVIEW) and suggestion.replacement and suggestion.evidence
        }
        if not is_uncovered(copy_context.copy, copy_context.story, names):
            return unverified
        certain = in_no_list(unverified, copy_context.lexicon)
        if len(certain) < len(unverified) or (copy_context.story.sources and not names):
            copy_context.notices.append(uncovered_notice(copy_context.story))
        return certain

    def _with_decisions(
        self, document: Document, copy_context: CopyContext, suggestions: Sequence[Suggestion]
    ) -> Sequence[Suggestion]:
        """Return the suggestions after earlier decisions and the house list have been applied."""
        in_order = sorted(suggestions, key=lambda suggestion: suggestion.span)
        thresholds = FeedbackThresholds(self.options.apply_at, self.options.review_at)
        is_known = partial(in_sources, self.gazetteer, without=copy_context.repeating)
        decided = apply_feedback(self.feedback, in_order, document, thresholds=thresholds, is_known=is_known)
        if self.options.house is None:
            return decided
        return self.options.house.applied(
            copy_context.copy,
            decided,
            document_id=document.id,
            signature=self.signature,
            sources=copy_context.story.texts,
        )


def _written_like_copy(copy_context: CopyContext, suggestion: Suggestion) -> Suggestion:
    """Return the suggestion with the copy's spaces and apostrophes, and accents apart from letters as in the copy.

    A part of a name is in lower case where the copy has the rest in lower case: "sherod brown" is not "Sherrod brown".
    Nor has it the capitals of a source that is in capitals throughout.
    """
    if suggestion.replacement is None:
        return suggestion
    written = suggestion.replacement
    if written.isupper() and not suggestion.surface.isupper() and HOUSE not in suggestion.reasons:
        written = as_in_running_text(copy_context, written)
    written = typed_like(written, suggestion.surface)
    if is_part_in_lower_case(copy_context, suggestion.span, suggestion.replacement):
        written = written.lower()
    if not unicodedata.is_normalized("NFC", suggestion.surface):
        written = unicodedata.normalize("NFD", written)
    return suggestion if written == suggestion.replacement else replace(suggestion, replacement=written)


def in_sources(gazetteer: Gazetteer, surface: str, *, without: Collection[str] = ()) -> bool:
    """Return whether sources, and not only a person's confirmation, have a form as a name.

    Args:
        gazetteer: The names.
        surface: The form.
        without: Names of sources that do not count.
    """
    return any(name.count for name in gazetteer.find(surface, without=without))


def _without_half_names(copy_context: CopyContext, suggestion: Suggestion) -> Suggestion:
    """Return the suggestion, marked for review where it corrects one part of a name and leaves another wrong."""
    if suggestion.action is not Action.APPLY or suggestion.replacement is None or suggestion.kind is Kind.TITLE:
        return suggestion
    if HOUSE in suggestion.reasons:
        return suggestion  # the house list demands it
    if leaves_half_a_name(copy_context, suggestion.span, suggestion.replacement):
        return replace(suggestion, action=Action.REVIEW, reasons=(Reason(DOUBT, HALF, 0.0), *suggestion.reasons))
    return suggestion
