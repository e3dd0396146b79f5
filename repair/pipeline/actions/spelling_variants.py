"""Spelling variants: whether a romanisation explains how copy and sources differ in a name, or explains nothing."""

from __future__ import annotations

from repair.pipeline.decoding_values import Piece
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_origin import is_english_name, is_romanised, variant_in
from repair.pipeline.namesakes.known_forms import is_in_lists
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.acronyms import is_short_in_capitals
from repair.text.lexicon import SMALL_TOWN, TOWN
from repair.text.romanisation import EXONYM, SPELLING, Variant
from repair.text.romanisation_schemes import ANY, CYRILLIC
from repair.text.spelling_keys import in_one_style


def variant_of(copy_context: CopyContext, correction: NameCorrection) -> Variant | None:
    """Return the romanisation that explains how the copy and the sources differ in a name; None if none does.

    Args:
        copy_context: The copy and its story.
        correction: A correction to the name of the sources.
    """
    form = copy_context.copy.surface(correction.low, correction.high)
    if is_short_in_capitals(form) or any(piece.best.values["form_word"] for piece in correction.pieces):
        return None
    return variant_in(copy_context, form, correction.replacement)


def is_unexplained(copy_context: CopyContext, correction: NameCorrection, variant: Variant) -> bool:
    """Return whether a variant explains nothing, since another spelling than that of the sources is wrong.

    Where people have the name and nobody has the copy's spelling, a doubled letter explains nothing: "Openheimer". Nor
    does any other difference that is no matter of style: "Gants". What any romanisation explains needs a list that has
    one of the spellings; a weak variant needs lists that have both.

    Args:
        copy_context: The copy and its story.
        correction: A correction to the name of the sources.
        variant: What may explain how the two differ; see `variant_of`.
    """
    if variant.scheme not in (SPELLING, EXONYM) and not _may_be_in_other_letters(copy_context, correction, variant):
        return True
    if variant.weak and any(_has_bearers_as_name_alone(piece.best.values) for piece in correction.pieces):
        return True
    if variant.scheme in (SPELLING, ANY.name, CYRILLIC) and any(map(_has_established_spelling, correction.pieces)):
        return True
    values = correction.weakest_piece.best.values
    attested = is_in_lists(values, "form") + is_in_lists(values, "name")
    return variant.scheme == ANY.name and attested < (2 if variant.weak else 1)


def _may_be_in_other_letters(copy_context: CopyContext, correction: NameCorrection, variant: Variant) -> bool:
    """Return whether a name may be of a language in other letters, so that it has several spellings in Latin ones.

    It is none in Latin letters in its own language ("Kristerson"), no spelling of an English given name ("Natalie",
    "Nathalie") and no English words ("Cristal Palace"). A change that every romanisation makes (y for i) also garbles
    "Kioxia" into "Kyoxia": where nothing shows the language, only a place may be romanised, since nothing beside a
    place shows its origin. Lists have the other spellings of most: "Basra", "Basrah".
    """
    if is_english_name(copy_context.copy.surface(correction.low, correction.high), correction.replacement):
        return False
    place = correction.low, correction.high
    romanised = is_romanised(copy_context, place, correction.replacement, core=correction.core)
    if romanised is not None or variant.scheme != ANY.name:
        return romanised is not False
    values = correction.weakest_piece.best.values
    is_listed = values["form_place"] or values["form_place_count"] or not variant.weak
    is_place = (values["name_place"] and not values["name_person"]) or (
        values["form_place"] >= TOWN and not values["form_person"]
    )
    return bool(is_place and is_listed)


def _has_bearers_as_name_alone(values: dict[str, float]) -> bool:
    """Return whether people or places have the name, and not the form: a town of "Kenedy" is no person of that name."""
    if values["name_person_count"]:
        return not values["form_person_count"]
    return is_in_lists(values, "name") and not is_in_lists(values, "form")


def _has_established_spelling(piece: Piece) -> bool:
    """Return whether people have the name and nobody the form, and they differ in more than a matter of style.

    Newspapers agree on the spelling of such a name ("Saakashvili"), whatever letters another desk has for its sounds.
    Endings as in "-sky" and "-skiy", "ou" for "u", "q" for "k", and the Ukrainian "h" for "g" remain matters of style.
    """
    values, (form, name) = piece.best.values, piece.folded
    if not values["name_person_count"] or is_in_lists(values, "form") or values["name_place"] > SMALL_TOWN:
        return False
    return "-" not in name and in_one_style(form) != in_one_style(name)
