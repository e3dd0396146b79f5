"""Groups the suggestions of a story that ask the same question: one group per person and per spelling variant.

An editor answers a question once, whether the name is printed in full or as the surname alone. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from repair.core.types import Kind
from repair.decisions.models import QueuedSuggestion, State
from repair.text.name_key import key
from repair.text.tokens import tokenize

Group = tuple[QueuedSuggestion, ...]


def grouped(items: Sequence[QueuedSuggestion]) -> tuple[Group, ...]:
    """Return the suggestions in groups, in text order of their first places.

    The open suggestions for one person are a group, as long as one of their names contains the others and no second
    name in the story does; so are the places of one spelling variant, of one unverified name, and of any other name.
    Decided suggestions are a group if one action decided them.

    Args:
        items: The suggestions of a story, in text order.
    """
    order = {item.suggestion.id: index for index, item in enumerate(items)}
    groups: list[Group] = []
    for same_state in _grouped_by(items, _state_and_action):
        persons = [item for item in same_state if _is_person(item)]
        others = [item for item in same_state if not _is_person(item)]
        variants = [item for item in others if item.suggestion.kind is Kind.SPELLING_VARIANT]
        rest = [item for item in others if item.suggestion.kind is not Kind.SPELLING_VARIANT]
        groups += _person_groups(persons)
        groups += _variant_groups(variants)
        groups += _grouped_by(rest, lambda item: (item.flag, item.suggestion.kind, key(_name(item))))
    return tuple(sorted(groups, key=lambda group: order[group[0].suggestion.id]))


def group_of(groups: Sequence[Group], suggestion_id: str) -> Group:
    """Return the group that contains a suggestion, an empty one if none does."""
    return next((group for group in groups if any(item.suggestion.id == suggestion_id for item in group)), ())


def same_change(item: QueuedSuggestion, other: QueuedSuggestion) -> bool:
    """Return whether two suggestions change one word in the same way, or flag the same form."""
    if item.flag or other.flag:
        return item.flag and other.flag and key(item.suggestion.surface) == key(other.suggestion.surface)
    return not _changed_words(item).isdisjoint(_changed_words(other))


def same_variant(items: Sequence[QueuedSuggestion], item: QueuedSuggestion) -> Group:
    """Return the other open suggestions that change the same word to the same other spelling.

    Args:
        items: The suggestions of the story.
        item: The suggestion that is decided. Unless it is a spelling variant, the result is empty.
    """
    if item.suggestion.kind is not Kind.SPELLING_VARIANT:
        return ()
    return tuple(
        other
        for other in items
        if other.suggestion.id != item.suggestion.id
        and other.suggestion.kind is Kind.SPELLING_VARIANT
        and other.state is State.OPEN
        and same_change(item, other)
    )


def _state_and_action(item: QueuedSuggestion) -> Hashable:
    """Return what suggestions have in common that are all open, or were decided by one action."""
    if item.state is State.OPEN or item.decision is None:
        return item.state, item.applied_text is None
    return item.state, item.applied_text is None, item.decision.batch or item.decision.uid


def _grouped_by(items: Iterable[QueuedSuggestion], common: Callable[[QueuedSuggestion], Hashable]) -> list[Group]:
    groups: dict[Hashable, list[QueuedSuggestion]] = {}
    for item in items:
        groups.setdefault(common(item), []).append(item)
    return [tuple(group) for group in groups.values()]


def _person_groups(items: Sequence[QueuedSuggestion]) -> list[Group]:
    """Return proposals for persons in groups: each has those for one whole name and for parts of it."""
    whole = _whole_names(items)
    return _grouped_by(items, lambda item: whole[_words(item)])


def _variant_groups(items: Sequence[QueuedSuggestion]) -> list[Group]:
    """Return spelling variants that share a changed word, directly or through others."""
    representative: dict[Hashable, Hashable] = {}  # a forest: each change points to another one of its group, or itself

    def root(change: Hashable) -> Hashable:
        while representative[change] != change:
            representative[change] = representative[representative[change]]
            change = representative[change]
        return change

    changes = [sorted(_changed_words(item)) or [(item.suggestion.id, "")] for item in items]
    for first, *others in changes:
        representative.setdefault(first, first)
        for other in others:
            representative.setdefault(other, first)
            representative[root(other)] = root(first)
    groups: dict[Hashable, list[QueuedSuggestion]] = {}
    for item, (first, *_) in zip(items, changes, strict=True):
        groups.setdefault(root(first), []).append(item)
    return [tuple(group) for group in groups.values()]


def _whole_names(items: Iterable[QueuedSuggestion]) -> dict[frozenset[str], frozenset[str]]:
    """Return for the words of each name those of the longest name that contains them; their own if several do."""
    names = {_words(item) for item in items}
    by_word: dict[str, list[frozenset[str]]] = {}
    for name in names:
        for word in name:
            by_word.setdefault(word, []).append(name)

    def containing(name: frozenset[str]) -> Iterable[frozenset[str]]:
        # Whatever contains a name has its rarest word, too.
        having = min((by_word[word] for word in name), key=len, default=names)
        return (other for other in having if name <= other)

    is_longest = {name: not any(name < other for other in containing(name)) for name in names}
    whole = {}
    for name in names:
        longest = [other for other in containing(name) if is_longest[other]]
        whole[name] = longest[0] if len(longest) == 1 else name
    return whole


def _is_person(item: QueuedSuggestion) -> bool:
    return item.suggestion.kind is Kind.PERSON and not item.flag


def _name(item: QueuedSuggestion) -> str:
    return item.suggestion.replacement or item.suggestion.surface


def _words(item: QueuedSuggestion) -> frozenset[str]:
    return frozenset(key(_name(item)).split())


def _changed_words(item: QueuedSuggestion) -> frozenset[tuple[str, str]]:
    """Return the (old, new) words that a suggestion changes; the whole texts where the words do not pair up."""
    surface, replacement = item.suggestion.surface, item.suggestion.replacement or ""
    before, after = ([token.fold for token in tokenize(text)] for text in (surface, replacement))
    if len(before) != len(after):
        return frozenset({(" ".join(before), " ".join(after))})
    return frozenset((old, new) for old, new in zip(before, after, strict=True) if old != new)
