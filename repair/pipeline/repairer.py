"""`Repairer`: a gazetteer and a model put together, asked about copy.

One `Repairer` serves many documents and many threads; it never changes a text in place and writes no
file. Suggesting is in ``suggest``, wording in ``explanation``; here the rooms are only joined.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property, partial
from itertools import islice
from os import PathLike
from pathlib import Path

from repair.channel.scorer import ChannelModel
from repair.core.edits import repaired
from repair.core.errors import ModelError
from repair.core.protocols import Scorer
from repair.core.resources import shipped_model
from repair.core.types import Action, Document, Finding, Kind, Outcome, Reason, Repaired, Suggestion
from repair.core.version import __version__
from repair.gazetteer import Gazetteer
from repair.pipeline import explanation
from repair.pipeline.actions import explained, rulings, without_slips
from repair.pipeline.corroboration import corroborated
from repair.pipeline.detection import CopyContext
from repair.pipeline.dissent import disputed, repeating
from repair.pipeline.explanation import _finding_of
from repair.pipeline.features import COLUMNS, SCREEN_COLUMNS
from repair.pipeline.feedback import Feedback
from repair.pipeline.feedback_rules import FeedbackThresholds, apply_feedback
from repair.pipeline.groups import DECISION_COLUMNS
from repair.pipeline.guards import guarded
from repair.pipeline.house_list import HOUSE
from repair.pipeline.name_retrieval import copy_context_of, with_retrieved_names
from repair.pipeline.options import Options
from repair.pipeline.ranker import Ranker
from repair.pipeline.ranking import ScoredCorrection, correct, extract_features, run_stages
from repair.pipeline.restoration import restored
from repair.pipeline.retrieval import SourceIndex
from repair.pipeline.rules import DEFAULT_RULES, Rule, RuleContext, installed_rules, proposals
from repair.pipeline.unverified import (
    ClassifiedMention,
    NBestSuggester,
    SpanSet,
    classify_mentions,
    flag,
    is_flag,
    unverified,
)
from repair.pipeline.whole_names import NameCorrection, leaves_half_a_name, name_corrections
from repair.text.analysis import AnalyzedText
from repair.text.language import is_english
from repair.text.lexicon import Lexicon

_LOG = logging.getLogger("repair")
EVIDENCE = "evidence-1"
OTHER_EVIDENCE = (
    "{path} was fitted on other evidence than this version measures; reinstall repair or run repair calibrate"
)
NOT_A_GAZETTEER = "gazetteer must be a Gazetteer, not {kind}; make one with Gazetteer.build(documents)"
NOT_ENGLISH = "%s does not look like English; only English copy is read, so mangled names in it may be missed"
REPEATS = "%s repeats the copy %s and was left out as a source"
BATCH = 64  # documents that go through the model together


class Repairer:
    """Finds mangled names in copy and proposes the right ones.

    >>> gazetteer = Gazetteer.build(["British Prime Minister Keir Starmer met Mark Rutte in London on Monday."])
    >>> repairer = Repairer(gazetteer)
    >>> found = repairer.suggest("British Prime Minister Kiel Starmer met Mark Rutte in London on Monday.")
    >>> [(one.surface, one.replacement) for one in found]
    [('Kiel Starmer', 'Keir Starmer')]
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        *,
        scorer: Scorer | str | PathLike[str] | None = None,
        ranker: Ranker | None = None,
        rules: Sequence[Rule] | None = None,
        feedback: Feedback | None = None,
        options: Options | None = None,
    ) -> None:
        """Put a gazetteer, the models and the rules together.

        Args:
            gazetteer: The right names, with their sources.
            scorer: A channel model, or the path of a model directory; None for the shipped one.
            ranker: The evidence model; None for the shipped one.
            rules: Rules beside the ranker; None for `DEFAULT_RULES` and those of installed packages.
            feedback: What people decided before; None for nothing.
            options: Thresholds and what is reported; None for the defaults.

        Raises:
            ModelError: When a model directory is missing, damaged, or fitted for other features.
        """
        if not isinstance(gazetteer, Gazetteer):
            raise TypeError(NOT_A_GAZETTEER.format(kind=type(gazetteer).__name__))
        self.options = options or Options()
        self._lexicon = Lexicon.load()
        self._ranker = ranker or Ranker.load(shipped_model(EVIDENCE) / "evidence.json")
        if not self._ranker.matches_features(SCREEN_COLUMNS, COLUMNS, DECISION_COLUMNS):
            raise ModelError(OTHER_EVIDENCE.format(path=shipped_model(EVIDENCE) / "evidence.json"))
        self._scorer: Scorer
        if scorer is None or isinstance(scorer, str | PathLike):
            self._scorer = ChannelModel.load(None if scorer is None else Path(scorer))
        else:
            self._scorer = scorer
        self._rules = (*DEFAULT_RULES, *installed_rules()) if rules is None else tuple(rules)
        self._feedback = feedback or Feedback()
        self._guesser = NBestSuggester(self._scorer)
        self.gazetteer = self._feedback.with_confirmed(gazetteer)

    def __getstate__(self) -> dict[str, object]:
        """Return what a copy in another process needs; indexes of the sources are made there anew."""
        return {name: value for name, value in self.__dict__.items() if name not in ("_source_index", "_guesser")}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._guesser = NBestSuggester(self._scorer)

    def with_gazetteer(self, gazetteer: Gazetteer) -> Repairer:
        """Return a repairer with another gazetteer that shares this one's model."""
        other = copy(self)
        other.__dict__.pop("_source_index", None)
        other.gazetteer = self._feedback.with_confirmed(gazetteer)
        return other

    def with_feedback(self, feedback: Feedback) -> Repairer:
        """Return a repairer that heeds what people decided before, and shares this one's model."""
        other = copy(self)
        other._feedback = feedback
        return other.with_gazetteer(self.gazetteer)

    @cached_property
    def _source_index(self) -> SourceIndex:
        return SourceIndex.over(self.gazetteer.inverted_index, self._read, self._lexicon)

    def _read(self, number: int) -> AnalyzedText:
        source = self.gazetteer.sources[number]
        return AnalyzedText(source.text, source.source or source.id, source.date)

    @property
    def signature(self) -> str:
        """Version, gazetteer, model, evidence table and thresholds, in one line."""
        feedback = f"|memory:{self._feedback.name}" if self._feedback else ""
        house = f"|house:{self.options.house.hash}" if self.options.house is not None else ""
        return (
            f"repair:{__version__}|gaz:{self.gazetteer.hash[:8]}|model:{self._scorer.name}|judge:{self._ranker.name}"
            f"|apply:{self.options.apply_at:g}|review:{self.options.review_at:g}{feedback}{house}"
        )

    def suggest(self, document: str | Document) -> tuple[Suggestion, ...]:
        """Return the suggestions for one document, in order of place."""
        return next(self.suggest_all([document]))

    def suggest_all(self, documents: Iterable[str | Document]) -> Iterator[tuple[Suggestion, ...]]:
        """Yield the suggestions for each document in turn; several go through the model together."""
        stream = map(_document, documents)
        while batch := list(islice(stream, BATCH)):
            # Each is surveyed as soon as it is read, while the processor has it at hand.
            surveyed = [(copy_context, extract_features(copy_context)) for copy_context in map(self._scene, batch)]
            copy_contexts = [copy_context for copy_context, _ in surveyed]
            found = correct(copy_contexts, [rows for _, rows in surveyed], self._ranker, self._scorer)
            yield from self._guessed(self._told(batch, copy_contexts, found))

    def clean(self, document: str | Document) -> Repaired:
        """Return the text with its certain edits made, and the suggestions that were left."""
        document = _document(document)
        return repaired(document.text, self.suggest(document))

    def explain(self, document: str | Document) -> tuple[Finding, ...]:
        """Return, for every name-like span, what it was taken for and why it was changed or left alone."""
        document = _document(document)
        copy_context = self._scene(document)
        (decided,) = run_stages([copy_context], self._ranker, self._scorer)
        (suggestions,) = self._guessed(self._told([document], [copy_context], [decided]))
        taken = SpanSet((suggestion.span.start, suggestion.span.end) for suggestion in suggestions)
        findings = [_finding_of(suggestion) for suggestion in suggestions]
        doubtful = {
            number: scored
            for scored in decided
            if scored.confidence < self.options.review_at
            for number in range(scored.correction.start, scored.correction.end)
        }
        for standing in self._standings(document, copy_context):
            if not taken.touches(standing.mention.span):
                findings.append(self._left_alone(standing, doubtful))
        return tuple(sorted(findings, key=lambda finding: finding.mention.span))

    def _left_alone(self, standing: ClassifiedMention, doubtful: dict[int, ScoredCorrection]) -> Finding:
        """Tell why a span was left alone, with the name it might have stood for when there was one.

        ``doubtful`` holds, for each place (code points) of a proposal that was too doubtful, that proposal.
        """
        span = standing.mention.span
        near = [doubtful[place] for place in range(span.start, span.end) if place in doubtful]
        if not near or standing.outcome is Outcome.KNOWN:
            return Finding(standing.mention, standing.outcome, standing.words)
        best = max(near, key=lambda d: d.confidence)
        words = (
            f"{standing.words}; possibly {best.correction.replacement} ({best.confidence:.0%}), too unlikely to suggest"
        )
        return Finding(standing.mention, Outcome.AMBIGUOUS, words, reasons=explanation.reasons([best], self._ranker)[0])

    def _scene(self, document: Document) -> CopyContext:
        read = AnalyzedText(document.text)
        if is_english(read.tokens, self._lexicon) is False:
            _LOG.warning(NOT_ENGLISH, _printable(document.source or document.id))
        copy_context = copy_context_of(read, self._source_index, self.gazetteer, self._lexicon)
        story = copy_context.story
        again = repeating(read, story)
        differing = {} if again else disputed(read, story, self._lexicon)
        if not again and not differing:
            return copy_context
        left_out = again | frozenset(differing.values())
        story_left = self._source_index.story(read, without=left_out)
        fewer = with_retrieved_names(read, story_left, self.gazetteer, without=left_out)
        weights = self._source_index.weights.without([each for each in story.texts if each.source in left_out])
        trial = CopyContext(read, fewer, weights, self._lexicon, self.gazetteer)
        if not self._proposes(trial, known=copy_context):
            return copy_context
        if again:
            for source in sorted(again):
                _LOG.warning(REPEATS, _printable(source), _printable(document.source or document.id))
        trial.disputed = differing
        return trial

    def _proposes(self, copy_context: CopyContext, *, known: CopyContext) -> bool:
        """Tell whether a scene has a proposal for a form that another scene of the same copy takes for known."""
        (decided,) = run_stages([copy_context], self._ranker, self._scorer)
        return any(
            scored.confidence >= self.options.review_at
            and not any(known.suspicious[scored.correction.low : scored.correction.high])
            for scored in decided
        )

    def _standings(self, document: Document, copy_context: CopyContext) -> list[ClassifiedMention]:
        return classify_mentions(copy_context.copy, copy_context.story, self.gazetteer, self._lexicon, document.id)

    def _told(
        self,
        documents: Sequence[Document],
        copy_contexts: Sequence[CopyContext],
        found: Sequence[list[ScoredCorrection]],
    ) -> list[tuple[Suggestion, ...]]:
        """Return what is said of each document: repairs over the threshold, and flags where no repair stands."""
        corrections = [
            corroborated(
                copy_context,
                without_slips(copy_context, name_corrections(copy_context, decided, review_at=self.options.review_at)),
            )
            for copy_context, decided in zip(copy_contexts, found, strict=True)
        ]
        weakest = [each.weakest for of_document in corrections for each in of_document]
        reasons = iter(explanation.reasons(weakest, self._ranker))
        told = []
        for document, copy_context, of_document in zip(documents, copy_contexts, corrections, strict=True):
            why = [next(reasons) for _ in of_document]
            told.append(self._told_of(document, copy_context, of_document, why))
        return told

    def _told_of(
        self,
        document: Document,
        copy_context: CopyContext,
        likely: list[NameCorrection],
        reasons: list[tuple[Reason, ...]],
    ) -> tuple[Suggestion, ...]:
        signature = self.signature
        told = []
        acts = rulings(copy_context, likely, apply_at=self.options.apply_at)
        for one, why, (action, because) in zip(likely, reasons, acts, strict=True):
            suggestion = explanation.to_suggestion(
                copy_context, one, why, self.gazetteer, (document.id, signature, action)
            )
            told.append(explained(suggestion, because) if because else suggestion)
        names = {"document_id": document.id, "signature": signature}
        context = RuleContext(document, copy_context, self.gazetteer, tuple(told), signature)
        review_at = self.options.review_at
        told += proposals(self._rules, context, review_at=review_at, follows_flags=False)
        told = restored(copy_context, told, **names, flags=self.options.flag)
        if self.options.flag:
            taken = SpanSet((suggestion.span.start, suggestion.span.end) for suggestion in told)
            doubted = unverified(copy_context.copy, copy_context.story, self.gazetteer, self._lexicon, document.id)
            told += [flag(document, each, signature) for each in doubted if not taken.touches(each.mention.span)]
        context = replace(context, suggestions=tuple(told))
        told += proposals(self._rules, context, review_at=review_at, follows_flags=True)
        bounds = FeedbackThresholds(self.options.apply_at, self.options.review_at)
        known = partial(_in_sources, self.gazetteer)
        remembering = apply_feedback(
            self._feedback, sorted(told, key=lambda one: one.span), document, bounds=bounds, known=known
        )
        house = self.options.house
        if house is not None:
            remembering = house.applied(copy_context.copy, remembering, **names)
        suggestions = guarded(document.text, copy_context.copy.tokens, remembering, copy_context.story.words)
        return tuple(_never_half(copy_context, suggestion) for suggestion in suggestions)

    def _guessed(self, told: Sequence[tuple[Suggestion, ...]]) -> list[tuple[Suggestion, ...]]:
        """Put likely originals that the model makes up beside the flags."""
        flagged = [suggestion.surface for suggestions in told for suggestion in suggestions if is_flag(suggestion)]
        guesses = self._guesser.guess(flagged, self.options.guesses)
        return [
            tuple(
                replace(suggestion, alternatives=guesses[suggestion.surface]) if is_flag(suggestion) else suggestion
                for suggestion in suggestions
            )
            for suggestions in told
        ]


def _never_half(copy_context: CopyContext, suggestion: Suggestion) -> Suggestion:
    """Return the suggestion, left to a person where it would mend a part of a name and leave another as it is."""
    if suggestion.action is not Action.APPLY or suggestion.replacement is None or suggestion.kind is Kind.TITLE:
        return suggestion
    if HOUSE in suggestion.reasons:
        return suggestion  # the desk says so itself
    if leaves_half_a_name(copy_context, suggestion.span, suggestion.replacement):
        return replace(suggestion, action=Action.REVIEW)
    return suggestion


def _printable(name: str) -> str:
    """Return a name of a source as one line that no terminal acts on."""
    return "".join(char if char.isprintable() else "?" for char in name)


def _in_sources(gazetteer: Gazetteer, surface: str) -> bool:
    """Whether clean sources, and not a person alone, carry a form as a name."""
    return any(name.count for name in gazetteer.find(surface))


def _document(document: str | Document) -> Document:
    if isinstance(document, Document):
        return document
    return Document(explanation.content_id(document), document)
