"""Measuring the evidence: a pairing of a form and a name in, one row of numbers out.

One function a kind of evidence: the word, what stands around, the story, the world. The columns are
explained in ``evidence``; the scorer's and the contest's are filled in later, by ``suggest``.
"""

from __future__ import annotations

from rapidfuzz.distance import JaroWinkler, Levenshtein

from repair.candidates import Form, Pairing, Scene, bones, likeness, run_together
from repair.evidence import CHANNEL, CONTEST, Row
from repair.reading import PARTICLES, Gram, Reading
from repair.text import Token, fold
from repair.variants import same_name
from repair.whole import widen

_MOST = 12  # places looked at for one pairing


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
            if wide is not None:
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
