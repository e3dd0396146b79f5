"""Removes boilerplate of web pages from a source: navigation, labels, credits, teasers of other stories.

It drops whole lines and photo credits, and never a line of prose. A gazetteer stores what remains of a source.
"""

from __future__ import annotations

import re

from repair.text.wordlists import ENGLISH_ABBREVIATIONS

# A line that consists of one of these does not belong to the story.
_LABEL = re.compile(
    r"""
    skip\ to\ (?:main\ )?content | (?:main\ )?menu | search | home | share(?:\ this.*)? | save
    | print | e-?mail | copy\ link
    | ad(?:vert(?:isement|ising)?)?(?:[- ]image)? | sponsored(?:\ content)? | loading.* | close | back\ to\ top
    | (?:image|photo|picture|video|caption|title|credit|file\ photo)s?\s*+(?:title|credit|caption)?+\s*+:.*
    | \+?\s*posts? | by\ our\ .* | (?:with|agency|additional)\ inputs?\b.* | \((?:with|agency)\ inputs?\b.*\)
    | (?:additional\ )?reporting\ by\b.* | editing\ by\b.* | writing\ by\b.* | \(reporting\ by\b.*
    | (?:first\ )?(?:published|updated|posted|last\ (?:updated|modified))\b[^\d]{0,20}\d.{0,50}
    | \d+\s*min(?:ute)?s?\ (?:read|ago)
    | (?:sign|log)\ (?:in|up|out)\b.{0,40} | subscribe\b.{0,60} | register\b.{0,30} | accept\ (?:all\ )?cookies.*
    | follow\ (?:us|me|topics)\b.{0,60} | listen\ to\ this.* | watch:?.{0,40} | tags?\s*:.*
    | topics?\s*:.* | keywords?\s*:.*
    | ©.* | copyright\b.* | all\ rights\ reserved.* | terms\ (?:of|and)\b.{0,40} | privacy\b.{0,40}
    | (?:leave\ a\ )?comments?
    | read\ more.{0,80} | read\ also.* | also\ read.* | see\ also.* | click\ here.* | continue\ reading.*
    | view\ (?:all|more)
    | facebook | twitter | x | whatsapp | telegram | linkedin | instagram | youtube | reddit | pinterest | rss
    | [-–—_*•.=~#|/\s]+ | [-–]?\s*\d{1,2}[./]\d{1,2}[./]\d{2,4}(?:[,\s]+\d{1,2}[:.]\d{2}.{0,12})?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Such a label before a sentence: the caption, which names people. A full stop within it is a decimal point, or that of
# an initial or another abbreviation: "The U.S. envoy Mr. B. Vos".
_CAPTION = re.compile(
    r"(?:file )?(?:image|photo|picture|video|caption|title|credit)s?\s*+(?:title|credit|caption)?+\s*+:"
    rf"(?:\s++(?:(?:{'|'.join(sorted(ENGLISH_ABBREVIATIONS))})\.(?=\s)|[^\s.!?]++(?:\.\w++)*+(?:(?<=\b\w)\.(?=\s))?+)){{6,40}}+"
    r"[.!?][\"”’')]*+(?:\s|$)",
    re.IGNORECASE,
)
# A line that consists of one of these announces teasers of other stories.
_TEASERS = re.compile(
    r"opinions?|view all|more (?:from|on|in|stories|news)\b.{0,40}|related(?: \w+)?|most (?:read|popular|viewed|shared)"
    r"|trending(?: now)?|recommended.{0,20}|latest(?: news| stories)?|top stories"
    r"|you (?:may|might) (?:also )?(?:like|be)\b.{0,30}"
    r"|don['’]t miss.{0,20}|editor['’]?s['’]? picks|popular(?: now)?|what to read next|up next|next article"
    r"|also in .{0,30}"
    r"|about the author|newsletters?|in other news|promoted|around the web|read next",
    re.IGNORECASE,
)
# "… in Paris on Monday. JANE ROE/Pool via REUTERS", "(Photo by Jane Roe/AFP)"
_CREDIT = re.compile(
    r"(?:(?<=[.!?”\"’)])\s++|^)[^.!?\n]{3,60}/\s?[A-Z][\w\s]*+$"
    # The closing bracket is looked for first, so that words without one are read only once.
    r"|\s?[(\[](?=[^()\[\]\n]*+[)\]])[^()\[\]\n]*\b(?:photo|image|picture|credit|getty|afp|epa)\b[^()\[\]\n]*+[)\]]",
    re.IGNORECASE,
)
_CREDIT_MARKS = frozenset("/([")  # every credit has one of these
PROSE_WORDS = 20  # a line of at least this many words that ends like a sentence ends a block of teasers
_ENDS = re.compile(r"[.!?][\"”’')\]]*$")
_CUT = re.compile(r"(?:\.\.\.|…)[\"”’')\]]*$")


def without_boilerplate(text: str) -> str:
    r"""Return ``text`` without the lines and credits that belong to the page and not to the story.

    >>> without_boilerplate("Skip to content\nThe mayor of Oslo resigned.\nView All\nTen tips for...")
    'The mayor of Oslo resigned.'
    """
    lines = [line.strip() for line in re.split(r"\r\n?|[\n\x0b\x0c\u2028\u2029]", text)]
    in_teasers = False
    seen: set[str] = set()
    prose: list[str] = []
    for line in lines:
        if not line:
            continue
        if _TEASERS.fullmatch(line.strip(" :>»")):
            in_teasers = True
            continue
        if in_teasers and not _is_prose(line):
            continue
        in_teasers = False
        if not _CREDIT_MARKS.isdisjoint(line):
            line = _CREDIT.sub("", line).strip()
        if line and line not in seen and not _is_label(line):
            seen.add(line)
            prose.append(line)
    return "\n".join(line for line in prose if not _is_breadcrumb(line, seen))


def _is_label(line: str) -> bool:
    """Return whether a line is a label of the page, and not one before a caption."""
    return _LABEL.fullmatch(line) is not None and _CAPTION.match(line) is None


def _is_prose(line: str) -> bool:
    """Return whether a line is a long, complete sentence."""
    return len(line.split()) >= PROSE_WORDS and _ENDS.search(line) is not None and _CUT.search(line) is None


def _is_breadcrumb(line: str, others: set[str]) -> bool:
    """Return whether a line is a breadcrumb before another line: "Home World Mayor resigns"."""
    words = line.split()
    return any(" ".join(words[at:]) in others for at in range(1, min(len(words) - 2, 7)))
