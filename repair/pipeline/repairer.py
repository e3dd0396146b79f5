"""`Repairer`: a gazetteer and a model put together, asked about copy.

One `Repairer` serves many documents and many threads; it never changes a text in place and writes no
file. Suggesting is in ``suggest``, wording in ``explanation``; here the rooms are only joined.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice
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
from repair.pipeline.house_list import HOUSE, HouseList
from repair.pipeline.phrases import propose_phrases, propose_translated
from repair.pipeline.ranker import Ranker
from repair.pipeline.ranking import ScoredCorrection, correct, extract_features, run_stages
from repair.pipeline.restoration import restored
from repair.pipeline.retrieval import SourceIndex
from repair.pipeline.titles import propose_titles
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
from repair.text.lexicon import Lexicon

_LOG = logging.getLogger("repair")
EVIDENCE = "evidence-1"
OTHER_EVIDENCE = (
    "{path} was fitted on other evidence than this version measures; reinstall repair or run repair calibrate"
)
REPEATS = "%s repeats the copy %s and was left out as a source"
BATCH = 64  # documents that go through the model together


@dataclass(frozen=True, slots=True)
class Options:
    """What a `Repairer` does with its confidence (calibrated probabilities, 0-1).

    ``apply_at``: from here on a suggestion may be applied unasked. ``review_at``: from here on it is
    queued for a person; below, there is silence. ``flag``: whether names nobody vouches for are reported,
    and ``guesses``: with how many originals the model makes up for them (never applied; not calibrated).
    ``house``: the desk's own list of names, whose explicit replacements are made unasked.
    Both thresholds come out of calibration (see the card of the evidence table).
    """

    apply_at: float = 0.97
    review_at: float = 0.55
    flag: bool = True
    guesses: int = 2
    house: HouseList | None = None


class Repairer:
    """Finds mangled names in copy and proposes the right ones.

    >>> gazetteer = Gazetteer.build(["British Prime Minister Keir Starmer met Mark Rutte in London on Monday."])
    >>> repairer = Repairer(gazetteer)
    >>> found = repairer.suggest("British Prime Minister Kiel Starmer met Mark Rutte in London on Monday.")
    >>> [(one.surface, one.replacement) for one in found]
    [('Kiel Starmer', 'Keir Starmer')]
    """

    def __init__(self, gazetteer: Gazetteer, model: Path | None = None, options: Options | None = None) -> None:
        """Put a gazetteer and a model directory (None: the shipped one) together; ModelError when it is unfit."""
        self.gazetteer = gazetteer
        self.options = options or Options()
        self._background = Lexicon.load()
        table = shipped_model(EVIDENCE) / "evidence.json"
        self._judge = Ranker.load(table)
        if not self._judge.fits(SCREEN_COLUMNS, COLUMNS, DECISION_COLUMNS):
            raise ModelError(OTHER_EVIDENCE.format(path=table))
        self._scorer: Scorer = ChannelModel.load(model)
        self._memory = Feedback()
        self._guesser = NBestSuggester(self._scorer)

    def with_gazetteer(self, gazetteer: Gazetteer) -> Repairer:
        """Return a repairer with another gazetteer that shares this one's model."""
        other = copy(self)
        other.__dict__.pop("_archive", None)
        other.gazetteer = self._memory.taught(gazetteer)
        return other

    def with_memory(self, memory: Feedback) -> Repairer:
        """Return a repairer that heeds what people decided before, and shares this one's model."""
        other = copy(self)
        other._memory = memory
        return other.with_gazetteer(self.gazetteer)

    @cached_property
    def _archive(self) -> SourceIndex:
        return SourceIndex.over(self.gazetteer.inverted_index, self._read, self._background)

    def _read(self, number: int) -> AnalyzedText:
        source = self.gazetteer.sources[number]
        return AnalyzedText(source.text, source.source or source.id, source.date)

    @property
    def signature(self) -> str:
        """Version, gazetteer, model, evidence table and thresholds, in one line."""
        memory = f"|memory:{self._memory.name}" if self._memory else ""
        house = f"|house:{self.options.house.hash}" if self.options.house is not None else ""
        return (
            f"repair:{__version__}|gaz:{self.gazetteer.hash[:8]}|model:{self._scorer.name}|judge:{self._judge.name}"
            f"|apply:{self.options.apply_at:g}|review:{self.options.review_at:g}{memory}{house}"
        )

    def suggest(self, document: str | Document) -> tuple[Suggestion, ...]:
        """Return the suggestions for one document, in order of place."""
        return next(self.suggest_all([document]))

    def suggest_all(self, documents: Iterable[str | Document]) -> Iterator[tuple[Suggestion, ...]]:
        """Yield the suggestions for each document in turn; several go through the model together."""
        stream = map(_document, documents)
        while batch := list(islice(stream, BATCH)):
            # Each is surveyed as soon as it is read, while the processor has it at hand.
            surveyed = [(scene, extract_features(scene)) for scene in map(self._scene, batch)]
            scenes = [scene for scene, _ in surveyed]
            found = correct(scenes, [rows for _, rows in surveyed], self._judge, self._scorer)
            yield from self._guessed(self._told(batch, scenes, found))

    def clean(self, document: str | Document) -> Repaired:
        """Return the text with its certain edits made, and the suggestions that were left."""
        document = _document(document)
        return repaired(document.text, self.suggest(document))

    def explain(self, document: str | Document) -> tuple[Finding, ...]:
        """Return, for every name-like span, what it was taken for and why it was changed or left alone."""
        document = _document(document)
        scene = self._scene(document)
        (decided,) = run_stages([scene], self._judge, self._scorer)
        (suggestions,) = self._guessed(self._told([document], [scene], [decided]))
        taken = SpanSet((one.span.start, one.span.end) for one in suggestions)
        findings = [_finding_of(one) for one in suggestions]
        doubtful = {
            number: one
            for one in decided
            if one.confidence < self.options.review_at
            for number in range(one.group.start, one.group.end)
        }
        for standing in self._standings(document, scene):
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
        words = f"{standing.words}; perhaps {best.group.replacement}, too doubtful to propose ({best.confidence:.0%})"
        return Finding(standing.mention, Outcome.AMBIGUOUS, words, reasons=explanation.reasons([best], self._judge)[0])

    def _scene(self, document: Document) -> CopyContext:
        read = AnalyzedText(document.text)
        story = self._archive.story(read)
        scene = CopyContext(read, story, self._archive.weights, self._background, self.gazetteer)
        again = repeating(read, story)
        differing = {} if again else disputed(read, story, self._background)
        if not again and not differing:
            return scene
        left_out = again | frozenset(differing.values())
        fewer = self._archive.story(read, without=left_out)
        weights = self._archive.weights.without([each for each in story.readings if each.source in left_out])
        trial = CopyContext(read, fewer, weights, self._background, self.gazetteer)
        if not self._proposes(trial, known=scene):
            return scene
        if again:
            for source in sorted(again):
                _LOG.warning(REPEATS, _printable(source), _printable(document.source or document.id))
        trial.disputed = differing
        return trial

    def _proposes(self, scene: CopyContext, *, known: CopyContext) -> bool:
        """Tell whether a scene has a proposal for a form that another scene of the same copy takes for known."""
        (decided,) = run_stages([scene], self._judge, self._scorer)
        return any(
            one.confidence >= self.options.review_at and not any(known.strange[one.group.low : one.group.high])
            for one in decided
        )

    def _standings(self, document: Document, scene: CopyContext) -> list[ClassifiedMention]:
        return classify_mentions(scene.copy, scene.story, self.gazetteer, self._background, document.id)

    def _told(
        self, documents: Sequence[Document], scenes: Sequence[CopyContext], found: Sequence[list[ScoredCorrection]]
    ) -> list[tuple[Suggestion, ...]]:
        """Return what is said of each document: repairs over the threshold, and flags where no repair stands."""
        corrections = [
            corroborated(
                scene, without_slips(scene, name_corrections(scene, decided, review_at=self.options.review_at))
            )
            for scene, decided in zip(scenes, found, strict=True)
        ]
        weakest = [each.weakest for of_document in corrections for each in of_document]
        reasons = iter(explanation.reasons(weakest, self._judge))
        told = []
        for document, scene, of_document in zip(documents, scenes, corrections, strict=True):
            why = [next(reasons) for _ in of_document]
            told.append(self._told_of(document, scene, of_document, why))
        return told

    def _told_of(
        self, document: Document, scene: CopyContext, likely: list[NameCorrection], reasons: list[tuple[Reason, ...]]
    ) -> tuple[Suggestion, ...]:
        signature = self.signature
        told = []
        acts = rulings(scene, likely, apply_at=self.options.apply_at)
        for one, why, (action, because) in zip(likely, reasons, acts, strict=True):
            suggestion = explanation.to_suggestion(scene, one, why, self.gazetteer, (document.id, signature, action))
            told.append(explained(suggestion, because) if because else suggestion)
        taken = SpanSet((one.span.start, one.span.end) for one in told)
        names = {"document_id": document.id, "signature": signature}
        for phrase in (*propose_phrases(scene, **names), *propose_translated(scene, self.gazetteer, **names)):
            if phrase.confidence >= self.options.review_at and not taken.touches(phrase.span):
                told.append(phrase)
        told = restored(scene, told, **names, flags=self.options.flag)
        if self.options.flag:
            taken = SpanSet((one.span.start, one.span.end) for one in told)
            doubted = unverified(scene.copy, scene.story, self.gazetteer, self._background, document.id)
            told += [flag(document, each, signature) for each in doubted if not taken.touches(each.mention.span)]
        titles = propose_titles(scene, told, self.gazetteer, document_id=document.id, signature=signature)
        told.extend(one for one in titles if one.confidence >= self.options.review_at)
        bounds = FeedbackThresholds(self.options.apply_at, self.options.review_at)
        known = partial(_in_sources, self.gazetteer)
        remembering = apply_feedback(
            self._memory, sorted(told, key=lambda one: one.span), document, bounds=bounds, known=known
        )
        house = self.options.house
        if house is not None:
            remembering = house.applied(scene.copy, remembering, **names)
        suggestions = guarded(document.text, scene.copy.tokens, remembering, scene.story.words)
        return tuple(_never_half(scene, suggestion) for suggestion in suggestions)

    def _guessed(self, told: Sequence[tuple[Suggestion, ...]]) -> list[tuple[Suggestion, ...]]:
        """Put likely originals that the model makes up beside the flags."""
        flagged = [one.surface for suggestions in told for one in suggestions if is_flag(one)]
        guesses = self._guesser.guess(flagged, self.options.guesses)
        return [
            tuple(replace(one, alternatives=guesses[one.surface]) if is_flag(one) else one for one in suggestions)
            for suggestions in told
        ]


def _never_half(scene: CopyContext, suggestion: Suggestion) -> Suggestion:
    """Return the suggestion, left to a person where it would mend a part of a name and leave another as it is."""
    if suggestion.action is not Action.APPLY or suggestion.replacement is None or suggestion.kind is Kind.TITLE:
        return suggestion
    if HOUSE in suggestion.reasons:
        return suggestion  # the desk says so itself
    if leaves_half_a_name(scene, suggestion.span, suggestion.replacement):
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
