"""Vetoes: corrections that are never made, however likely, because the copy is probably right.

A well-known place is not a garbled name, and a relative shares a name with the person of the sources. Other people with
the same surname are handled in ``other_people``.
"""

from __future__ import annotations

import re

from repair.pipeline.decoding_values import Correction
from repair.pipeline.detection import CopyContext
from repair.text.given_names import same_given_name
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.wordlists import KIN, POSSESSIVES

WELL_KNOWN = 3  # of `Lexicon.place`: a large city, a capital or a country
_REAL = 2  # of `Lexicon.given`: more than a rare name
_SHORTEST_NAME, _FURTHER_PART = 4, 4  # letters of a name, and of a further part of it ("berg", "stein", "mann")
_DERIVED = frozenset("ism isms ist ists ite ites ian ians ean".split())
_LITHUANIAN = re.compile(r"(?P<stem>\w{3,}?)(?:(?P<man>as|is|ys|us)|iene|aite|yte|ute|iute|e)")
_NUMERAL = re.compile(r"\d+|x{0,3}(?:ix|iv|v?i{0,3})")
_STEM, _STEM_SHARE = 4, 0.7  # letters of a stem, and their share of the shorter word
_OWNS = ("'s ", "’s ")
_NEAR_KIN = 3  # words before a word of kinship that may include the possessive ("her younger twin sister")


def veto_known_place(group: Correction) -> bool:
    """Return whether the form is a well-known place or a people that differs from the name, not a garbled name.

    This holds where both names have the same stem ("Brovary", "Brovarskyi"), where both are well-known places
    ("Ireland", "Iceland"), and where one is the people of the other ("Maltese", "Malta"). Whether "Cologne" means
    "Kolín" is for the ranker to decide.
    """
    values = group.values
    is_place = values["form_place"] >= WELL_KNOWN or values["form_people"]
    if not is_place or values["frame"] or len(group.pieces) > 1:
        return False
    if values["name_place"] >= WELL_KNOWN or values["name_people"]:
        return True
    return values["same_start"] >= max(_STEM, _STEM_SHARE * min(values["form_length"], values["name_length"]))


def veto_other_name(copy_context: CopyContext, group: Correction) -> bool:
    """Return whether a form is a different name: a longer one, a relative's, or one with another numeral."""
    lexicon = copy_context.lexicon
    for piece in group.pieces:
        row = piece.best.features
        form, name = row.candidate.form.joined, squash(fold(row.candidate.text))
        beside = row.values["left_name"] or row.values["right_name"] or row.values["frame"]
        if _is_longer(form, name) or _is_of_the_family(form, name) or _has_another_number(form, name):
            return True
        if _is_people_of_place(copy_context, piece.low, piece.high, fold(row.candidate.text).split()[-1]):
            return True
        alone = len(group.pieces) == 1
        if alone and _is_part(form, name) and (any(lexicon.bearers(form)) or lexicon.place(form)):
            return True  # the river Narva beside the town of Narvabruk
        if alone and beside and lexicon.given(form) >= _REAL and not same_given_name(form, name):
            return True  # "Ruth Odinga" beside "Raila Odinga"
    return False


def _is_longer(form: str, name: str) -> bool:
    """Whether the form is the name with a further part ("Ruttenberg"), or a word derived from it ("Macronism")."""
    rest = form.removeprefix(name)
    return len(name) >= _SHORTEST_NAME and rest != form and (len(rest) >= _FURTHER_PART or rest in _DERIVED)


def _is_people_of_place(copy_context: CopyContext, low: int, high: int, name: str) -> bool:
    """Whether the words, with or without the word before them, are a well-known place and ``name`` is its people."""
    copy, lexicon = copy_context.copy, copy_context.lexicon
    if copy.folds[high - 1][:_STEM] != name[:_STEM] or not lexicon.demonym(name):
        return False
    starts = (low, low - 1) if low and copy.joinable(low - 1, low) else (low,)
    return any(lexicon.place(" ".join(copy.folds[start:high])) >= WELL_KNOWN for start in starts)


def _is_part(form: str, name: str) -> bool:
    """Whether the name is the form with a further part before or after it."""
    further = len(name) - len(form)
    return len(form) >= _SHORTEST_NAME and further >= _FURTHER_PART and (name.startswith(form) or name.endswith(form))


def _is_of_the_family(form: str, name: str) -> bool:
    """Whether both are one Lithuanian surname, of a man and of a woman: Vainoras, his wife Vainorienė."""
    form_match, name_match = _LITHUANIAN.fullmatch(form), _LITHUANIAN.fullmatch(name)
    if form_match is None or name_match is None or form_match["stem"] != name_match["stem"]:
        return False
    return (form_match["man"] is None) != (name_match["man"] is None)


def _has_another_number(form: str, name: str) -> bool:
    """Whether both are numerals, and not the same one: Charles II is not Charles III."""
    return form != name and all(_NUMERAL.fullmatch(word) for word in (form, name))


def veto_relative(copy_context: CopyContext, group: Correction) -> bool:
    """Return whether the copy has the name right elsewhere and here mentions a relative: "Her sister Marita Vik".

    Relatives have similar names and a common surname, so neither spelling nor context tells them from garbled names.
    """
    values = group.values
    if not values["elsewhere"] or not (values["frame"] or values["left_name"] or values["right_name"]):
        return False
    copy, low = copy_context.copy, group.low
    opens = copy.sentences[copy.sentence_of[low]].start
    while low > opens and copy.tokens[low - 1].capital and copy.joinable(low - 1, low):
        low -= 1
    if low == opens or copy.folds[low - 1] not in KIN:
        return False
    owner = max(opens, low - 1 - _NEAR_KIN)
    possessive = any(copy.text.startswith(_OWNS, copy.tokens[n].end) for n in range(owner, low - 1))
    return possessive or not POSSESSIVES.isdisjoint(copy.folds[owner : low - 1])
