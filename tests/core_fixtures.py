"""Fixtures for tests of the pipeline: repairers built once, copy contexts from plain texts, two stories."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from repair.core.types import Document, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline.alignment import IdfWeights
from repair.pipeline.candidate_generation import Candidate, candidates
from repair.pipeline.detection import CopyContext, SuspectForm, suspect_forms
from repair.pipeline.repairer import Repairer
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.story import SourceStory
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.phonetics import consonant_skeleton, squash

BRIDGE = (
    "Swedish Transport Minister Torsten Wiklander opened the bridge at Haparanda on Monday. "
    "Wiklander said the old ferry would be sold. The bridge is 412 metres long.",
    "The bridge at Haparanda is open. Transport Minister Torsten Wiklander cut the ribbon and promised to sell "
    "the old ferry.",
)
# The same news in translation: one name is mangled, in full and alone; everything else is right.
BRIDGE_COPY = (
    "The Swedish Transport Minister Torsten Vikrander opened the bridge of Haparanda on Monday. "
    "The old ferry is sold, Vikrander said. The bridge is 412 meters long."
)
ORCHARD = (
    "Moldovan farmers sold their plums in Chisinau on Friday. Anatol Rusnac, who owns an orchard, said the "
    "price had doubled since spring.",
)


@cache
def repairer(*sources: str) -> Repairer:
    """Return the shipped repairer over a gazetteer of these texts; the model is read once."""
    gazetteer = Gazetteer.build(sources)
    return repairer().with_gazetteer(gazetteer) if sources else Repairer(gazetteer)


@cache
def plain_repairer(*sources: str) -> Repairer:
    """Return the shipped repairer over a gazetteer of these texts, the same for the same texts."""
    return repairer(*sources)


def story(*sources: str) -> SourceStory:
    """Return these texts as the sources of one story."""
    texts = [AnalyzedText(text, f"source {number}") for number, text in enumerate(sources)]
    return SourceStory(texts, [1.0] * len(texts))


def copy_context(copy: str, *sources: str) -> CopyContext:
    """Return a copy with these texts as its sources, without retrieval."""
    source_story, lexicon = story(*sources), Lexicon.load()
    return CopyContext(
        AnalyzedText(copy), source_story, IdfWeights(lexicon, source_story.texts), lexicon, Gazetteer.build(sources)
    )


def rule_context(
    context: CopyContext, gazetteer: Gazetteer, suggestions: Sequence[Suggestion] = (), *, signature: str = "test"
) -> RuleContext:
    """Return the input of a rule for a copy that is aligned with its sources."""
    document = Document("copy", context.copy.text)
    return RuleContext(document, context, gazetteer, tuple(suggestions), signature)


def form_of(context: CopyContext, text: str) -> SuspectForm:
    """Return the suspect form of a copy whose folded text is ``text``."""
    return next(form for form in suspect_forms(context) if form.fold == text)


def candidate_of(context: CopyContext, form: str, name: str) -> Candidate:
    """Return the candidate ``name`` for ``form``."""
    return next(candidate for candidate in candidates(context, form_of(context, form)) if candidate.text == name)


def form(text: str, *places: tuple[int, int]) -> SuspectForm:
    """Return a form without a copy."""
    return SuspectForm(
        fold(text), squash(fold(text)), consonant_skeleton(fold(text)), places or ((0, len(text.split())),)
    )
