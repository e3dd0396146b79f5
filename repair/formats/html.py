"""HTML pages and fragments: the text that a reader of the page sees, block by block, its title and descriptions.

Scripts, styles, comments, form controls, code, hidden elements, and page furniture (navigation; footers and asides
outside the article) are not read. Malformed pages are read nearly as in browsers, in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from repair.formats.charset import decode_html
from repair.formats.document import SourceDocument
from repair.formats.escapes import escape_attribute, escape_text
from repair.formats.html_tokenizer import CUT, END, START, TEXT, Attribute, attributes, tokens
from repair.formats.text_runs import BLOCK, LINE, MarkupError, MarkupText, Run, RunCollector, RunReader

MAX_DEPTH = 5_000  # nested elements; an unclosed paragraph is closed by the next

# Block elements; every element that is not named here is inline.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav ol option "
    "optgroup p pre search section summary table tbody td tfoot th thead title tr ul xmp".split()
)
VOID = frozenset("area base br col embed frame hr img input link meta param source track wbr".split())
# Elements that are not read: the first are not shown, the others are not prose.
UNSEEN = frozenset("script style template noscript noembed noframes iframe".split())
NO_PROSE = frozenset(
    "audio button canvas code datalist kbd map math nav object samp select svg textarea video rt rp".split()
)
PREFORMATTED = frozenset(("pre", "listing", "xmp"))  # white space is shown as it stands
ROLES = {"title": "title", "h1": "headline", "figcaption": "caption", "caption": "caption"} | dict.fromkeys(
    ("h2", "h3", "h4", "h5", "h6"), "subhead"
)
STORY = frozenset(("article", "main", "blockquote"))  # a footer or aside in one of these belongs to it
FURNITURE = frozenset(("footer", "aside"))
_ROLES_OF_FURNITURE = frozenset(("navigation", "search", "menu", "menubar", "contentinfo"))
# Elements that end an open paragraph, and elements that end an open one of the same name.
_ENDS_PARAGRAPH = BLOCKS - frozenset("body caption head html option optgroup tbody td tfoot th thead title tr".split())
_ENDS_OWN = frozenset("li dd dt tr td th option p".split())

# Descriptions that readers see in search results and where the page is shared.
_DESCRIPTIONS = frozenset(
    "description og:title og:description og:image:alt twitter:title twitter:description twitter:image:alt".split()
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SHORTEST = len(" hidden")
_MAY_HIDE = re.compile("hidden|style|role", re.IGNORECASE)

TOO_DEEP = "the elements are nested deeper than {depth:,}, as in no story; check that it is the right file"
CUT_OFF = "the page ends within a tag, comment or script; get the whole page"
NUL = "the page has NUL characters; save it as UTF-8 text"


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    """Read an HTML page or fragment.

    Raises:
        FormatError: It cannot be read with certainty.

    >>> reading = parse("a.html", b"<h1>Latte speaks</h1><p>Mark <b>Latte</b> &amp; Co<br>left.")
    >>> reading.document.text
    'Latte speaks\\n\\nMark Latte & Co\\nleft.'
    """
    return PAGE.read(decode_html(name, raw), source=source)


def html_runs(text: str, *, whole: bool = False) -> list[Run]:
    """Return the runs of an HTML page or fragment; offsets are code points of ``text``.

    Args:
        text: The decoded page.
        whole: Whether a page that ends within a tag is an error; otherwise that tag is left out.

    Raises:
        MarkupError: The page cannot be read.

    >>> [(run.gap, run.text) for run in html_runs("<p>Mark <i>Latte</i>, <b>NATO</b></p><p>left.</p>")][1:]
    [(' ', 'Latte'), ('', ','), (' ', 'NATO'), ('\\n\\n', 'left.')]
    """
    if "\0" in text:
        raise MarkupError.of(NUL)
    page = _HtmlPage(text)
    for kind, name, low, high in tokens(text):
        if kind == TEXT:
            page.add_text(low, high)
        elif kind == START:
            page.open(name, low, high)
        elif kind == END:
            page.close(name)
        elif kind == CUT and whole:
            raise MarkupError.of(CUT_OFF, place=f"character {low:,}")
    return page.flow.runs


class _HtmlPage:
    """The open elements at one point of a page, and the runs before it."""

    def __init__(self, text: str) -> None:
        self.flow = RunCollector()
        self._shown, self._preformatted = MarkupText(text), MarkupText(text, keep_blanks=True)
        self._stack: list[tuple[str, bool]] = []  # names, and whether the element starts skipping
        self._open: dict[str, int] = {}
        self._skipped_depth = self._preformatted_depth = 0  # numbers of open elements
        self._roles = ["body"]

    def add_text(self, low: int, high: int) -> None:
        """Add a stretch of text."""
        if not self._skipped_depth:
            source = self._preformatted if self._preformatted_depth else self._shown
            self.flow.add(source, (low, high), escape_text, self._roles[-1])

    def open(self, name: str, low: int, high: int) -> None:
        """Open an element whose attributes are between ``low`` and ``high``."""
        if name in _ENDS_PARAGRAPH and self._open.get("p"):
            self._pop_to("p")
        if name in _ENDS_OWN and self._stack and self._stack[-1][0] == name:
            self._pop()
        if name in VOID:
            self._add_void(name, low, high)
            return
        skips = bool(self._skipped_depth) or self._is_skipped(name, low, high)
        if not skips and name not in BLOCKS:
            return  # an inline element only divides runs
        if len(self._stack) >= MAX_DEPTH:
            raise MarkupError.of(TOO_DEEP, depth=MAX_DEPTH)
        self._stack.append((name, skips))
        self._open[name] = self._open.get(name, 0) + 1
        if name in BLOCKS:
            self.flow.separate()
        elif name in NO_PROSE and not self._skipped_depth:
            self.flow.separate(LINE)
        self._skipped_depth += skips
        self._preformatted_depth += name in PREFORMATTED
        if name in ROLES:
            self._roles.append(ROLES[name])

    def close(self, name: str) -> None:
        """Close an element; an end tag without an open element is ignored, as browsers do."""
        if self._open.get(name):
            self._pop_to(name)
        elif name == "br":
            self.flow.separate(LINE)
        elif name == "p":
            self.flow.separate()

    def _pop_to(self, name: str) -> None:
        while self._pop() != name:
            pass

    def _pop(self) -> str:
        name, skips = self._stack.pop()
        self._open[name] -= 1
        self._skipped_depth -= skips
        self._preformatted_depth -= name in PREFORMATTED
        if name in BLOCKS:
            self.flow.separate()
        if name in ROLES:
            self._roles.pop()
        return name

    def _is_skipped(self, name: str, low: int, high: int) -> bool:
        if name in UNSEEN or name in NO_PROSE:
            return True
        if name in FURNITURE and not any(self._open.get(element) for element in STORY):
            return True
        if high - low < _SHORTEST or not _MAY_HIDE.search(self._shown.text, low, high):
            return False
        text, attributes_of_tag = self._shown.text, attributes(self._shown.text, low, high)
        return is_hidden(
            lambda key: (
                text[attributes_of_tag[key].low : attributes_of_tag[key].high] if key in attributes_of_tag else None
            )
        )

    def _add_void(self, name: str, low: int, high: int) -> None:
        """Add an element without content: a line break, a picture, a description of the page."""
        if self._skipped_depth:
            return
        if name in ("br", "hr"):
            self.flow.separate(LINE if name == "br" else BLOCK)
        elif name in ("meta", "img"):
            text = self._shown.text
            add_description(self.flow, MarkupText(text, "attribute"), name, attributes(text, low, high))


def is_hidden(value: Callable[[str], str | None]) -> bool:
    """Return whether an element is not shown, or is page furniture, judged by its attributes."""
    if value("hidden") is not None or (value("aria-hidden") or "").strip().lower() == "true":
        return True
    return bool(_HIDDEN_STYLE.search(value("style") or "")) or (value("role") or "").lower() in _ROLES_OF_FURNITURE


def add_description(flow: RunCollector, source: MarkupText, name: str, attributes: dict[str, Attribute]) -> None:
    """Add the text in an attribute of an element: a description of the page, or the alternative text of a picture.

    A picture within a line is ignored, so that the line is not divided.
    """
    wanted = "alt"
    if name == "meta":
        key = attributes.get("name") or attributes.get("property")
        if key is None or source.text[key.low : key.high].strip().lower() not in _DESCRIPTIONS:
            return
        wanted = "content"
    elif not flow.at_block_start:
        return
    value = attributes.get(wanted)
    if value is not None and value.quoted:
        flow.separate()
        flow.add(source, (value.low, value.high), escape_attribute, "description" if name == "meta" else "caption")
        flow.separate()


PAGE = RunReader("html", "HTML", partial(html_runs, whole=True))
