"""Actions: whether a correction is applied, left for review, or reported as a mere spelling variant.

A form is changed without a person only where it cannot be right: no romanisation explains it, and nobody has that name.
The confidence is not changed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from repair.core.types import Action, Kind, Reason, Suggestion
from repair.pipeline.candidate_generation import similarity
from repair.pipeline.decoding_values import Piece
from repair.pipeline.detection import CopyContext
from repair.pipeline.dissent import is_slip_of_one_source
from repair.pipeline.explanation import claims_of
from repair.pipeline.whole_names import NameCorrection
from repair.pipeline.wording import contradict
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.romanisation import EXONYM, Variant, is_spelling_variant
from repair.text.romanisation_schemes import ANY

VARIANT = "spelling_variant"  # key of the reason given with a spelling variant
BY_SCHEME = "{scheme} spelling: both are accepted, so house style decides"
IN_TWO_LANGUAGES = "the name in two languages: both are accepted, so house style decides"
DIFFER = "sources_differ"  # key of the reason given where the sources disagree
SOURCES_DIFFER = "sources differ: {source} spells it as the copy does, the others do not"
# What the two reasons claim (see ``wording``): an accepted spelling is not garbled; a source has the copy's spelling.
CLAIMS = {
    VARIANT: frozenset({"-garbled", "+copy_right", "+variant"}),
    DIFFER: frozenset({"+form_in_sources", "-sources"}),
}
_CLOSE = 0.75  # similarity from which either of two spellings may be the typing error
_STEM = 4  # letters that two forms of one name share
_WOMENS_ENDINGS = frozenset("ova eva a ska aya skaya".split())
_REGIONS = ("cko", "sko", "shchyna", "shchina")
_SAME_STORY, _SAME_SENTENCE = 0.3, 0.3  # cosine of the closest source, share of common words of the sentences
_SHORT = 6  # letters up to which capitals are an acronym, which has no spelling variants


class ActionChoice(NamedTuple):
    """What is done with a correction; ``why`` is a reason to add where the usual ones do not explain it."""

    action: Action
    why: Reason | None = None


def rulings(copy_context: CopyContext, corrections: Sequence[NameCorrection], *, apply_at: float) -> list[ActionChoice]:
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
    plain = [
        v is not None and not _doubtful(correction, v) for correction, v in zip(corrections, variants, strict=True)
    ]
    garbled = {
        word
        for correction, is_plain in zip(corrections, plain, strict=True)
        if not is_plain
        for word in _words(correction)
    }
    results = []
    for correction, variant, is_plain in zip(corrections, variants, plain, strict=True):
        carrier = next(
            (copy_context.disputed[word] for word in _words(correction) if word in copy_context.disputed), None
        )
        if carrier is not None:
            results.append(ActionChoice(Action.REVIEW, Reason(DIFFER, SOURCES_DIFFER.format(source=carrier), 0.0)))
            continue
        if variant is not None and is_plain and garbled.isdisjoint(_words(correction)):
            results.append(ActionChoice(Action.VARIANT, _variant_reason(variant)))
            continue
        least = apply_at if _is_agreed(copy_context, correction) else (1 + apply_at) / 2
        sure = correction.confidence >= least and correction.is_complete and not correction.is_attested
        sure = sure and all(_is_in_the_same_report(piece) for piece in _pieces(correction))
        open_to_doubt = (variant is not None and not is_plain) or not sure or _could_be_right(copy_context, correction)
        results.append(ActionChoice(Action.REVIEW if open_to_doubt else Action.APPLY))
    return results


def _variant_reason(variant: Variant) -> Reason:
    words = IN_TWO_LANGUAGES if variant.scheme == EXONYM else BY_SCHEME.format(scheme=variant.scheme)
    return Reason(VARIANT, words, 0.0)


def is_other_form(form: str, name: str) -> bool:
    """Whether a folded form is a right word made of the name: the surname of a woman of the family, or a region.

    >>> is_other_form("novakova", "novak"), is_other_form("horovicko", "horovice")
    (True, True)
    >>> is_other_form("krasnodra", "krasnodar"), is_other_form("newsoma", "newsom")
    (False, True)
    """
    shared = 0
    for one, other in zip(form, name, strict=False):
        if one != other:
            break
        shared += 1
    if shared < min(_STEM, len(name) - 2):
        return False
    rest, other = form[shared:], name[shared:]
    woman = rest in _WOMENS_ENDINGS and other in ("", "y", "i", "iy", "yi")
    region = form.endswith(_REGIONS) and not name.endswith(_REGIONS)
    return woman or region


def _is_in_the_same_report(piece: Piece) -> bool:
    """Whether a source reports what the copy does, and has the name in a sentence that says what this one does.

    Copy about something else may name another person or place of a similar name.
    """
    values = piece.best.features.values
    return values["story_affinity"] >= _SAME_STORY and values["sentence_words"] >= _SAME_SENTENCE


def _is_agreed(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Whether two sources have each name; on one source's word alone half of the doubt must be gone."""
    return all(
        len({number for number, _ in copy_context.story.ngrams.get(piece.best.name)}) > 1
        for piece in _pieces(correction)
    )


def without_slips(copy_context: CopyContext, corrections: Sequence[NameCorrection]) -> list[NameCorrection]:
    """Return the corrections without those to a spelling that is probably the typing error of one source."""
    return [
        correction
        for correction in corrections
        if not any(
            is_slip_of_one_source(copy_context, piece.best.form.fold, fold(piece.best.name))
            for piece in _pieces(correction)
        )
    ]


def without_namesakes(copy_context: CopyContext, corrections: Sequence[NameCorrection]) -> list[NameCorrection]:
    """Return the corrections without those to a full name that the same sentence of the copy has right.

    A sentence that has both "Cho Hyun" and "Chu Hyun" is about two people.
    """
    return [correction for correction in corrections if not _has_it_right_beside(copy_context, correction)]


def _has_it_right_beside(copy_context: CopyContext, correction: NameCorrection) -> bool:
    copy, words = copy_context.copy, fold(correction.replacement).replace("-", " ").split()
    if len(words) < 2:
        return False
    sentence = copy.sentences[copy.sentence_of[correction.low]]
    before, after = copy.folds[sentence.start : correction.low], copy.folds[correction.high : sentence.stop]
    return any(
        part[at : at + len(words)] == words for part in (before, after) for at in range(len(part) - len(words) + 1)
    )


def _pieces(correction: NameCorrection) -> Iterator[Piece]:
    """Yield the decided pieces of a correction."""
    for member in correction.members:
        yield from member.correction.pieces


def _words(correction: NameCorrection) -> set[str]:
    """Return the folded words of the forms that a correction replaces."""
    return {word for piece in _pieces(correction) for word in piece.best.form.fold.split()}


def explained(suggestion: Suggestion, why: Reason) -> Suggestion:
    """Return the suggestion with the reason for its action first and without any that it contradicts.

    A spelling variant gets that kind.
    """
    kind = Kind.SPELLING_VARIANT if why.key == VARIANT else suggestion.kind
    others = [each for each in suggestion.reasons if not contradict(CLAIMS[why.key], claims_of(each))]
    return replace(suggestion, kind=kind, reasons=(why, *others))


def variant_of(copy_context: CopyContext, correction: NameCorrection) -> Variant | None:
    """Return the romanisation that explains how the copy and the sources differ in a name; None if none does."""
    form = copy_context.copy.surface(correction.low, correction.high)
    acronym = form.isupper() and len(form) <= _SHORT
    if acronym or any(piece.best.values["form_word"] for piece in _pieces(correction)):
        return None
    return is_spelling_variant(form, correction.replacement, markers=copy_context.story.words)


def _doubtful(correction: NameCorrection, variant: Variant) -> bool:
    """Whether no language explains the variant, and nobody has either spelling; of a doubled letter, both of them.

    What every romanisation does (y for i) is also what garbles "Kioxia" into "Kyoxia".
    """
    values = correction.weakest.correction.weakest.best.values
    borne = _is_borne(values, "form") + _is_borne(values, "name")
    return variant.scheme == ANY.name and borne < (2 if variant.weak else 1)


def _could_be_right(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Whether the form may be right and the sources wrong.

    It may where people or places have that name, where nobody knows either spelling, the two are close, and only one
    source has the other, where it is an acronym, and where it is another form of the name (see `is_other_form`).
    """
    for piece in _pieces(correction):
        values = piece.best.values
        candidate = piece.best.features.candidate
        surface = copy_context.copy.surface(piece.low, piece.high)
        if _is_borne(values, "form") or (surface.isupper() and len(surface) <= _SHORT):
            return True
        if is_other_form(candidate.form.joined, squash(fold(candidate.text))):
            return True
        name_is_known = _is_borne(values, "name") or values["name_place"] or values["name_person"]
        name = piece.best.name
        single = len({number for number, _ in copy_context.story.ngrams.get(name)}) < 2
        if not name_is_known and single and similarity(piece.best.form.joined, squash(fold(name))) >= _CLOSE:
            return True
    return False


def _is_borne(values: dict[str, float], whose: str) -> bool:
    """Whether people or places are known by the form, or by the name."""
    return bool(values[f"{whose}_bearers"] or values[f"{whose}_towns"])
