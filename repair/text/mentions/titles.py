"""Part the title from the name in a run: "French President Emmanuel Macron" is a title and a name.

Also reads roles in lower case before a name ("Nato chief Mark Rutte") and after it (", the Kremlin's
spokesman,"). A run that is all title, all weekday or all people holds no name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from repair.text.mentions.capitals import CapitalStyle
from repair.text.mentions.runs import Context
from repair.text.wordlists import (
    CALENDAR,
    COMPASS,
    FORMS_OF_ADDRESS,
    OFFICE_OF,
    OFFICES,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    PREFIXES,
    ROLE_MODIFIERS,
    ROLES,
    SPEECH,
    TITLE_MODIFIERS,
    TITLES,
)

MAX_ROLE_WORDS = 5
_AFTER = re.compile(r",\s+(?:(?:the|a|an|his|her|its|their|then)\s+)?([^,.;:()\n“”\"]{3,60})(?=[,.;])")
_SPOKEN = frozenset("who which that where when and but as with accompanied followed joined".split())


@dataclass(frozen=True, slots=True)
class TitledName:
    """A range of words that is one name, and the title or role that stands beside it."""

    start: int
    end: int
    title: str = ""


def parts(context: Context, start: int, end: int) -> list[TitledName]:
    """Return the names in a run of words, titles taken off and noted."""
    start = _trimmed_start(context, start, end)
    end = _trimmed_end(context, start, end)
    if start >= end:
        return []
    title_start, name_start = _title(context, start, end)
    found: list[TitledName] = []
    if name_start > start:
        front = _trimmed_end(context, start, title_start)
        if front > start and not _peoples(context, start, front):
            found.append(TitledName(start, front))
        if name_start >= end:
            return found
        return [*found, TitledName(name_start, end, _title_text(context, start, title_start, name_start))]
    start = _past_people(context, start, end)
    if start >= end:
        return found
    if context.background.place(" ".join(context.fold(at) for at in range(start, end))) >= 3:
        return [TitledName(start, end)]
    return [TitledName(start, end, _role_before(context, start) or _role_after(context, end))]


def _trimmed_start(context: Context, start: int, end: int) -> int:
    """Return where the run begins once words that only open a sentence are left out."""
    while start < end and (context.small(start) or _opens_only(context, start, end)):
        start += 1
    return start


def _opens_only(context: Context, at: int, end: int) -> bool:
    """Tell whether a word has its capital from its place alone."""
    reading, fold = context.reading, context.fold(at)
    if not reading.opens(at) or reading.style(at) is not CapitalStyle.PROSE or not context.plain(fold):
        return False
    if reading.tokens[at].text.isupper() and len(fold) > 1:
        return False
    if at + 1 >= end:
        # Alone: only a name that is hardly a word may stand on its own without proof.
        return context.background.word(fold) >= 2 or context.evidence.lowers(fold) > 0
    following = context.fold(at + 1)
    if context.evidence.met(fold, following) or context.gap(at + 1) != " ":
        return False
    if not reading.tokens[at].first:
        return False  # a quotation mark or a colon stands before whole names: “Radio Svoboda”
    if fold in TITLES or fold in TITLE_MODIFIERS or fold in ORGANISATION_WORDS or fold in PLACE_WORDS:
        return False
    if context.background.demonym(fold) or context.background.given(fold) >= 2:
        return False
    # "Witnesses Ivanov …" but "Golden Gate …": the rest must be able to stand alone.
    return not context.plain(following)


def _trimmed_end(context: Context, start: int, end: int) -> int:
    """Return where the run ends once loose initials and small words at its end are left out."""
    while end > start:
        token = context.reading.tokens[end - 1]
        loose = len(token.text) == 1 and not _closing_letter(context, start, end - 1)
        if not loose and (not context.small(end - 1) or (end - 1 > start and context.gap(end - 1) == "-")):
            break
        end -= 1
    return end


def _closing_letter(context: Context, start: int, at: int) -> bool:
    """Tell whether a single letter at the end belongs to the name: "U.S.", "AT&T", "Serie A"."""
    if at <= start:
        return False
    if context.gap(at) in (".", "&", " & "):
        return True
    after = context.reading.text[context.reading.tokens[at].end : context.reading.tokens[at].end + 1]
    return (
        context.gap(at) == " " and context.opens_nothing(at) and context.reading.tokens[at].text != "I" and after != "."
    )


def _title(context: Context, start: int, end: int) -> tuple[int, int]:
    """Return where the title of a run starts and where the name after it starts; both ``start`` if it has none."""
    at = start
    while at < end and not _title_word(context, at, end):
        at += 1
    if _institution(context, start, end):
        return start, start
    if at == end:
        return start, _past_plain(context, start, end)
    first = at
    while first > start and context.fold(first - 1) in TITLE_MODIFIERS:
        first -= 1
    # A name before the title is fine when it is an office's owner ("NATO Secretary General …"), not a person.
    if first > start and _person(context, start, first):
        return start, start
    strong = False
    while at < end and (context.fold(at) in TITLES or context.fold(at) in TITLE_MODIFIERS):
        strong = strong or context.fold(at) in TITLES
        if context.fold(at) == "of" or context.fold(at) == "the":
            at += 1
            continue
        at += 1
        if at + 1 < end and context.fold(at) == "of" and context.fold(at + 1) in OFFICE_OF:
            at += 2
    if not strong or (
        at + 1 == end and context.plain(context.fold(at)) and context.background.word(context.fold(at)) >= 4
    ):
        # "General Plan" is no general called Plan.
        return start, start
    return first, at


def _past_plain(context: Context, start: int, end: int) -> int:
    """Return where a person's full name begins after plain words that can only be a title: "Priest Paul Durand"."""
    background = context.background
    for at in range(start + 1, end - 1):
        before, last = context.fold(at - 1), context.fold(end - 1)
        named = max(background.given(before), background.surname(before)) >= 2
        if named or background.word(before) == 0:
            break
        if before in PLACE_WORDS or before in COMPASS or before in ("new", "saint", "st", "little", "big", "great"):
            break
        if (
            background.given(context.fold(at)) >= 2
            and background.word(context.fold(at)) < 3
            and not context.plain(last)
        ):
            return at
    return start


def _title_word(context: Context, at: int, end: int) -> bool:
    """Tell whether a word begins the title proper: in the list, and no name by the look of what surrounds it."""
    fold = context.fold(at)
    if fold not in TITLES:
        return False
    if fold in OFFICES or at + 1 < end:
        return fold not in ("general", "major", "private", "father", "mother", "judge", "pan", "don") or at + 1 < end
    return False


def _institution(context: Context, start: int, end: int) -> bool:
    """Tell whether a run with a title's word in it is an institution: "Justice Department", "General Motors"."""
    last = context.fold(end - 1)
    return last in ORGANISATION_WORDS or last in PLACE_WORDS or last.endswith("'s")


def _person(context: Context, start: int, end: int) -> bool:
    """Tell whether a range looks like a person's full name."""
    background = context.background
    return end - start >= 2 and background.given(context.fold(start)) >= 2 and not context.plain(context.fold(end - 1))


def _peoples(context: Context, start: int, end: int) -> bool:
    """Tell whether a range holds nothing but peoples, days and small words."""
    return all(
        context.background.demonym(context.fold(at))
        or context.fold(at) in PREFIXES
        or context.fold(at) in CALENDAR
        or context.small(at)
        for at in range(start, end)
    )


def _past_people(context: Context, start: int, end: int) -> int:
    """Return ``start``, or past the people it opens with when a person follows ("Frenchman Paul Durand")."""
    if _peoples(context, start, end):
        return end
    at = start
    while at < end and context.background.demonym(context.fold(at)):
        at += 1
    if at in (start, end):
        return start
    rest = [context.fold(index) for index in range(at, end)]
    if rest[-1] in ORGANISATION_WORDS or rest[-1] in PLACE_WORDS or all(context.plain(fold) for fold in rest):
        return start
    if context.gap(at) == "-" or any(fold in ORGANISATION_WORDS for fold in rest):
        return start
    return at


def _title_text(context: Context, start: int, title_start: int, name_start: int) -> str:
    """Return a title with the name of its office's owner: "NATO Secretary General"; "Mr" has no owner."""
    tokens, text = context.reading.tokens, context.reading.text
    title = _clean(text[tokens[title_start].start : tokens[name_start - 1].end])
    if title.strip(".").lower() in FORMS_OF_ADDRESS or start == title_start:
        # A plain word taken for a title may head a longer phrase: "Protection of the Family".
        return "" if context.fold(title_start) not in TITLES | TITLE_MODIFIERS and " of " in title else title
    return _clean(text[tokens[start].start : tokens[name_start - 1].end])


def _role_before(context: Context, start: int) -> str:
    """Return the role in lower case before a name, with the office's owner: "Nato chief", "US special envoy"."""
    tokens = context.reading.tokens
    at = start
    while at > 0 and start - at < MAX_ROLE_WORDS and context.gap(at) in (" ", "-"):
        word = tokens[at - 1]
        if not word.text.islower() or not (word.fold in ROLES or word.fold in ROLE_MODIFIERS):
            break
        at -= 1
    if at == start or tokens[start - 1].fold not in ROLES:
        return ""
    while at > 0 and start - at < 2 * MAX_ROLE_WORDS and context.gap(at) in (" ", "'s ", "’s "):
        if not tokens[at - 1].text[0].isupper() or context.small(at - 1) or tokens[at - 1].fold in CALENDAR:
            break
        at -= 1
    return _clean(context.reading.text[tokens[at].start : tokens[start - 1].end])


def _role_after(context: Context, end: int) -> str:
    """Return the role set off by commas after a name: "Jane Roe, the ministry's spokeswoman, said"."""
    match = _AFTER.match(context.reading.text, context.reading.tokens[end - 1].end)
    if match is None:
        return ""
    words = match.group(1).split()
    plain = [word.strip("’'\"").lower() for word in words]
    if plain[0] in _SPOKEN or not plain[0][:1].isalpha() or not any(word in ROLES for word in plain):
        return ""
    if any(word in SPEECH for word in plain):
        return ""
    return _clean(match.group(1))


def _clean(words: str) -> str:
    """Return a title on one line, without possessives; "Sir" and its like only when there is nothing more."""
    plain = re.sub(r"['’]s\b", "", words).split()
    return " ".join([word for word in plain if word.strip(".").lower() not in FORMS_OF_ADDRESS] or plain)
