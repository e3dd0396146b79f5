"""The house list: names as the desk spells them, spellings that it always replaces, and forms that it ignores.

Only an explicit replacement, or a listed name where the house style is enforced, may change a right spelling without a
person. A listed name is never corrected, and an ignored form is never reported. The lists are files that editors
maintain (read by ``house_list_file``); nothing is learned from them.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from repair.core.types import Action, Document, Kind, Reason, Span, Suggestion
from repair.pipeline.actions.doubts import DOUBT
from repair.pipeline.feedback.house_list_file import read_house_list, read_ignored
from repair.pipeline.feedback.house_replacements import HousePlace, HouseReplacements
from repair.pipeline.feedback.house_standing import OtherNames, Standing, standing
from repair.text.analysis import AnalyzedText
from repair.text.fixed_expressions import in_fixed_expression
from repair.text.lexicon import Lexicon
from repair.text.tokens import tokenize
from repair.text.word_sequences import WordSequences

HOUSE = Reason("house", "the house list always replaces this spelling", 0.0)


@dataclass(frozen=True)
class HouseList:
    """A house list.

    Attributes:
        names: Names that are right as they are.
        replacements: Pairs of a spelling and the name that always replaces it.
        ignored: Forms that are neither corrected nor flagged.
        enforced: Whether each of ``names`` replaces spellings of it with other accents, hyphens or capitals.

    >>> HouseList(("Kyiv",), (("Kiev", "Kyiv"),)).hash
    'b986b919'
    """

    names: tuple[str, ...] = ()
    replacements: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    enforced: bool = False

    @classmethod
    def load(cls, path: Path | None, *, ignore: Path | None = None, enforced: bool = False) -> HouseList:
        """Read a house list and a list of ignored forms.

        Args:
            path: The house list, see `read_house_list`; None is no list.
            ignore: The list of ignored forms, see `read_ignored`; None is no list.
            enforced: Whether listed names replace spellings with other accents, hyphens or capitals.

        Raises:
            ConfigError: A list cannot be read, has a wrong line, or contradicts itself.
        """
        names, replacements = read_house_list(path) if path is not None else ((), ())
        return cls(names, replacements, read_ignored(ignore) if ignore is not None else (), enforced)

    @property
    def hash(self) -> str:
        """A hash of the content (8 hexadecimal digits) for signatures."""
        content = (
            self.names,
            self.replacements,
            *((self.ignored, self.enforced) if self.ignored or self.enforced else ()),
        )
        return hashlib.sha256(repr(content).encode()).hexdigest()[:8]

    def ignores(self, suggestion: Suggestion) -> bool:
        """Return whether a suggestion changes or flags an ignored form, alone or within a longer name."""
        words = _folds(suggestion.surface)
        kept = _folds(suggestion.replacement) if suggestion.replacement is not None else ()
        forms = {words[start:end] for start, end in self._ignored.within(words)}
        return not forms <= {kept[start:end] for start, end in self._ignored.within(kept)}

    def applied(
        self,
        copy: AnalyzedText,
        suggestions: Sequence[Suggestion],
        *,
        document_id: str,
        signature: str,
        sources: Iterable[AnalyzedText] = (),
    ) -> tuple[Suggestion, ...]:
        """Return the suggestions for a copy after the list has been applied, in order of place.

        Args:
            copy: The text.
            suggestions: The other suggestions; those that change a listed name are removed.
            sources: Texts about the same story, which may introduce a person with the name of a place.
            document_id: Document id of the suggestions that are added.
            signature: Their signature.
        """
        people = OtherNames((copy, *sources), Lexicon.load())
        places = list(self._places(copy, people))
        added, doubtful = (
            [
                self._suggestion(copy, place, stands, document_id, signature)
                for place, stands in places
                if (stands is Standing.ALONE) is is_sure
            ]
            for is_sure in (True, False)
        )
        occupied = _positions(added)
        remaining = [
            self._in_style(suggestion, people)
            for suggestion in suggestions
            if not self._is_within_form(copy, suggestion.span)
            and not self.ignores(suggestion)
            and occupied.isdisjoint(range(suggestion.span.start, suggestion.span.end))
        ]
        taken = _positions(remaining)
        added += [
            suggestion for suggestion in doubtful if taken.isdisjoint(range(suggestion.span.start, suggestion.span.end))
        ]
        return tuple(sorted([*remaining, *added], key=lambda suggestion: suggestion.span))

    def _is_within_form(self, copy: AnalyzedText, span: Span) -> bool:
        """Whether a span is a listed name or an ignored form, or a part of one."""
        low = bisect_right(copy.tokens, span.start, key=lambda token: token.end)
        high = bisect_left(copy.tokens, span.end, key=lambda token: token.start)
        return any(
            end >= high and all(copy.joints[start : end - 1])
            for start in range(max(0, high - self._forms.longest), low + 1)
            for end in self._forms.ends(copy.folds, start)
        )

    def _places(self, copy: AnalyzedText, people: OtherNames) -> Iterator[tuple[HousePlace, Standing]]:
        """Yield the places where a spelling is or may be replaced, and how it stands there; none overlaps another."""
        done = 0
        for place in self._replaced.places(copy):
            if place.low >= done and not self._is_protected(copy, place.low, place.high):
                # The copy may already have the name, where the spellings differ only in accents or hyphens.
                if place.written != copy.printed[place.span.start : place.span.end]:
                    stands = self._standing(copy, place, people)
                    if stands is not Standing.PERSON:
                        yield place, stands
                done = place.high

    @staticmethod
    def _standing(copy: AnalyzedText, place: HousePlace, people: OtherNames) -> Standing:
        if not place.stands_alone:
            return Standing.ALONE
        return standing(copy, place.low, place.high, place.right_folds, people, Lexicon.load())

    def _is_protected(self, copy: AnalyzedText, low: int, high: int) -> bool:
        """Whether words are part of a fixed expression, or of a longer name that the list has in this spelling."""
        if in_fixed_expression(copy, low, high):
            return True
        return any(
            end >= high and end - start > high - low
            for start in range(max(0, high - self._containing.longest), low + 1)
            for end in self._containing.ends(copy.folds, start)
        )

    @cached_property
    def _containing(self) -> WordSequences:
        """The listed names, and the names that replace a spelling, that contain a replaced spelling."""
        wrong = WordSequences(_folds(wrong) for wrong, _ in self.replacements)
        listed = (_folds(name) for name in (*self.names, *(right for _, right in self.replacements)))
        return WordSequences(
            words for words in listed if any(end - start < len(words) for start, end in wrong.within(words))
        )

    def _in_style(self, suggestion: Suggestion, people: OtherNames) -> Suggestion:
        """Return the suggestion with its replacement in the house spelling, so that no second correction is needed."""
        if suggestion.replacement is None or not self._replaced:
            return suggestion
        written = suggestion.replacement
        analysis = AnalyzedText(written, truecase=False)
        for place, stands in reversed(list(self._places(analysis, people))):
            if stands is Standing.ALONE:
                written = written[: place.span.start] + place.written + written[place.span.end :]
        return suggestion if written == suggestion.replacement else replace(suggestion, replacement=written)

    @staticmethod
    def _suggestion(
        copy: AnalyzedText, place: HousePlace, stands: Standing, document_id: str, signature: str
    ) -> Suggestion:
        is_sure = stands is Standing.ALONE
        return Suggestion.at(
            Document(document_id, copy.printed),
            place.span,
            place.written,
            identity=place.right,
            confidence=1.0,
            kind=Kind.SPELLING_VARIANT,
            action=Action.APPLY if is_sure else Action.REVIEW,
            reasons=(HOUSE,) if is_sure else (Reason(DOUBT, stands.value, 0.0),),
            signature=signature,
        )

    @cached_property
    def _forms(self) -> WordSequences:
        """The words of the listed names and of the ignored forms."""
        return WordSequences(map(_folds, (*self.names, *self.ignored)))

    @cached_property
    def _ignored(self) -> WordSequences:
        return WordSequences(map(_folds, self.ignored))

    @cached_property
    def _replaced(self) -> HouseReplacements:
        return HouseReplacements(self.replacements, self.names if self.enforced else ())


def _positions(suggestions: Iterable[Suggestion]) -> set[int]:
    """Return the positions (code points) that suggestions cover."""
    return {at for suggestion in suggestions for at in range(suggestion.span.start, suggestion.span.end)}


def _folds(name: str) -> tuple[str, ...]:
    return tuple(token.fold for token in tokenize(name))
