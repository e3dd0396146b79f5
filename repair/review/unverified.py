"""The page of unverified names as one person sees it: the list, and one name with its sentences and likely originals.

It loads and decides through the review session; drawing is the work of the templates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repair.decisions import commands, queue, unverified_names
from repair.decisions.errors import NotThereError
from repair.decisions.models import Answer, NewDecision, OtherName
from repair.decisions.queue_models import Unverified
from repair.decisions.verdicts import require_confirmation
from repair.gazetteer import Gazetteer
from repair.review import labels
from repair.review.name_lookup import near_names
from repair.review.places import Place, places_of
from repair.review.session import ReviewSession
from repair.review.views import ActionResult
from repair.text.name_key import key

MOST_ORIGINALS = 9  # one for each of the keys 1 to 9
_ACTIONS = {
    Answer.AMEND: labels.AMENDED,
    Answer.CORRECT: labels.MARKED_CORRECT,
    Answer.SKIP: labels.SKIPPED,
}
_LEAST_LIKENESS = 0.5  # of a name in the gazetteer that is offered as the original of an unverified one


@dataclass(frozen=True, slots=True)
class Original:
    """A name that may be meant, and where it comes from: ``stories`` that propose it, or the flag."""

    name: str
    stories: int = 0
    in_gazetteer: bool = False


@dataclass(frozen=True, slots=True)
class UnverifiedView:
    """One page of the unverified names; ``at`` is the index of the selected one, with its places and originals."""

    names: tuple[Unverified, ...]
    count: int
    page: int
    search: str
    at: int | None
    places: tuple[Place, ...] = ()
    originals: tuple[Original, ...] = ()

    @property
    def name(self) -> Unverified | None:
        """The selected name."""
        return self.names[self.at] if self.at is not None else None

    @property
    def pages(self) -> int:
        """The number of pages, at least one."""
        return max(1, -(-self.count // unverified_names.PAGE))

    @property
    def before(self) -> str | None:
        """The id of the first place of the name before the selected one; the last follows the first."""
        return self._neighbour(-1)

    @property
    def after(self) -> str | None:
        """The id of the first place of the name after the selected one; the first follows the last."""
        return self._neighbour(1)

    def _neighbour(self, step: int) -> str | None:
        if self.at is None or len(self.names) < 2:
            return None
        return self.names[(self.at + step) % len(self.names)].first_id


def unverified_view(
    session: ReviewSession, gazetteer: Gazetteer | None, *, at: str | None = None, search: str = "", page: int = 0
) -> UnverifiedView:
    """Return a page of the unverified names with one of them selected.

    Args:
        session: The person's session.
        gazetteer: The names of the sources, if the desk has any.
        at: The id of a suggestion that flags the name to select; by default the first name.
        search: Text that a form, or the name of its story, contains.
        page: The page, from 0.
    """
    store = session.store
    names = unverified_names.names(store, search=search, page=page)
    total = unverified_names.count(store, search)
    if not names:
        return UnverifiedView((), total, page, search, None)
    item = queue.find(store, at) if at is not None else None
    wanted = key(item.suggestion.surface) if item is not None else ""
    index = next((number for number, name in enumerate(names) if name.key == wanted), 0)
    name = names[index]
    flags = unverified_names.places(store, name.surface)
    places = tuple(place for each, text in flags for place in places_of(text, (), each))
    offered = [other.text for each, _ in flags for other in each.suggestion.alternatives]
    originals = _originals(unverified_names.other_names(store, name), offered, name.surface, gazetteer)
    return UnverifiedView(names, total, page, search, index, places, originals)


def answer_everywhere(
    session: ReviewSession,
    surface: str,
    answer: Answer,
    *,
    replacement: str = "",
    confirmed: bool = False,
    comment: str = "",
) -> ActionResult:
    """Keep an answer about an unverified name wherever it is flagged.

    Args:
        session: The person's session.
        surface: The name as printed.
        answer: Correct, skip, unsure, or amend with a ``replacement``.
        replacement: The name that was typed or chosen.
        confirmed: Whether the person has seen and accepted what an `UnconfirmedError` described.
        comment: The comment that is stored with each decision.

    Raises:
        NotThereError: If no open suggestion flags the name.
        UnconfirmedError: If the name is marked as correct and the queue proposes another one for it, or as
            `repair.decisions.commands.decide` does; not if ``confirmed``.
    """
    flags = queue.flagged(session.store, surface)
    if not flags:
        raise NotThereError.of(commands.NO_SUGGESTION, id=surface)
    if answer is Answer.CORRECT and not confirmed:
        with session.store.reading() as connection:
            require_confirmation(connection, surface, flags[0].suggestion.kind)
    amends = answer is Answer.AMEND
    decisions = [
        NewDecision(
            flag.suggestion.id,
            answer,
            session.reviewer,
            replacement if amends else None,
            flag.decision_id,
            # There is one question about a name, not one for each place.
            confirmed or not amends,
            comment,
        )
        for flag in flags
    ]
    return session.decide_many(decisions, _ACTIONS.get(answer, labels.UNSURE), flags)


def _originals(
    proposed: Sequence[OtherName], offered: Sequence[str], surface: str, gazetteer: Gazetteer | None
) -> tuple[Original, ...]:
    """Return the names that may be meant: of other stories, then of the gazetteer, then of its flags."""
    originals = {rival.name: Original(rival.name, rival.stories) for rival in proposed}
    near = near_names(gazetteer, surface, limit=5) if gazetteer is not None else ()
    for near_name in near:
        if near_name.likeness >= _LEAST_LIKENESS:
            originals.setdefault(near_name.name, Original(near_name.name, in_gazetteer=True))
    for name in offered:
        originals.setdefault(name, Original(name))
    originals.pop(surface, None)
    return tuple(originals.values())[:MOST_ORIGINALS]
