"""Address-like runs of a text: URLs, e-mail addresses, handles, hashtags, paths, file names, code identifiers.

Such a run is not prose: a name inside it is part of an identifier that must not change. In case of doubt a run counts
as an address. Alternatives ("and/or", "Rutte/Starmer"), initials ("U.S.") and a missing space after a full stop
("said.Mark") are not addresses. The time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from repair.core.caches import text_cache
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold

_STOPS = r"\s<>\"“”„«»|`"  # characters that no address contains
_BREAKS = _STOPS + r"(){}\[\],;!…–—"  # further characters that separate two runs, outside URLs
_STOP = re.compile(f"[{_STOPS}]")
_STOP_SET = frozenset(' \t\n\r\v\f\u00a0\u2028\u2029\u3000<>"“”„«»|`')
# Every address has one of these. Most words of prose have none, so the search skips them: the pattern begins with one
# set of characters, which is searched twenty times as fast as alternatives.
_TRIGGER = re.compile(
    r"[@＠#＃_/\\%=$:.\d\](](?:(?<=[@＠#＃_/\\%=$])|(?<=:)(?=[\w:])|(?<=\.)(?=\w)|(?<=[^\W\d_]\d)"
    r"|(?<=\])(?=\()|(?<=\()(?=\)))"
)
_LINK = re.compile(
    r"(?<![^\W_])(?:[a-z][a-z0-9+.\-]{0,30}://|www\.(?=\w)"
    r"|//(?=[\w\-]{1,63}\.\w)|(?:[\w\-]{1,63}\.){1,8}[a-z]{2,24}/(?=[^\s/])"
    r"|(?:mailto|tel|sms|data|urn|doi|isbn|issn|file|javascript|xmpp|sips?|skype|magnet|geo|whatsapp):(?=[\w+]))"
    r"|(?<=\]\()(?=[^\s)])",  # the target of a Markdown link
    re.IGNORECASE,
)
_ATOM = re.compile(f"[^{_BREAKS}]+")
_LINK_END = ".,;:!?'’…*_~"
_ATOM_END = ".:?'’*~-"
_CLOSERS = {")": "(", "]": "[", "}": "{"}

_EXTENSIONS = (
    "jpe?g|png|gif|svg|webp|tiff?|bmp|heic|raw|psd|eps|pdf|docx?|odt|rtf|xlsx?|ods|pptx?|odp|txt|csv|tsv|html?|xhtml|"
    "php|aspx?|jsp|xml|json|jsonl|ya?ml|toml|md|rst|tex|py|js|css|java|cpp|zip|rar|gz|tgz|tar|7z|mp3|mp4|m4a|m4v|wav|"
    "ogg|flac|avi|mov|mkv|webm|srt|vtt|exe|apk|dmg|iso|ics|vcf|eml|sql|log|ini|bak|epub|mobi"
)
_FILE = re.compile(rf"\w['’)]?\.(?:{_EXTENSIONS}|{_EXTENSIONS.upper()})(?![\w])")
# File names with spaces: what may follow the backslash of a path up to its next part or its extension.
_SPACED_TAIL = re.compile(rf"[^\n\\/:*?\"<>|,;]{{1,80}}?(?:\\\w|\.(?:{_EXTENSIONS}|{_EXTENSIONS.upper()})(?!\w))")
_MAX_WORDS_BEFORE = 4  # capitalised words before a file name that may belong to it: "Margus Sakna 2.jpg"
_MAX_DISTANCE_BEFORE = 80  # code points
_TLD = "com|org|net|int|gov|edu|mil|info|biz|news|app|dev|online|site|blog|eu|[a-z]{2}"
_LABELS = r"(?:[^\W_][\w\-]*\.)+"
_DOMAIN = re.compile(rf"{_LABELS}(?:{_TLD})(?::\d+)?(?=$|['’])")
_DOMAIN_PATH = re.compile(rf"{_LABELS}[a-z]{{2,}}(?::\d+)?/")
_SITE_NAME = re.compile(rf"[^\W_][\w\-]*\.(?:{_TLD})(?=$|['’])")  # "Novinky.cz": prose uses it as a name

_HANDLE = re.compile(r"[@＠#＃][\w]")
_SNAKE = re.compile(r"[^\W_]_+[^\W_]")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_QUERY = re.compile(r"\w=[\w%+/\-]|[?&]\w+=")
_SCOPE = re.compile(r"\w::\w|\w\\+\w|^\$\{?[^\W\d]")
_LETTER_DIGIT = re.compile(r"[^\W\d_]\d")
_MISREAD_NAME = re.compile(
    r"[^\W\d_]{0,40}(?:\d[^\W\d_]{2,40}|[01][^\W\d_]|(?<=[^\W\d_]{2})[01]{2}[^\W\d_]{2,40})"
)  # "G1oucester", "Wa11ace": digits read for letters
_ENDING_DIGIT = "1"  # for "l", at the end of a name
_ROOTED = re.compile(r"(?:^|=['‘]?)(?:\.{1,2}|~\w*)?/[\w.~%]|^[ur]/\w")
_INNER_SLASH = re.compile(r"\w//\w|/\w[^/]*/$")


@text_cache(maxsize=64)
def address_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the address-like runs of ``text``: half-open ranges in code points, in order, without overlaps.

    >>> text = "Mail mark.latte@nato.int, see https://x.example/Mark_Latte (or @latte) and/or U.S. law."
    >>> [text[start:end] for start, end in address_spans(text)]
    ['mark.latte@nato.int', 'https://x.example/Mark_Latte', '@latte']
    """
    spans: list[tuple[int, int]] = []
    done = 0
    while trigger := _TRIGGER.search(text, done):
        low = trigger.start()
        while low > done and text[low - 1] not in _STOP_SET and not text[low - 1].isspace():
            low -= 1
        stop = _STOP.search(text, trigger.start())
        high = stop.start() if stop else len(text)
        done = max(high, trigger.start() + 1)
        for start, end in _in_chunk(text, low, high):
            if spans and start < spans[-1][1]:
                start = spans[-1][0]
                end = max(end, spans.pop()[1])
            spans.append((start, end))
            done = max(done, end)  # a file name may contain spaces
    return tuple(spans)


@text_cache(maxsize=64)
def site_names(text: str) -> tuple[tuple[int, int], ...]:
    """Return the capitalised domain names of ``text`` ("Novinky.cz"): half-open ranges in code points, in order.

    Prose uses them as names, so `address_spans` leaves them out. They may only be replaced as a whole.
    """
    spans = []
    done = 0
    while dot := _INNER_DOT.search(text, done):
        low = dot.start()
        while low > done and not _BREAK.match(text[low - 1]):
            low -= 1
        match = _SITE_NAME.match(text, low, high := _atom_end(text, dot.start()))
        done = max(high, dot.end())
        if match and text[low].isupper():
            spans.append((low, match.end()))
    return tuple(spans)


_INNER_DOT = re.compile(r"\.(?=\w)")
_BREAK = re.compile(f"[{_BREAKS}]")


def _atom_end(text: str, at: int) -> int:
    """Return the end of the run of address characters around ``at``, without closing punctuation."""
    stop = _BREAK.search(text, at)
    high = stop.start() if stop else len(text)
    while high > at + 1 and text[high - 1] in _ATOM_END:
        high -= 1
    return high


def _in_chunk(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield the addresses in ``text[low:high]``, which contains no space."""
    at = low
    while at < high:
        link = _LINK.search(text, at, high)
        yield from _atoms(text, at, link.start() if link else high)
        if link is None:
            return
        end = _link_end(text, link.start(), high)
        if end > link.start():
            yield link.start(), end
        at = max(end, link.end(), at + 1)


def _link_end(text: str, low: int, high: int) -> int:
    """Return the end of a URL: before closing punctuation and before a bracket that it does not open."""
    opened: list[str] = []
    for at in range(low, high):
        char = text[at]
        if char in "([{":
            opened.append(char)
        elif char in _CLOSERS and (not opened or opened.pop() != _CLOSERS[char]):
            high = at
            break
    while high > low and text[high - 1] in _LINK_END:
        high -= 1
    return high


def _atoms(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield the addresses in ``text[low:high]`` that are not URLs."""
    for match in _ATOM.finditer(text, low, high):
        start, end = match.span()
        while end > start and text[end - 1] in _ATOM_END:
            end -= 1
        atom = text[start:end]
        if atom and _is_spaced_path(text, start, end, atom):
            tail = _SPACED_TAIL.match(text, end)
            yield start, tail.end() if tail else end
        elif atom and _FILE.search(atom):
            yield _file_start(text, start), end
        elif atom and (_is_address(atom) or (text.startswith("()", end) and atom[-1].isalnum())):
            yield start, end


def _is_spaced_path(text: str, start: int, end: int, atom: str) -> bool:
    """Return whether a run begins a path with backslashes, which may continue after a space."""
    return "\\" in atom and _SCOPE.search(atom) is not None and not _FILE.search(atom) and text[end : end + 1] == " "


def _is_address(atom: str) -> bool:
    """Return whether a run without spaces and brackets is an address or an identifier."""
    if _HANDLE.search(atom) or _SNAKE.search(atom) or _PERCENT.search(atom) or _QUERY.search(atom):
        return True
    if _SCOPE.search(atom) or ("/" in atom and _is_path(atom)):
        return True
    if "." in atom and (domain := _DOMAIN.match(atom)):
        return atom[0].islower() or domain.group().count(".") > 1
    return _is_identifier(atom)


def _is_path(atom: str) -> bool:
    """Return whether a run with slashes is a path, and not prose ("and/or", "AC/DC", "Rutte/Starmer/Macron")."""
    if _ROOTED.search(atom) or _INNER_SLASH.search(atom) or _DOMAIN_PATH.match(atom):
        return True
    parts = atom.split("/")
    return len(parts) > 2 and parts[0].islower() and any(part[:1].isupper() or "-" in part for part in parts[1:])


def _is_identifier(atom: str) -> bool:
    """Return whether digits follow letters of both cases: "MarkLatte2", "Latte2024", not "G20", "F-16" or "Sch0lz"."""
    return any(
        any(char.islower() for char in part) and any(char.isupper() for char in part) and not _is_misread_name(part)
        for part in re.split(r"[\-/.'’:&+]", atom)
        if _LETTER_DIGIT.search(part)
    )


def _is_misread_name(part: str) -> bool:
    """Return whether a word has one digit, between letters, and one capital, which is its first letter.

    At its end the digit is read for a letter only where that makes a known word of an unknown one: "Gabrie1".
    """
    if not (part[0].isupper() and part[1:].islower()):
        return False
    if part[-1] != _ENDING_DIGIT:
        return _MISREAD_NAME.fullmatch(part) is not None
    lexicon, stem = Lexicon.load(), fold(part[:-1])
    return stem.isalpha() and not lexicon.knows(stem) and lexicon.knows(f"{stem}l")


def _file_start(text: str, start: int) -> int:
    """Return the start of a file name, including capitalised words before it: "Margus Sakna 2.jpg"."""
    floor = max(0, start - _MAX_DISTANCE_BEFORE)
    for _ in range(_MAX_WORDS_BEFORE):
        if start - 1 <= floor or text[start - 1] != " ":
            break
        before = text.rfind(" ", floor, start - 1) + 1
        line = text.rfind("\n", floor, start - 1) + 1
        low = max(before, line, floor)
        while low < start - 1 and text[low] in "([\"“„«'‘":
            low += 1
        word = text[low : start - 1]
        if not word or not (word[0].isupper() or word[0].isdigit()) or _BREAK.search(word) or word[-1] in ".:?'’":
            break
        start = low
        if low not in (before, line):
            break  # an opening quote or bracket
    return start
