"""`Repairer`: runs the stages of the pipeline with one gazetteer and one set of models.

One `Repairer` serves many documents and threads. It writes no files and never changes a text in place. The stages
themselves are in the other modules of this package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from itertools import islice
from os import PathLike

from repair.channel.scorer import ChannelModel
from repair.core.arguments import TEXT_OR_DOCUMENT, check_several, check_type, path_argument
from repair.core.caches import empty_caches_after
from repair.core.edits import repaired
from repair.core.errors import ModelError
from repair.core.identity import content_id
from repair.core.notices import CheckedCopy
from repair.core.protocols import Scorer
from repair.core.resources import shipped_model
from repair.core.types import Document, Finding, Repaired, Suggestion
from repair.core.version import __version__
from repair.gazetteer import Gazetteer
from repair.pipeline import explanation
from repair.pipeline.assembly import Assembler
from repair.pipeline.capitals import findings_in_capitals, in_capitals_again, in_mixed_case
from repair.pipeline.copy_notices import language_and_case_notices, log_notices, repetition_notices
from repair.pipeline.correction_stages import ScoredCorrection, correct, extract_features, run_stages
from repair.pipeline.decoding_values import DECISION_COLUMNS
from repair.pipeline.detection import CopyContext
from repair.pipeline.dissent import repeating_sources, spelt_by_one_source
from repair.pipeline.features.candidate_screen import shipped_screen
from repair.pipeline.features.feature_table import COLUMNS, PRUNE_COLUMNS
from repair.pipeline.feedback.feedback_values import Feedback
from repair.pipeline.findings import findings
from repair.pipeline.layout import CopyInPlainLayout
from repair.pipeline.name_retrieval import copy_context_of, with_retrieved_names
from repair.pipeline.namesakes.certain_namesakes import without_namesakes
from repair.pipeline.namesakes.possible_namesakes import with_possible_namesakes
from repair.pipeline.options import Options
from repair.pipeline.ranking.ranker import Ranker
from repair.pipeline.ranking.ranking_model import RankingModel
from repair.pipeline.rules.registry import DEFAULT_RULES, installed_rules
from repair.pipeline.rules.rule_context import Rule
from repair.pipeline.source_retrieval import SourceIndex
from repair.pipeline.unverified.mention_classification import classify_mentions
from repair.pipeline.whole_names.corroboration import corroborated
from repair.pipeline.whole_names.name_corrections import NameCorrection, name_corrections
from repair.pipeline.whole_names.other_spellings import with_spelling_of_sources, without_typos_of_sources
from repair.pipeline.whole_names.words_in_speech import with_doubts_of_single_words
from repair.pipeline.wide_letters import findings_for_copy, for_copy, in_ordinary_letters
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon

EVIDENCE = "evidence-1"
OTHER_EVIDENCE = (
    "the ranker was fitted on other features than this version has; reinstall repair or run `repair calibrate`"
)
NOT_A_GAZETTEER = "gazetteer must be a Gazetteer, not {kind}; make one with Gazetteer.build(documents)"
BATCH = 64  # documents that go through the models together


class Repairer:
    """Finds garbled names in copy and suggests the right ones.

    >>> gazetteer = Gazetteer.build(["British Prime Minister Keir Starmer met Mark Rutte in London on Monday."])
    >>> repairer = Repairer(gazetteer)
    >>> suggestions = repairer.suggest("British Prime Minister Kiel Starmer met Mark Rutte in London on Monday.")
    >>> [(suggestion.surface, suggestion.replacement) for suggestion in suggestions]
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
        """Create a repairer from a gazetteer, the models and the rules.

        Args:
            gazetteer: The right names, with their sources.
            scorer: A channel model, or the path of a model directory; None for the shipped one.
            ranker: The ranker; None for the shipped one.
            rules: The rules that run besides the ranker; None for `DEFAULT_RULES` and those of installed packages.
            feedback: What was learned from earlier decisions; None for no feedback.
            options: The thresholds, and what is reported; None for the defaults.

        Raises:
            ModelError: When a model directory is missing, damaged, or fitted for other features.
        """
        if not isinstance(gazetteer, Gazetteer):
            raise TypeError(NOT_A_GAZETTEER.format(kind=type(gazetteer).__name__))
        self.options = Options() if options is None else check_type(options, Options, "options", "Options")
        self._lexicon = Lexicon.load()
        self._ranker: Ranker = ranker or RankingModel.load(shipped_model(EVIDENCE) / "evidence.json")
        if isinstance(self._ranker, RankingModel) and not self._ranker.matches_features(
            PRUNE_COLUMNS, COLUMNS, DECISION_COLUMNS
        ):
            raise ModelError.of(OTHER_EVIDENCE, path=shipped_model(EVIDENCE) / "evidence.json")
        # The screen imitates the pruning of the shipped ranker; another ranker prunes all candidates itself.
        self._screen = shipped_screen() if ranker is None else None
        self._scorer: Scorer
        if scorer is None or isinstance(scorer, str | PathLike):
            self._scorer = ChannelModel.load(None if scorer is None else path_argument(scorer, "scorer"))
        else:
            self._scorer = scorer
        self._rules = (*DEFAULT_RULES, *installed_rules()) if rules is None else tuple(rules)
        self._feedback = feedback or Feedback()
        self.gazetteer = self._feedback.with_confirmed(gazetteer)

    def __getstate__(self) -> dict[str, object]:
        """Return what another process needs; it builds the index of the sources itself."""
        return {name: value for name, value in self.__dict__.items() if name != "_source_index"}

    def with_gazetteer(self, gazetteer: Gazetteer) -> Repairer:
        """Return a repairer with another gazetteer that shares this one's models."""
        other = copy(self)
        other.__dict__.pop("_source_index", None)
        other.gazetteer = self._feedback.with_confirmed(gazetteer)
        return other

    def with_feedback(self, feedback: Feedback) -> Repairer:
        """Return a repairer that takes earlier decisions into account and shares this one's models."""
        other = copy(self)
        other._feedback = feedback
        return other.with_gazetteer(self.gazetteer)

    @cached_property
    def _source_index(self) -> SourceIndex:
        # It does not refer to the repairer, so that its texts are freed with the last reference to that.
        return SourceIndex.over(self.gazetteer.inverted_index, self.gazetteer.sources, self._lexicon)

    @property
    def signature(self) -> str:
        """Version, gazetteer, models, thresholds, feedback and house list, in one line."""
        feedback = f"|decisions:{self._feedback.name}" if self._feedback else ""
        house = f"|house:{self.options.house.hash}" if self.options.house is not None else ""
        return (
            f"repair:{__version__}|gaz:{self.gazetteer.hash[:8]}|model:{self._scorer.name}|ranker:{self._ranker.name}"
            f"|apply:{self.options.apply_at:g}|review:{self.options.review_at:g}{feedback}{house}"
        )

    def suggest(self, document: str | Document) -> tuple[Suggestion, ...]:
        """Return the suggestions for one document, in order of place.

        Args:
            document: The copy; a plain string is given an id made from its content.
        """
        return next(self.suggest_all([document]))

    def suggest_all(self, documents: Iterable[str | Document]) -> Iterator[tuple[Suggestion, ...]]:
        """Yield the suggestions for each document in turn; `BATCH` documents go through the models together.

        Raises:
            TypeError: ``documents`` is a single text, or one of them is neither a str nor a Document.
        """
        stream = map(_document, check_several(documents, (str, bytes, Document), "documents"))
        return (checked.suggestions for checked in self.check_all(stream, log=True))

    def check_all(self, documents: Iterable[Document], *, log: bool = False) -> Iterator[CheckedCopy]:
        """Yield the suggestions for each document, and the notices about it; with ``log``, these are logged too."""
        stream = iter(documents)
        while batch := list(islice(stream, BATCH)):
            # Features are extracted right after a text is analysed, while it is in the cache of the processor.
            in_layouts = list(map(CopyInPlainLayout, batch))
            plain = [each.view for each in in_layouts]
            ordinary = list(map(in_ordinary_letters, plain))
            views = list(map(in_mixed_case, ordinary))
            extracted = [
                (copy_context, extract_features(copy_context, self._screen))
                for copy_context in map(self._copy_context, views, plain)
            ]
            copy_contexts = [copy_context for copy_context, _ in extracted]
            decoded = correct(copy_contexts, [rows for _, rows in extracted], self._ranker, self._scorer)
            suggestions = self._suggestions(views, copy_contexts, decoded)
            for document in plain:
                empty_caches_after(document.text)
            restored = map(for_copy, plain, map(in_capitals_again, ordinary, suggestions))
            results = map(CopyInPlainLayout.suggestions, in_layouts, restored)
            for document, copy_context, of_document in zip(batch, copy_contexts, results, strict=True):
                if log:
                    log_notices(document, copy_context.notices)
                yield CheckedCopy(of_document, tuple(copy_context.notices))

    def clean(self, document: str | Document) -> Repaired:
        """Return the text with its certain suggestions applied, the edits made, and the other suggestions."""
        document = _document(document)
        return repaired(document.text, self.suggest(document))

    def explain(self, document: str | Document) -> tuple[Finding, ...]:
        """Return, for every name-like span, what it is and why it was changed or left alone."""
        document = _document(document)
        in_layout = CopyInPlainLayout(document)
        ordinary = in_ordinary_letters(in_layout.view)
        view = in_mixed_case(ordinary)
        copy_context = self._copy_context(view, in_layout.view)
        (decided,) = run_stages([copy_context], self._ranker, self._scorer, self._screen)
        (suggestions,) = self._suggestions([view], [copy_context], [decided])
        log_notices(document, copy_context.notices)
        mentions = classify_mentions(copy_context, self.gazetteer, document.id)
        unlikely = [scored for scored in decided if scored.confidence < self.options.review_at]
        found = findings_in_capitals(ordinary, findings(suggestions, mentions, unlikely, self._ranker))
        return in_layout.findings(findings_for_copy(in_layout.view, found))

    def _copy_context(self, view: Document, document: Document) -> CopyContext:
        """Return the context of a view (see ``capitals``) of a document."""
        read = AnalyzedText(view.text)
        copy_context = copy_context_of(read, self._source_index, self.gazetteer, self._lexicon)
        copy_context.notices += language_and_case_notices(document, copy_context)
        story = copy_context.story
        again = repeating_sources(read, story)
        differing = {} if again else spelt_by_one_source(read, story, self._lexicon)
        if not again and not differing:
            return copy_context
        left_out = again | frozenset(differing.values())
        story_left = self._source_index.story(read, without=left_out)
        fewer = with_retrieved_names(read, story_left, self.gazetteer, without=left_out)
        weights = self._source_index.weights.without([text for text in story.texts if text.source in left_out])
        trial = CopyContext(read, fewer, weights, self._lexicon, self.gazetteer)
        if not self._proposes(trial, context_of_story=copy_context):
            return copy_context
        trial.spelt_by_one_source, trial.repeating = differing, again
        trial.notices = [*copy_context.notices, *repetition_notices(again)]
        return trial

    def _proposes(self, copy_context: CopyContext, *, context_of_story: CopyContext) -> bool:
        """Return whether the copy gets a suggestion here for a form that is not suspicious in ``context_of_story``."""
        (decided,) = run_stages([copy_context], self._ranker, self._scorer, self._screen)
        return any(
            scored.confidence >= self.options.review_at
            and not any(context_of_story.suspicious[scored.correction.low : scored.correction.high])
            for scored in decided
        )

    def _suggestions(
        self,
        documents: Sequence[Document],
        copy_contexts: Sequence[CopyContext],
        decoded: Sequence[list[ScoredCorrection]],
    ) -> list[tuple[Suggestion, ...]]:
        """Return the suggestions for each document."""
        corrections = [
            corroborated(
                copy_context,
                self._of_names(copy_context, decided),
            )
            for copy_context, decided in zip(copy_contexts, decoded, strict=True)
        ]
        weakest = [correction.weakest for of_document in corrections for correction in of_document]
        reasons = iter(explanation.reasons(weakest, self._ranker))
        results = []
        assembler = Assembler(self.gazetteer, self._rules, self._feedback, self.options, self.signature)
        for document, copy_context, of_document, decided in zip(
            documents, copy_contexts, corrections, decoded, strict=True
        ):
            why = [next(reasons) for _ in of_document]
            results.append(assembler.assemble(document, copy_context, of_document, why, decided=decided))
        return results

    def _of_names(self, copy_context: CopyContext, decided: Sequence[ScoredCorrection]) -> list[NameCorrection]:
        """Return the corrections of whole names, except those that are probably wrong whatever their confidence."""
        review_at = self.options.review_at
        corrections = name_corrections(copy_context, decided, review_at=review_at)
        corrections = with_spelling_of_sources(copy_context, corrections)
        corrections = without_namesakes(copy_context, without_typos_of_sources(copy_context, corrections))
        corrections = with_possible_namesakes(copy_context, corrections, review_at=review_at)
        return with_doubts_of_single_words(copy_context, corrections, review_at=review_at)


def _document(document: str | Document) -> Document:
    if isinstance(document, Document):
        return document
    text = check_type(document, str, "document", TEXT_OR_DOCUMENT)
    return Document(content_id(text), text)
