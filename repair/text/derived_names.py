"""Derived names: a woman's form of a surname, a region named after a town, and names without a case ending."""

from __future__ import annotations

from rapidfuzz.distance import Prefix

from repair.text.given_names import WOMENS_ENDINGS

# Case endings of Slavic languages that no nominative has; a source whose translator kept one has the name wrong.
CASE_ENDINGS = frozenset("em om ou ovi ym im ech ach ami".split())
_STEM = 4  # letters that two forms of one name share
_MENS_ENDINGS = ("", "y", "i", "iy", "yi")  # that a woman's ending replaces
_REGIONS = ("cko", "sko", "shchyna", "shchina")


def is_derived_form(form: str, name: str) -> bool:
    """Return whether a folded form is a correct derivative of the name, or the name without a case ending.

    Derivatives are a woman's form of a surname, and a region.

    Args:
        form: The folded word of the copy.
        name: The folded word of the sources.

    >>> is_derived_form("novakova", "novak"), is_derived_form("horovicko", "horovice")
    (True, True)
    >>> is_derived_form("trebin", "trebinem"), is_derived_form("krasnodra", "krasnodar")
    (True, False)
    """
    shared = Prefix.similarity(form, name)
    if shared < min(_STEM, len(name) - 2):
        return False
    end, name_end = form[shared:], name[shared:]
    is_womans = end in WOMENS_ENDINGS and name_end in _MENS_ENDINGS
    is_region = form.endswith(_REGIONS) and not name.endswith(_REGIONS)
    is_nominative = not end and name_end in CASE_ENDINGS
    return is_womans or is_region or is_nominative
