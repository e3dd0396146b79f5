"""Limits on declarations in XML from an untrusted source, by which a small document would become a large one.

The parser replaces each reference to an entity, adds the default attributes to each element, and repeats a namespace in
the name of each element. No story and no terminology needs entities, or long values of the others.
"""

from __future__ import annotations

from xml.parsers import expat

MAX_NAMESPACE = 1_000  # code points
MAX_DEFAULTS = 1_000  # code points of all default attributes together

DECLARED = "the file declares {what} ({name}), which no story needs; remove the declaration"

_SHOWN = 40  # code points of a name in a message


class DeclarationError(Exception):
    """A declaration that is refused: what it declares ("an entity"), and its name or beginning."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(what)
        self.what, self.name = what, name[:_SHOWN]


def limit_declarations(parser: expat.XMLParserType) -> None:
    """Make ``parser`` raise `DeclarationError` for entities, many default attributes, and long namespaces."""
    defaults = 0

    def entity(name: str, *_: object) -> None:
        raise DeclarationError("an entity", name)

    def attribute(_element: str, name: str, _kind: str, value: str | None, _required: bool) -> None:
        nonlocal defaults
        if value is not None:
            defaults += len(name) + len(value)
            if defaults > MAX_DEFAULTS:
                raise DeclarationError("long default attributes", name)

    def namespace(prefix: str | None, name: str | None) -> None:
        if len(name or "") > MAX_NAMESPACE:
            raise DeclarationError("a long namespace", name or "")

    parser.EntityDeclHandler = entity
    parser.AttlistDeclHandler = attribute
    parser.StartNamespaceDeclHandler = namespace
