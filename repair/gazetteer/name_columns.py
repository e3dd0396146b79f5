"""The columns of a table of names: the name, whole or in two parts, its kind and its other spellings.

Headers are recognised in English, German, French and Spanish. A column "Name" or "Nom" has the surname where another
has the given name in the same language ("Vorname", "Prénom"), and "Nombre" the given name beside "Apellidos".

Lists that are imported and lists among the sources are read by the same headers. It reads no files.
"""

from __future__ import annotations

from collections.abc import Sequence

WHOLE_NAME = (
    *("canonical", "name", "full name", "full_name", "fullname", "label", "person", "names"),
    *("vollständiger name", "voller name", "namen", "nom complet", "nom", "noms", "nombre completo", "nombre"),
)
_FOREIGN_GIVEN_NAME = (
    *("vorname", "vornamen", "rufname"),
    *("prénom", "prenom", "prénoms", "prenoms"),
)
GIVEN_NAME = (
    *("first name", "first_name", "firstname", "given name", "given_name", "givenname", "forename", "given", "first"),
    *("forenames", *_FOREIGN_GIVEN_NAME, "nombre de pila", "nombres"),
)
_SPANISH_SURNAME = ("apellidos", "apellido")
FAMILY_NAME = (
    *("last name", "last_name", "lastname", "surname", "family name", "family_name", "familyname", "family", "last"),
    *("nachname", "nachnamen", "familienname", "zuname", "nom de famille", *_SPANISH_SURNAME),
)
OTHER_SPELLINGS = ("aliases", "alias", "also", "spelling", "spellings", "variants", "other names", "alternatives")


def columns_of_name(header: Sequence[str], whole: Sequence[str] = WHOLE_NAME) -> tuple[int, ...] | None:
    """Return the number of the column with the name, or of those with the given and the family name, in this order.

    Args:
        header: The names of the columns, in lower case.
        whole: The names that a column of whole names may have, best first.

    Returns:
        None if no column is a name.

    >>> columns_of_name(["id", "surname", "given name"]), columns_of_name(["name", "vorname"])
    ((2, 1), (1, 0))
    >>> columns_of_name(["nombre", "apellidos"]), columns_of_name(["nombre"])
    ((0, 1), (0,))
    """
    given, family = _first(header, GIVEN_NAME), _first(header, FAMILY_NAME)
    foreign, name = _first(header, _FOREIGN_GIVEN_NAME), _first(header, ("name", "nom", "namen", "noms"))
    if family is None and foreign is not None and name is not None:
        return (foreign, name)
    surname, first_name = _first(header, _SPANISH_SURNAME), _first(header, ("nombre", "nombres"))
    if surname is not None and first_name is not None:
        return (first_name, surname)
    number = _first(header, whole)
    if number is not None:
        return (number,)
    if family is None:
        return None
    return (family,) if given is None else (given, family)


def _first(header: Sequence[str], names: Sequence[str]) -> int | None:
    """Return the number of the column that has the first of ``names`` that any column has."""
    return next((header.index(name) for name in names if name in header), None)


def name_in(row: Sequence[str], columns: Sequence[int]) -> str:
    """Return the name in a row, with single spaces; empty if its cells are.

    >>> name_in(["7", "Rutte", " Mark "], (2, 1))
    'Mark Rutte'
    """
    return " ".join(" ".join(row[number] for number in columns if number < len(row)).split())
