"""The stages take linear time on hostile copy and sources, counted in executed lines."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from core_fixtures import plain_repairer, story
from growth_fixtures import Stage, WorstCase, steps, worst_cases

from repair.core.types import Document, Name, Provenance
from repair.gazetteer.extract import occurrences_in_sources
from repair.pipeline.alignment import IdfWeights, align
from repair.pipeline.candidate_generation import candidates
from repair.pipeline.detection import CopyContext, suspect_forms
from repair.text import mentions
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.prose import prose
from repair.text.tokens import tokenize_with_gaps

LIMIT = 2.6  # times the cost for twice the length; a quadratic stage has 4
SIZES = (1_000, 2_000, 4_000)
# A stage that costs less than this at the largest size has steps for the whole text only.
FEW = 3_000


def _analyse(text: str) -> Callable[[], object]:
    def run() -> object:
        analysis = AnalyzedText(text)
        return analysis.words, analysis.grams_by_sentence, analysis.places

    return run


def _align(text: str) -> Callable[[], object]:
    copy, source = AnalyzedText(text), AnalyzedText(text + " Ana Sol spoke in Lima.")
    weights = IdfWeights(Lexicon.load(), [source])
    return lambda: align(copy, source, weights).best()


STAGES = (
    Stage("tokens", lambda text: lambda: tokenize_with_gaps(text)),
    Stage("prose", lambda text: lambda: prose.__wrapped__(text)),
    Stage("analysis", _analyse),
    Stage("mentions", lambda text: lambda: list(mentions.find(text))),
    Stage("extraction", lambda text: lambda: occurrences_in_sources([Document("1", text)], Lexicon.load())),
    Stage("alignment", _align),
)


def growth(run: Callable[[str], Callable[[], object]], case: WorstCase) -> list[int]:
    """Return the steps that a stage takes for a case of each size."""
    steps(run(case.text(200)))  # modules and data that are loaded on first use
    return [steps(run(case.text(size)), most=2_000_000) for size in SIZES]


def is_linear(costs: list[int]) -> bool:
    """Tell whether doubling the text at most about doubles the cost, twice in a row."""
    return costs[-1] < FEW or costs[2] < LIMIT * costs[1] or costs[2] < LIMIT**2 * costs[0]


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_a_stage_reads_a_hostile_text_in_linear_time(stage: Stage) -> None:
    slow = {case: costs for case in worst_cases(10, seed=11) if not is_linear(costs := growth(stage.run, case))}
    assert not slow


class _EveryName:
    """A gazetteer that lists every text as a name."""

    def listed(self, text: str) -> int:
        return 2

    def is_confirmed(self, text: str) -> bool:
        return False

    def find(self, text: str) -> tuple[Name, ...]:
        return ()

    def snippet(self, provenance: Provenance) -> str:
        return ""


def _hostile(copy: str, source: str) -> CopyContext:
    """Return copy beside a source, all of whose n-grams are names."""
    source_story, background = story(source), Lexicon.load()
    return CopyContext(
        AnalyzedText(copy), source_story, IdfWeights(background, source_story.texts), background, _EveryName()
    )


def _names(count: int) -> str:
    syllables = ["".join(each) for each in itertools.product("BDGKLMNR", "aeiou", "bdgklmnr", "aeiou")]
    return ", ".join(first + second.lower() for first, second in zip(syllables[:count], syllables[::-1], strict=False))


@pytest.mark.slow
@pytest.mark.parametrize(
    "copy", [lambda n: "Vikrander saw " * n + "Riga.", lambda n: "Vikrander saw Riga. " * n], ids=["words", "sentences"]
)
def test_many_places_beside_many_names_have_a_bounded_number_of_candidates(copy: Callable[[int], str]) -> None:
    def cost(count: int) -> int:
        context = _hostile(copy(count), "Wiklander saw Riga" + ", Wiklander saw Riga" * count + ".")
        return steps(lambda: [candidates(context, form) for form in suspect_forms(context)])

    cost(10)
    costs = [cost(count) for count in (200, 400, 800)]
    assert costs[2] < LIMIT * costs[1]


def _scene(count: int) -> tuple[str, str]:
    """Return a copy with many mangled names in one sentence, and its source."""
    names = _names(count).split(", ")
    return (
        f"The minister met {', '.join(name[:3] + 'x' + name[3:] for name in names)} in Riga.",
        "The minister met people in Riga. " + " ".join(f"{name} spoke in Riga." for name in names),
    )


@pytest.mark.parametrize(
    "scene",
    [
        _scene,
        lambda n: ("The minister met Vikrander in Riga. " * n, "The minister met Wiklander in Riga. " * n),
        lambda n: ("Minister " + "Vikrander-" * n + "Riga met Vikrander.", "Minister Wiklander met Wiklander in Riga."),
    ],
    ids=["forms", "places", "hyphens"],
)
def test_candidates_are_ranked_and_decoded_in_linear_time(scene: Callable[[int], tuple[str, str]]) -> None:
    def cost(count: int) -> int:
        copy, source = scene(count)
        repairer = plain_repairer(source)
        return steps(lambda: repairer.suggest(Document("1", copy)))

    cost(10)
    costs = [cost(count) for count in (15, 30, 60)]
    assert costs[2] < LIMIT * costs[1] < LIMIT**2 * costs[0]
