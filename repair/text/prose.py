"""The prose of a text: a view of the same length without addresses, with broken words and wrapped lines joined.

Addresses, damaged words and signs, and the numbers of notes become `BLANK`, and the line ends of a hard-wrapped
paragraph become spaces. Invisible characters inside a word, and a hyphen with the line end at which it breaks a word,
become soft hyphens, so that the tokenizer reads such words as one. Offsets do not change.
"""

from __future__ import annotations

import re
import unicodedata

from repair.core.caches import text_cache
from repair.core.characters import INVISIBLE
from repair.text.addresses import address_spans
from repair.text.damage import damaged_words, misread_signs
from repair.text.hard_wraps import unwrapped

BLANK = "\ufffc"  # object replacement character: neither a letter nor space nor punctuation
JOINER = "\u00ad"  # soft hyphen

# Invisible characters, or a hyphen with the line end at which it breaks a word. A set of characters comes first, since
# it is searched much faster than alternatives.
_JOINERS = re.compile(
    rf"[{INVISIBLE}\-\u2010](?:(?<=[{INVISIBLE}])[{INVISIBLE}]*"
    rf"|(?<=[^\W\d_][\-\u2010])[{INVISIBLE} \t]{{0,4}}\r?\n[ \t]{{0,8}}(?=[^\W\d_]))"
)
# Superscript digits after a word, which are the number of a note. Shorter words may be units: "km²".
_NOTE_NUMBER = re.compile(r"[⁰¹²³⁴-⁹](?:(?<=[^\W\d_]{4}.)|(?<=[^\W\d_]{2}['’][sS].))[⁰¹²³⁴-⁹]*(?![^\W_])")

# A no-break space that was decoded wrongly: its first byte became a letter after the word.
_MISREAD_SPACE = re.compile(r"(?<=[^\W\d_]{2})Â(?=[ \xa0])")


@text_cache(maxsize=64)
def prose(text: str) -> str:
    """Return ``text`` with `BLANK` for whatever is not prose and `JOINER` for whatever breaks a word; same length.

    >>> prose("Rut-\\nte wrote to @rutte.") == "Rut" + JOINER * 2 + "te wrote to " + BLANK * 6 + "."
    True
    >>> prose("Rutte¹ has 40 km² of offices") == "Rutte" + BLANK + " has 40 km² of offices"
    True
    """
    spans = [*address_spans(text), *((word.start, word.end) for word in damaged_words(text))]
    if not text.isascii():
        spans += [*(match.span() for match in _NOTE_NUMBER.finditer(text)), *misread_signs(text)]
    view = _blanked(text, sorted(spans)) if spans else text
    if "Â" in view:
        view = _MISREAD_SPACE.sub(" ", view)
    return unwrapped(text, _JOINERS.sub(_joined, view))


@text_cache(maxsize=64)
def on_full_lines(text: str) -> str:
    """Return ``text`` with spaces for the line ends inside its hard-wrapped paragraphs; same length.

    The line end after a hyphen stays, since it may break a word: `whole` joins it.

    >>> on_full_lines("The alliance said on Monday that Mark\\nRutte, its head, was going to Kyiv\\nto meet allies.")
    'The alliance said on Monday that Mark Rutte, its head, was going to Kyiv to meet allies.'
    """
    if "\n" not in text:
        return text
    view = unwrapped(text, _JOINERS.sub(lambda match: JOINER * len(match.group()), text))
    pieces, done = [], 0
    for match in _JOINERS.finditer(text):
        pieces += [view[done : match.start()], match.group()]
        done = match.end()
    return "".join([*pieces, view[done:]])


def whole(text: str) -> str:
    """Return ``text`` without the characters that break its words, and with its letters and their accents composed.

    >>> whole("Kosiniak-\\nKamysz, Rut-\\nte and Star\\u00admer")
    'Kosiniak-Kamysz, Rutte and Starmer'
    """
    if text.isascii() and "\n" not in text:
        return text  # nothing else is invisible or breaks a word
    joined = _JOINERS.sub(lambda match: "-" if _is_compound(match) else "", text)
    return joined if joined.isascii() else unicodedata.normalize("NFC", joined)


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    pieces, done = [], 0
    for start, end in spans:
        if end > done:
            start = max(start, done)
            pieces += [text[done:start], BLANK * (end - start)]
            done = end
    return "".join([*pieces, text[done:]])


def _joined(match: re.Match[str]) -> str:
    """Return joiners instead of the characters that break a word; the hyphen of a compound stays."""
    return match.group() if _is_compound(match) else JOINER * len(match.group())


def _is_compound(match: re.Match[str]) -> bool:
    """Return whether a hyphen at a line end belongs to a compound, before a capital: "Kosiniak-⏎Kamysz"."""
    return "\n" in match.group() and not match.string[match.end()].islower()
