"""The table of rules, those of installed packages, and how the rules of one stage are run.

A rule is any object with a ``propose`` method. Besides `DEFAULT_RULES`, those that installed packages register under
the entry point group ``repair.rules`` are used. A rule only adds suggestions; it never changes those of others.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from repair.core.errors import ConfigError
from repair.core.plugins import RULES, load_plugins
from repair.core.span_set import SpanSet
from repair.core.types import Action, Suggestion
from repair.pipeline.namesakes.hyphenated_names import breaks_a_hyphenated_name
from repair.pipeline.namesakes.statements import are_of_other_events
from repair.pipeline.ranking.trees import TreeEnsemble
from repair.pipeline.rules.almost_known_names import propose_almost_known_names
from repair.pipeline.rules.contradicted_titles import propose_titles
from repair.pipeline.rules.digits_in_names import propose_digits_in_names
from repair.pipeline.rules.given_names_as_words import propose_given_names_as_words
from repair.pipeline.rules.misheard_organisations import propose_misheard_organisations
from repair.pipeline.rules.misread_openings import propose_misread_openings
from repair.pipeline.rules.misspelt_full_names import propose_misspelt_full_names
from repair.pipeline.rules.organisations import propose_organisations
from repair.pipeline.rules.other_particles import propose_other_particles
from repair.pipeline.rules.peoples_and_dates import propose_peoples_and_dates
from repair.pipeline.rules.phrases import propose_phrases, propose_translated
from repair.pipeline.rules.reordered_names import propose_reordered_names
from repair.pipeline.rules.repeated_words import propose_repeated_words
from repair.pipeline.rules.rule_context import Rule, RuleContext
from repair.pipeline.rules.scans.scanned_accents import propose_misread_accents
from repair.pipeline.rules.scans.scanned_names import propose_scanned_names
from repair.pipeline.rules.shared_readings import propose_shared_readings
from repair.pipeline.rules.spacing import propose_spacing
from repair.pipeline.rules.speech.spoken_names import propose_spoken_names
from repair.pipeline.rules.surnames_as_words import propose_surnames_as_words
from repair.pipeline.rules.title_holders import propose_title_holders
from repair.pipeline.rules.translated_articles import propose_translated_articles
from repair.pipeline.rules.translated_bodies import propose_translated_bodies
from repair.pipeline.rules.translated_given_names import propose_translated_given_names
from repair.pipeline.rules.ukrainian_names import propose_ukrainian_names
from repair.pipeline.rules.uncapitalised_surnames import propose_uncapitalised_surnames
from repair.pipeline.vetoes.people_vetoes import is_known_person_in_copy
from repair.pipeline.whole_names.double_surnames import invents_double_surname

NOT_A_RULE = "The plug-in {name!r} does not return a rule: it lacks {missing}. Update or uninstall its package."


@dataclass(frozen=True, slots=True)
class BuiltinRule:
    """A rule of this package.

    Attributes:
        proposer: The function that yields its suggestions.
        follows_flags: Whether it runs after the flags.
        is_fitted: Whether its confidences are fitted, so that they can be compared with those of the ranker: its
            suggestion replaces less confident ones for the same words that wait for a person.
        has_whole_names: Whether its confidences can be compared, too, but its suggestion replaces only those for words
            that are all its own: it proposes whole names where the ranker is sure of a part.
        needs_same_events: Whether the names that it proposes have other words, or other letters in every word, so that
            only the story speaks for them: it does not run where the sources report other events.
    """

    proposer: Callable[[RuleContext], Iterable[Suggestion]]
    follows_flags: bool = False
    is_fitted: bool = False
    has_whole_names: bool = False
    needs_same_events: bool = False

    def propose(self, context: RuleContext) -> Iterable[Suggestion]:
        """Return the suggestions of the rule for one document."""
        if self.needs_same_events and are_of_other_events(context.copy_context):
            return ()
        return (each for each in self.proposer(context) if not _changes_a_right_name(context, each))


def _changes_a_right_name(context: RuleContext, suggestion: Suggestion) -> bool:
    """Whether a suggestion changes what is left alone, or somebody in the news, or invents a hyphenated name."""
    if suggestion.replacement is None:
        return False
    tokens, span = context.copy_context.copy.tokens, suggestion.span
    low = bisect.bisect_left(tokens, span.start, key=lambda token: token.start)
    high = bisect.bisect_left(tokens, span.end, key=lambda token: token.start)
    if low >= high:
        return False
    place = (context.copy_context, (low, high), suggestion.replacement)
    if any(low in words for words in context.copy_context.left_alone) or is_known_person_in_copy(*place):
        return True
    has_hyphen = "-" in context.copy_context.copy.text
    return has_hyphen and (breaks_a_hyphenated_name(*place) or invents_double_surname(*place))


# In the order in which they run; of two suggestions for the same words, that of the earlier rule is kept.
DEFAULT_RULES: tuple[Rule, ...] = (
    BuiltinRule(propose_spoken_names, is_fitted=True),
    BuiltinRule(propose_shared_readings, has_whole_names=True, needs_same_events=True),
    BuiltinRule(propose_title_holders, needs_same_events=True),
    BuiltinRule(propose_misspelt_full_names, needs_same_events=True),
    BuiltinRule(propose_almost_known_names),
    BuiltinRule(propose_other_particles, needs_same_events=True),
    BuiltinRule(propose_peoples_and_dates),
    BuiltinRule(propose_scanned_names),
    BuiltinRule(propose_misread_accents),
    BuiltinRule(propose_digits_in_names),
    BuiltinRule(propose_misread_openings),
    BuiltinRule(propose_phrases),
    BuiltinRule(propose_translated),
    BuiltinRule(propose_translated_given_names, needs_same_events=True),
    BuiltinRule(propose_translated_articles, has_whole_names=True),
    BuiltinRule(propose_ukrainian_names, needs_same_events=True),
    BuiltinRule(propose_given_names_as_words, needs_same_events=True),
    BuiltinRule(propose_surnames_as_words, needs_same_events=True),
    BuiltinRule(propose_misheard_organisations, needs_same_events=True),
    BuiltinRule(propose_spacing, has_whole_names=True),
    BuiltinRule(propose_repeated_words),
    BuiltinRule(propose_uncapitalised_surnames),
    BuiltinRule(propose_reordered_names, needs_same_events=True),
    BuiltinRule(propose_translated_bodies, needs_same_events=True),
    BuiltinRule(propose_organisations, needs_same_events=True),
    BuiltinRule(propose_titles, follows_flags=True),
)


def with_spoken_model(rules: Sequence[Rule], model: TreeEnsemble) -> tuple[Rule, ...]:
    """Return rules of which that of names in transcripts has another model.

    Args:
        rules: The rules.
        model: The model, as `repair.training.fit_spoken_names` fits it.
    """
    spoken = BuiltinRule(partial(propose_spoken_names, model=model), is_fitted=True)
    return tuple(
        spoken if isinstance(rule, BuiltinRule) and rule.proposer is propose_spoken_names else rule for rule in rules
    )


def installed_rules() -> tuple[Rule, ...]:
    """Return the rules that installed packages register under ``repair.rules``, by the name of their entry point.

    Raises:
        ConfigError: When a plug-in cannot be loaded or does not return a rule.
    """
    rules = []
    for name, plugin in load_plugins(RULES).items():
        rule = cast(Callable[[], object], plugin)()
        missing = [member for member in ("follows_flags", "propose") if not hasattr(rule, member)]
        if missing:
            raise ConfigError.of(NOT_A_RULE, name=name, missing=" and ".join(missing))
        rules.append(cast("Rule", rule))
    return tuple(rules)


def with_proposals(
    rules: Sequence[Rule], context: RuleContext, *, review_at: float, follows_flags: bool
) -> list[Suggestion]:
    """Return the suggestions made so far with those of the rules of one stage; none overlaps another.

    Args:
        rules: All rules.
        context: The document and its suggestions so far.
        review_at: Confidence (0-1) from which a suggestion is kept.
        follows_flags: Whether to run the rules that follow the flags, or those that precede them.
    """
    suggestions = {suggestion.span: suggestion for suggestion in context.suggestions}
    taken = SpanSet(suggestions)
    for rule in rules:
        if rule.follows_flags is not follows_flags:
            continue
        for suggestion in rule.propose(context):
            if suggestion.confidence is not None and suggestion.confidence < review_at:
                continue
            others = taken.touched(suggestion.span)
            if not all(_replaces(rule, suggestion, suggestions[other]) for other in others):
                continue
            for other in others:
                taken.remove(other)
                del suggestions[other]
            taken.add(suggestion.span)
            suggestions[suggestion.span] = suggestion
    return list(suggestions.values())


def _replaces(rule: Rule, suggestion: Suggestion, other: Suggestion) -> bool:
    """Whether the suggestion of a rule is more confident than another for the same words, which waits for a person."""
    if not isinstance(rule, BuiltinRule) or not (rule.is_fitted or rule.has_whole_names):
        return False
    span, inner = suggestion.span, other.span
    if rule.has_whole_names and not (span.start <= inner.start and inner.end <= span.end):
        return False
    if suggestion.confidence is None or other.confidence is None or other.action is not Action.REVIEW:
        return False
    return suggestion.confidence > other.confidence
