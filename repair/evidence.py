"""The evidence for and against "this form stands for that name", measured as numbers.

`measure` turns a pairing into one row; `FEATURES` names the columns and says in words what each means.
What the numbers are worth is in the evidence table (`table.py`), not here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz.distance import JaroWinkler, Levenshtein

from repair.candidates import Form, Pairing, Scene, bones, likeness, run_together
from repair.reading import PARTICLES, Gram, Reading
from repair.text import Token, fold
from repair.variants import same_name

FEATURES: dict[str, str] = {
    # the word: how the form and the name look and sound
    "start_alike": "the spelling is alike, the beginning above all",
    "end_alike": "the spelling is alike, the end above all",
    "alike": "they share their letters in order",
    "letters_off": "letters to change",
    "consonants": "the consonants sound alike",
    "first_letter": "the first letter is the same",
    "same_start": "letters in common at the start",
    "length_ratio": "the lengths compared",
    "form_length": "how long the form is",
    "name_length": "how long the name is",
    "form_words": "words in the form",
    "name_words": "words in the name",
    "variant": "both are accepted spellings of one name",
    "stem": "one is the other with an ending",
    # the place: what stands around them
    "left_name": "the same name stands before both",
    "right_name": "the same name stands after both",
    "left_word": "the same word stands before both",
    "right_word": "the same word stands after both",
    "left_like": "what stands before is alike",
    "right_like": "what stands after is alike",
    "neighbours": "how often a neighbour is the same",
    "context": "the words around them are the same",
    "position": "they stand at the same place of the sentence",
    # the story: the sentence that tells this one
    "facing": "the name stands where the sources tell this sentence",
    "sentence": "how surely that sentence tells this one",
    "sentence_words": "how many words the two sentences share",
    "missing": "the name is expected in this sentence and otherwise missing",
    "elsewhere": "the name stands rightly elsewhere in the copy",
    "name_count": "how often the sources carry the name",
    "form_count": "how often the copy carries the form",
    "sources": "share of the story's sources that carry the name",
    "rivals": "other names the sentence expects",
    "strangers": "other strange forms in the sentence",
    "whole_name": "the name is whole, not a piece of a longer one",
    "whole_form": "the form is whole, not a piece of a longer one",
    "cohesion": "the name's words belong together",
    # the world: what the form and the name are without any source
    "form_word": "the form is an ordinary English word",
    "form_lower": "the copy has the form as an ordinary word",
    "form_opens": "the form only opens sentences",
    "form_person": "people bear this name",
    "form_place": "a place bears this name",
    "form_people": "the form names a people or language",
    "form_known": "other sources carry the form",
    "form_capitals": "the form is all capitals",
    "name_word": "the name is an ordinary English word",
    "name_lower": "the sources have the name as an ordinary word",
    "name_opens": "the name only opens sentences",
    "name_people": "the name names a people or language",
    "name_place": "the name is a known place",
    "name_person": "people bear the name",
    "name_rarity": "how rare the name is",
    "listed": "the gazetteer lists the name",
    # the channel: what the seq2seq says
    "channel": "the seq2seq reads the form as the name",
    "channel_share": "the seq2seq prefers this name to the others",
    "channel_copy": "the seq2seq takes the form as it is",
}
COLUMNS = tuple(FEATURES)
CHANNEL = ("channel", "channel_share", "channel_copy")
SCREEN_COLUMNS = tuple(name for name in COLUMNS if name not in CHANNEL)
_MOST = 12  # places looked at for one pairing


@dataclass(slots=True)
class Row:
    """One pairing measured: ``values`` by feature name."""

    pairing: Pairing
    values: dict[str, float] = field(default_factory=dict)

    def numbers(self, columns: tuple[str, ...] = COLUMNS) -> list[float]:
        """The values in the order of ``columns``."""
        return [float(self.values[name]) for name in columns]


def measure(scene: Scene, pairing: Pairing) -> Row:
    """Return the evidence row of one pairing; the channel columns are left at 0 until the scorer is asked."""
    row = Row(pairing)
    folded = fold(pairing.text)
    row.values |= _word(pairing.form, folded, pairing.text)
    row.values |= _around(scene, pairing)
    row.values |= _story(scene, pairing, folded)
    row.values |= _form_world(scene, pairing.form)
    row.values |= _name_world(scene, pairing, folded)
    row.values |= dict.fromkeys(CHANNEL, 0.0)
    return row


def _word(form: Form, folded: str, text: str) -> dict[str, float]:
    one, other = form.joined, run_together(folded)
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return {
        "start_alike": JaroWinkler.similarity(one, other),
        "end_alike": JaroWinkler.similarity(one[::-1], other[::-1]),
        "alike": likeness(one, other),
        "letters_off": Levenshtein.distance(one, other),
        "consonants": likeness(form.bones, bones(folded)) if form.bones else 0.0,
        "first_letter": one[0] == other[0],
        "same_start": same,
        "length_ratio": len(other) / len(one),
        "form_length": len(one),
        "name_length": len(other),
        "form_words": form.words,
        "name_words": len(folded.replace("-", " ").split()),
        "variant": same_name(form.fold, text),
        "stem": same / min(len(one), len(other)) if same >= 4 else 0.0,
    }


def _around(scene: Scene, pairing: Pairing) -> dict[str, float]:
    """Evidence from the neighbours of the form and of the name, over their places."""
    out = dict.fromkeys(("left_name", "right_name", "left_word", "right_word", "neighbours"), 0.0)
    out |= {"left_like": -1.0, "right_like": -1.0}
    copy, weights = scene.copy, scene.weights
    for low, high in pairing.form.places[:_MOST]:
        here = copy.sentence_of[low]
        for number, gram in scene.story.grams[pairing.text][:_MOST]:
            reading = scene.story.readings[number]
            there = reading.sentence_of[gram.low]
            for side, at, to, step in (("left", low - 1, gram.low - 1, -1), ("right", high, gram.high, 1)):
                mine, theirs = copy.neighbour(at, here), reading.neighbour(to, there)
                if mine is not None and theirs is not None and mine.fold == theirs.fold:
                    out[side + "_word"] = max(out[side + "_word"], weights[mine.fold])
                    out["neighbours"] += 1
                mine, theirs = _beyond(copy, at, step, here), _beyond(reading, to, step, there)
                if mine is not None and theirs is not None and mine.capital and theirs.capital:
                    alike = JaroWinkler.similarity(mine.fold, theirs.fold)
                    out[side + "_like"] = max(out[side + "_like"], alike)
                    out[side + "_name"] = max(out[side + "_name"], float(mine.fold == theirs.fold))
    context, position = 0.0, 1.0
    for facing in pairing.facings[: 2 * _MOST]:
        context = max(context, _context(scene, facing.place, facing.reading, facing.gram))
        reading = scene.story.readings[facing.reading]
        mine_in = copy.sentences[copy.sentence_of[facing.place[0]]]
        theirs_in = reading.sentences[facing.partner.sentence]
        apart = (facing.place[0] - mine_in.start) / len(mine_in) - (facing.gram.low - theirs_in.start) / len(theirs_in)
        position = min(position, abs(apart))
    return out | {"context": context, "position": position}


def _beyond(reading: Reading, at: int, step: int, sentence: int) -> Token | None:
    """The nearest token from ``at`` on that is no particle ("Coalition" before "of the"), at most two off."""
    for _ in range(2):
        token = reading.neighbour(at, sentence)
        if token is None or token.capital or token.fold not in PARTICLES:
            return token
        at += step
    return reading.neighbour(at, sentence)


def _context(scene: Scene, place: tuple[int, int], number: int, gram: Gram, *, reach: int = 5) -> float:
    """Share of the weight of the words around the form that stands around the name too, near ones more."""
    reading = scene.story.readings[number]
    mine = _near(scene.copy.folds, scene.copy.sentences[scene.copy.sentence_of[place[0]]], place, reach)
    theirs = _near(reading.folds, reading.sentences[reading.sentence_of[gram.low]], (gram.low, gram.high), reach)
    weights = scene.weights
    shared = sum(weights[w] / (1 + 0.2 * (d + theirs[w] - 2)) for w, d in mine.items() if w in theirs)
    return shared / (sum(weights[w] / (1 + 0.4 * (d - 1)) for w, d in mine.items()) + 1e-6)


def _near(folds: list[str], sentence: range, place: tuple[int, int], reach: int) -> dict[str, int]:
    near: dict[str, int] = {}
    for distance in range(1, reach + 1):
        for at in (place[0] - distance, place[1] - 1 + distance):
            if at in sentence:
                near.setdefault(folds[at], distance)
    return near


def _story(scene: Scene, pairing: Pairing, folded: str) -> dict[str, float]:
    copy, story, form = scene.copy, scene.story, pairing.form
    occurrences = story.grams[pairing.text]
    words = [word for word in folded.replace("-", " ").split() if word not in PARTICLES] or folded.split()
    facings = pairing.facings[: 2 * _MOST]
    rivals, strangers = [], []
    for facing in facings:
        reading = story.readings[facing.reading]
        here = copy.sentence_of[facing.place[0]]
        rivals.append(
            len(
                {
                    reading.folds[n]
                    for n in reading.sentences[facing.partner.sentence]
                    if reading.tokens[n].capital and not reading.tokens[n].first
                    and reading.folds[n] not in copy.words[here]
                }
            )
        )  # fmt: skip
        strangers.append(len({copy.folds[n] for n in copy.sentences[here] if scene.strange[n]}))
    top = max(story.words.get(word, 0) for word in words)
    return {
        "facing": len({facing.place for facing in pairing.facings}) / len(form.places),
        "sentence": max((facing.partner.strength for facing in facings), default=0.0),
        "sentence_words": max((facing.partner.likeness for facing in facings), default=0.0),
        "missing": any(facing.missing for facing in pairing.facings),
        "elsewhere": sum(len(copy.places.get(word, ())) for word in words) / len(words),
        "name_count": len(occurrences) / max(1, len(story.readings)),
        "form_count": len(form.places),
        "sources": len({number for number, _ in occurrences}) / max(1, len(story.readings)),
        "rivals": min(rivals, default=20),
        "strangers": min(strangers, default=20),
        "whole_name": sum(_whole(story.readings[n], g.low, g.high) for n, g in occurrences[:_MOST])
        / min(_MOST, len(occurrences)),
        "whole_form": sum(_whole(copy, low, high) for low, high in form.places[:_MOST]) / min(_MOST, len(form.places)),
        "cohesion": len(occurrences) / max(1, top),
    }


def _whole(reading: Reading, low: int, high: int) -> bool:
    """Whether no capital word stands right beside the range within its run."""
    before = low > 0 and reading.joined(low - 1, low) and reading.tokens[low - 1].capital
    after = high < len(reading.tokens) and reading.joined(high - 1, high) and reading.tokens[high].capital
    return not before and not after


def _form_world(scene: Scene, form: Form) -> dict[str, float]:
    copy, background = scene.copy, scene.background
    words = form.fold.replace("-", " ").split()
    surface = copy.surface(*form.places[0])
    return {
        "form_word": min(background.word(word) for word in words),
        "form_lower": sum(copy.lowers.get(word, 0) for word in words),
        "form_opens": sum(copy.tokens[low].first for low, _ in form.places) / len(form.places),
        "form_person": min(max(background.given(word), background.surname(word)) for word in words),
        "form_place": max(background.place(form.fold), min(background.place(word) for word in words)),
        "form_people": any(background.demonym(word) for word in words),
        "form_known": min(scene.weights.spread.get(word, 0) for word in words),
        "form_capitals": len(surface) > 1 and surface.isupper(),
    }


def _name_world(scene: Scene, pairing: Pairing, folded: str) -> dict[str, float]:
    background, story = scene.background, scene.story
    words = folded.replace("-", " ").split()
    occurrences = story.grams[pairing.text]
    opens = sum(story.readings[n].tokens[g.low].first for n, g in occurrences)
    return {
        "name_person": max(max(background.given(word), background.surname(word)) for word in words),
        "name_rarity": max(scene.weights[word] for word in words),
        "listed": scene.names.listed(pairing.text),
        "name_word": max((background.word(word) for word in words if word not in PARTICLES), default=5),
        "name_lower": max((story.lowers.get(word, 0) for word in words if word not in PARTICLES), default=9),
        "name_opens": opens / len(occurrences),
        "name_people": any(background.demonym(word) for word in words),
        "name_place": max(background.place(folded), min(background.place(word) for word in words)),
    }
