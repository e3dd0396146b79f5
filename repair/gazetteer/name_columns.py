"""The columns of a table of names: the name, whole or in two parts, its kind and its other spellings.

Lists that are imported and lists among the sources are read by the same headers. It reads no files.
"""

from __future__ import annotations

from collections.abc import Sequence

WHOLE_NAME = ("canonical", "name", "full name", "full_name", "fullname", "label", "person", "names")
GIVEN_NAME = (
    "first name",
    "first_name",
    "firstname",
    "given name",
    "given_name",
    "givenname",
    "forename",
    "given",
    "first",
    "forenames",
)
FAMILY_NAME = (
    "last name",
    "last_name",
    "lastname",
    "surname",
    "family name",
    "family_name",
    "familyname",
    "family",
    "last",
)
OTHER_SPELLINGS = ("aliases", "alias", "also", "spelling", "spellings", "variants", "other names", "alternatives")


def columns_of_name(header: Sequence[str], whole: Sequence[str] = WHOLE_NAME) -> tuple[int, ...] | None:
    """Return the number of the column with the name, or of those with the given and the family name, in this order.

    Args:
        header: The names of the columns, in lower case.
        whole: The names that a column of whole names may have, best first.

    Returns:
        None if no column is a name.

    >>> columns_of_name(["id", "surname", "given name"])
    (2, 1)
    """
    for name in whole:
        if name in header:
            return (header.index(name),)
    given = next((header.index(name) for name in GIVEN_NAME if name in header), None)
    family = next((header.index(name) for name in FAMILY_NAME if name in header), None)
    if family is None:
        return None
    return (family,) if given is None else (given, family)


def name_in(row: Sequence[str], columns: Sequence[int]) -> str:
    """Return the name in a row, with single spaces; empty if its cells are.

    >>> name_in(["7", "Rutte", " Mark "], (2, 1))
    'Mark Rutte'
    """
    return " ".join(" ".join(row[number] for number in columns if number < len(row)).split())
