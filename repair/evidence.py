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
from repair.whole import widen

FEATURES: dict[str, tuple[str, str]] = {
    # what is measured: in words when it speaks for the name, and when it speaks against
    # the word: how the form and the name look and sound
    "start_alike": ("they begin alike", "they begin differently"),
    "end_alike": ("they end alike", "they end differently"),
    "alike": ("the spelling is alike", "the spelling is not alike"),
    "letters_off": ("few letters differ", "many letters differ"),
    "consonants": ("the consonants sound alike", "the consonants do not sound alike"),
    "first_letter": ("the first letter is the same", "the first letter differs"),
    "same_start": ("the first letters agree", "the first letters do not agree"),
    "length_ratio": ("the lengths agree", "the lengths do not agree"),
    "form_length": ("the form is long enough to tell", "the form is too short to tell"),
    "name_length": ("the name is long enough to tell", "the name is too short to tell"),
    "form_words": ("the form is cut like a name", "the form is not cut like a name"),
    "name_words": ("the name has as many words as expected", "the name has other than the words expected"),
    "variant": ("a spelling of the same name", "both are accepted spellings of one name"),
    "stem": ("the endings alone differ", "one may be a word made from the other"),
    # the place: what stands around them
    "left_name": ("the same name stands before both", "another name stands before"),
    "right_name": ("the same name stands after both", "another name stands after"),
    "left_word": ("the same word stands before both", "other words stand before"),
    "right_word": ("the same word stands after both", "other words stand after"),
    "left_like": ("what stands before is alike", "what stands before is not alike"),
    "right_like": ("what stands after is alike", "what stands after is not alike"),
    "neighbours": ("their neighbours are often the same", "their neighbours are seldom the same"),
    "context": ("the words around them are the same", "the words around them are others"),
    "position": ("they stand at the same place of the sentence", "they stand at other places of the sentence"),
    "frame": ("the rest of the name stands beside it", "the rest of the name is not beside it"),
    "frame_rarity": ("the rest of the name is rare", "the rest of the name is common"),
    # the story: the sentence that tells this one
    "facing": ("the name stands where the sources tell this sentence", "the sources have the name elsewhere"),
    "sentence": ("a source tells this very sentence", "no source sentence is plainly this one"),
    "sentence_words": ("the sentences share their words", "the sentences share few words"),
    "missing": ("the name is expected here and otherwise missing", "the name is not missing here"),
    "elsewhere": ("the copy lacks the name otherwise", "the copy has the name right elsewhere"),
    "name_count": ("the sources carry the name often", "the sources carry the name seldom"),
    "form_count": ("the copy repeats the form", "the copy has the form once"),
    "sources": ("the story's sources agree on the name", "few of the story's sources carry the name"),
    "rivals": ("no other name is missing here", "other names are missing here too"),
    "strangers": ("nothing else is strange here", "other forms are strange here too"),
    "whole_name": ("the name is whole", "the name is a piece of a longer one"),
    "whole_form": ("the form is whole", "the form is a piece of a longer one"),
    "cohesion": ("the name's words belong together", "the name's words stand together by chance"),
    "shared": ("form and name keep to the same sentences", "form and name stand in different sentences"),
    "rank": ("as many unknowns stand before both", "other numbers of unknowns stand before them"),
    "told": ("the sources tell this copy closely", "the sources tell this copy loosely"),
    # the world: what the form and the name are without any source
    "form_word": ("the form is no English word", "the form is an English word"),
    "form_lower": ("the copy never has the form as a word", "the copy has the form as an ordinary word"),
    "form_opens": ("the capital is its own", "the form only opens sentences"),
    "form_person": ("nobody bears this name", "people bear this name"),
    "form_place": ("no place bears this name", "a place bears this name"),
    "form_people": ("no people or language has this name", "a people or language has this name"),
    "form_known": ("no other source carries the form", "other sources carry the form"),
    "form_capitals": ("the capitals fit", "the form is all capitals"),
    "name_word": ("the name is no English word", "the name is an English word"),
    "name_lower": ("the sources never have the name as a word", "the sources have the name as a word"),
    "name_opens": ("the name's capital is its own", "the name only opens sentences"),
    "name_people": ("the name names no people or language", "the name names a people or language"),
    "name_place": ("the name is the kind that gets mangled", "the name is a well-known place"),
    "name_person": ("people bear the name", "few people bear the name"),
    "name_rarity": ("the name is rare", "the name is common"),
    "listed": ("the gazetteer lists the name", "the gazetteer does not list it as a name"),
    # the contest: what a first look said of this name, of the form's others, and of others after the name
    "likely": ("likely at first sight", "unlikely at first sight"),
    "lead": ("ahead of the form's other names", "behind another name for the form"),
    "claim": ("no other form wants the name more", "another form wants the name more"),
    # the channel: what the seq2seq says
    "channel": ("the model reads the form as the name", "the model does not read the form as the name"),
    "channel_back": ("the model would mangle the name like this", "the model would not mangle the name like this"),
    "channel_share": ("the model prefers this name to the others", "the model prefers another name"),
    "channel_copy": ("the model finds the form odd", "the model takes the form as it is"),
}
COLUMNS = tuple(FEATURES)
CHANNEL = ("channel", "channel_back", "channel_share", "channel_copy")
CONTEST = ("likely", "lead", "claim")
SCREEN_COLUMNS = tuple(name for name in COLUMNS if name not in (*CHANNEL, *CONTEST))
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
    """Return the evidence row of one pairing; the channel and contest columns are 0 until filled in."""
    row = Row(pairing)
    folded = fold(pairing.text)
    row.values |= _word(pairing.form, folded, pairing.text)
    row.values |= _around(scene, pairing)
    row.values |= _story(scene, pairing, folded)
    row.values |= _form_world(scene, pairing.form)
    row.values |= _name_world(scene, pairing, folded)
    row.values |= dict.fromkeys((*CHANNEL, *CONTEST), 0.0)
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
    return out | {"context": context, "position": position} | _frame(scene, pairing)


def _frame(scene: Scene, pairing: Pairing) -> dict[str, float]:
    """Whether the form completes a listed name: how many of its other words stand there, and how rare they are."""
    words, rarest = 0, 0.0
    for low, high in pairing.form.places[:_MOST]:
        for number, gram in scene.story.grams[pairing.text][:_MOST]:
            wide = widen(scene, low, high, scene.story.readings[number], gram)
            if wide is not None and wide.anchors:
                words = max(words, len(wide.anchors))
                rarest = max(rarest, max(scene.weights[scene.copy.folds[n]] for n in wide.anchors))
    return {"frame": words, "frame_rarity": rarest}


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
        "shared": _shared(scene, pairing, occurrences),
        "rank": _rank_apart(scene, pairing),
        "told": scene.told,
    }


def _shared(scene: Scene, pairing: Pairing, occurrences: list[tuple[int, Gram]]) -> float:
    """Dice coefficient of the sentences that have the form and those told by a sentence with the name, 0-1.

    Copy sentences that have the name itself are left out of both.
    """
    copy, form = scene.copy, pairing.form
    mine = {copy.sentence_of[low] for low, _ in form.places}
    theirs: set[int] = set()
    for number, gram in occurrences:
        told = scene.told_by[number].get(scene.story.readings[number].sentence_of[gram.low])
        if told is not None:
            word = scene.story.readings[number].folds[gram.low]
            theirs |= {sentence for sentence in told if word not in copy.words[sentence]}
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if theirs else 0.0


def _rank_apart(scene: Scene, pairing: Pairing) -> float:
    """How far apart form and name are in the order of the unknowns of their sentences; 9 where they never face."""
    apart = 9
    for facing in pairing.facings[:_MOST]:
        reading, copy = scene.story.readings[facing.reading], scene.copy
        here = copy.sentence_of[facing.place[0]]
        mine = sum(scene.strange[n] for n in range(copy.sentences[here].start, facing.place[0]))
        words = copy.words[here]
        theirs = sum(
            reading.tokens[n].capital and reading.folds[n] not in words
            for n in range(reading.sentences[facing.partner.sentence].start + 1, facing.gram.low)
        )
        apart = min(apart, abs(mine - theirs))
    return apart


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
