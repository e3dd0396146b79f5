"""Rules: proposals from a pattern instead of the ranker, such as a title that contradicts the sources.

A rule is any object with a ``propose`` method. Besides `DEFAULT_RULES`, those that installed packages register under
the entry point group ``repair.rules`` are used. A rule only adds suggestions; it never changes those of others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from repair.core.errors import ConfigError
from repair.core.plugins import RULES, load_plugins
from repair.core.protocols import Rule
from repair.core.types import Document, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline.detection import CopyContext
from repair.pipeline.office_holders import propose_office_holders
from repair.pipeline.organisations import propose_organisations
from repair.pipeline.peoples_and_dates import propose_peoples_and_dates
from repair.pipeline.phrases import propose_phrases, propose_translated
from repair.pipeline.shared_readings import propose_shared_readings
from repair.pipeline.spacing import propose_spacing
from repair.pipeline.spoken_names import propose_spoken_names
from repair.pipeline.titles import propose_titles
from repair.pipeline.unverified_names import SpanSet

NOT_A_RULE = "The plug-in {name!r} does not return a rule: it lacks {lacking}. Update or uninstall its package."


@dataclass(frozen=True, slots=True)
class RuleContext:
    """The input of a rule for one document.

    ``document`` is the copy, ``copy_context`` the copy with its story, ``suggestions`` are those made so far, in order
    of place, and ``signature`` is the signature of the rule's suggestions.
    """

    document: Document
    copy_context: CopyContext
    gazetteer: Gazetteer
    suggestions: tuple[Suggestion, ...]
    signature: str

    @property
    def labels(self) -> dict[str, str]:
        """The document id and the signature of new suggestions, as keyword arguments."""
        return {"document_id": self.document.id, "signature": self.signature}


class MistranslatedPhrases:
    """Names made of ordinary words that were translated: "Coalition of Ambitiousness"."""

    follows_flags = False

    def propose(self, context: RuleContext) -> Iterable[Suggestion]:
        """Yield a suggestion for each such phrase and each translated word of a person's name."""
        yield from propose_phrases(context.copy_context, **context.labels)
        yield from propose_translated(context.copy_context, context.gazetteer, **context.labels)


class ContradictedTitles:
    """Titles that every source of the story contradicts: "German Prime Minister Friedrich Merz"."""

    follows_flags = True

    def propose(self, context: RuleContext) -> Iterable[Suggestion]:
        """Yield a suggestion for each such title."""
        return propose_titles(context.copy_context, context.suggestions, context.gazetteer, **context.labels)


class MisplacedSpaces:
    """Names whose words are run together, split, or in a translated order: "LePen", "Zelen sky"."""

    follows_flags = False

    def propose(self, context: RuleContext) -> Iterable[Suggestion]:
        """Yield a suggestion for each such name."""
        return propose_spacing(context.copy_context, context.gazetteer, **context.labels)


class RenamedOrganisations:
    """Organisations in other words or initials than the sources have: "National Regroupment (RN)"."""

    follows_flags = False

    def propose(self, context: RuleContext) -> Iterable[Suggestion]:
        """Yield a suggestion for each such organisation."""
        return propose_organisations(context.copy_context, **context.labels)


class MisheardNames:
    """People's names in transcripts of speech that were heard as other words: "Jonathan lemurs"."""

    follows_flags = False

    def propose(self, context: RuleContext) -> Iterable[Suggestion]:
        """Yield a suggestion for each such name."""
        return propose_spoken_names(context.copy_context, context.gazetteer, **context.labels)


class ChineseReadings:
    """Names of other languages as their Chinese characters are read in Mandarin: "Li Zaiming" for Lee Jae-myung."""

    follows_flags = False

    def propose(self, context: RuleContext) -> Iterable[Suggestion]:
        """Yield a suggestion for each such name."""
        return propose_shared_readings(context.copy_context, context.gazetteer, **context.labels)


class OfficeHolders:
    """People whose office the sources give to somebody of a similar name: "Frederick Mertz, the German chancellor"."""

    follows_flags = False

    def propose(self, context: RuleContext) -> Iterable[Suggestion]:
        """Yield a suggestion for each such person."""
        return propose_office_holders(context.copy_context, **context.labels)


class MisspeltPeoplesAndDates:
    """Peoples, days and months that the sources have in another spelling: "Satuiday"."""

    follows_flags = False

    def propose(self, context: RuleContext) -> Iterable[Suggestion]:
        """Yield a suggestion for each such word."""
        return propose_peoples_and_dates(context.copy_context, **context.labels)


DEFAULT_RULES: tuple[Rule, ...] = (
    MisheardNames(),
    ChineseReadings(),
    OfficeHolders(),
    MisspeltPeoplesAndDates(),
    MistranslatedPhrases(),
    MisplacedSpaces(),
    RenamedOrganisations(),
    ContradictedTitles(),
)


def installed_rules() -> tuple[Rule, ...]:
    """Return the rules that installed packages register under ``repair.rules``, by the name of their entry point.

    Raises:
        ConfigError: When a plug-in cannot be loaded or does not return a rule.
    """
    rules = []
    for name, plugin in load_plugins(RULES).items():
        rule = cast(Callable[[], object], plugin)()
        lacking = [member for member in ("follows_flags", "propose") if not hasattr(rule, member)]
        if lacking:
            raise ConfigError.of(NOT_A_RULE, name=name, lacking=" and ".join(lacking))
        rules.append(cast("Rule", rule))
    return tuple(rules)


def proposals(
    rules: Sequence[Rule], context: RuleContext, *, review_at: float, follows_flags: bool
) -> tuple[Suggestion, ...]:
    """Return the suggestions of the rules of one stage; none overlaps another suggestion.

    Args:
        rules: All rules.
        context: The document and its suggestions so far.
        review_at: Confidence (0-1) from which a suggestion is kept.
        follows_flags: Whether to run the rules that follow the flags, or those that precede them.
    """
    taken = SpanSet((suggestion.span.start, suggestion.span.end) for suggestion in context.suggestions)
    accepted: list[Suggestion] = []
    for rule in rules:
        if rule.follows_flags is not follows_flags:
            continue
        for suggestion in rule.propose(context):
            span = suggestion.span
            if suggestion.confidence is not None and suggestion.confidence < review_at:
                continue
            if taken.touches(span):
                continue
            taken.add(span)
            accepted.append(suggestion)
    return tuple(accepted)
