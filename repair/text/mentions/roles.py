"""Roles beside a name: before it ("Nato chief Mark Rutte") or after it (", the Kremlin's spokesman,").

`repair.text.mentions.title_splitting` finds titles with capitals.
"""

from __future__ import annotations

import re

from repair.text.mentions.context import Context
from repair.text.wordlists import CALENDAR, FORMS_OF_ADDRESS, FUNCTION, ROLE_MODIFIERS, ROLES, SPEECH

MAX_ROLE_WORDS = 5
_AFTER = re.compile(r",\s++(?:(?:the|a|an|his|her|its|their|then)\s++)?([^,.;:()\n“”\"]{3,60})(?=[,.;])")
_NO_PHRASE = FUNCTION - frozenset("a an and his her its of the their".split())  # not before the role in its phrase
_CLAUSE_WORDS = frozenset("who which that where when and but as with accompanied followed joined".split())


def role_before(context: Context, start: int) -> str:
    """Return the role in lower case before a name, with its organisation or country: "Nato chief"."""
    tokens = context.analysis.tokens
    at = start
    while at > 0 and start - at < MAX_ROLE_WORDS and context.gap(at) in (" ", "-"):
        word = tokens[at - 1]
        if not word.text.islower() or not (word.fold in ROLES or word.fold in ROLE_MODIFIERS):
            break
        at -= 1
    if at == start or tokens[start - 1].fold not in ROLES:
        return ""
    while at > 0 and start - at < 2 * MAX_ROLE_WORDS and context.gap(at) in (" ", "'s ", "’s "):
        if not tokens[at - 1].text[0].isupper() or context.is_function_word(at - 1) or tokens[at - 1].fold in CALENDAR:
            break
        at -= 1
    return cleaned_title(context.analysis.text[tokens[at].start : tokens[start - 1].end])


def role_after(context: Context, end: int) -> str:
    """Return the role between commas after a name: "Jane Roe, the ministry's spokeswoman, said"."""
    match = _AFTER.match(context.analysis.text, context.analysis.tokens[end - 1].end)
    if match is None:
        return ""
    words = match.group(1).split()
    plain = [word.strip("’'\"").lower() for word in words]
    if plain[0] in _CLAUSE_WORDS or not plain[0][:1].isalpha() or not any(word in ROLES for word in plain):
        return ""
    role = next(number for number, word in enumerate(plain) if word in ROLES)
    if any(word in SPEECH for word in plain) or not _NO_PHRASE.isdisjoint(plain[:role]):
        return ""  # "will stand trial before judge Roe", "according to Sergeant Roe"
    return cleaned_title(match.group(1))


def cleaned_title(words: str) -> str:
    """Return a title on one line, without possessives, and without forms of address if there are other words."""
    plain = re.sub(r"['’]s\b", "", words).split()
    return " ".join([word for word in plain if word.strip(".").lower() not in FORMS_OF_ADDRESS] or plain)
