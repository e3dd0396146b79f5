"""The texts of the page are in two modules, each worded once; templates and scripts hold none of their own."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from repair.review import labels, page_texts
from repair.review.templating import environment

PAGE = Path(page_texts.__file__).parent
TEMPLATES = sorted((PAGE / "templates").glob("*.html"))
WORD = re.compile(r"[A-Za-z]{2,}")
EXPRESSION = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
CLASS_OF_PAGE = re.compile(r"\{% block body_class %\}[a-z ]*\{% endblock %\}")
TAG = re.compile(r"<kbd>[A-Za-z]+</kbd>|<code>.*?</code>|<[^<>]*>", re.DOTALL)
READ_ATTRIBUTE = re.compile(r'\b(?:aria-label|placeholder|title|alt)="([^"]*)"')
LITERAL = re.compile(r"'([^']*)'")
NO_TEXT = {"repair", "other place"}  # the name of the program; a noun that is counted


def constants(module: object) -> dict[str, str]:
    return {name: value for name, value in vars(module).items() if name.isupper() and isinstance(value, str)}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_holds_no_words(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    markup = EXPRESSION.sub("", CLASS_OF_PAGE.sub("", source))
    literals = {text for expression in EXPRESSION.findall(source) for text in LITERAL.findall(expression)}
    words = WORD.findall(TAG.sub(" ", markup)) + WORD.findall(" ".join(READ_ATTRIBUTE.findall(markup)))
    assert [word for word in words if word not in NO_TEXT] == []
    assert {text for text in literals - NO_TEXT if text[:1].isupper() or re.search("[a-z] [a-z]", text)} == set()


def test_scripts_show_no_words_of_their_own() -> None:
    shown = re.compile(r'(?:textContent|placeholder|announce\(|showError\(|new Error\()\s*=?\s*["`][^"`]*[A-Za-z]{2,}')
    assert [script.name for script in (PAGE / "static").glob("*.js") if shown.search(script.read_text("utf-8"))] == []


def test_each_text_of_a_template_exists_and_is_used() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    used = set(re.findall(r"\btext\.([A-Z_]+)", sources))
    code = "".join(path.read_text(encoding="utf-8") for path in PAGE.glob("*.py"))
    used |= set(re.findall(r"\bpage_texts\.([A-Z_]+)", code))
    assert used == set(constants(page_texts))


def literal_texts(module: object) -> Iterator[str]:
    """Yield the texts written in a module as constants; those taken from another module are left out."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    for node in tree.body:
        if isinstance(node, ast.Assign):
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            yield from (
                value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)
            )


def test_no_wording_has_two_names() -> None:
    worded = Counter([*literal_texts(page_texts), *literal_texts(labels)])
    assert [text for text, count in worded.items() if count > 1] == []


def test_values_are_escaped_when_they_are_filled_in() -> None:
    template = environment().from_string("{{ text.ACCEPT_NAME|fill(name='<script>') }}")
    assert template.render() == "Accept &lt;script&gt;"
