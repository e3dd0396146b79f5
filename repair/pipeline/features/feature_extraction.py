"""Feature extraction: from a candidate to one number for each feature of ``feature_table``.

There is one function for each group of features: spelling, context, alignment and story; ``lexicon_features`` has the
rest. The channel's scores are filled in later, by ``correction_stages``, since they cost more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import JaroWinkler

from repair.pipeline.boundaries import expand_to_full_name
from repair.pipeline.candidate_generation import AlignedOccurrence, Candidate
from repair.pipeline.detection import CopyContext
from repair.pipeline.features.candidate_screen import CandidateScreen, aligned_share, is_missing, screen_rows
from repair.pipeline.features.candidate_spellings import CandidateSpellings
from repair.pipeline.features.feature import MeasuredPair
from repair.pipeline.features.feature_cache import AlignedPlace, FeatureCache, FormStats, NameStats
from repair.pipeline.features.feature_table import DEFERRED, FeatureVector, add_pair_values, copy_values
from repair.pipeline.name_context import MAX_OCCURRENCES, NameContext
from repair.text.spelling_keys import spelling_keys

_LATER = dict.fromkeys(DEFERRED, 0.0)
# Alignment features of a candidate that is in no source sentence aligned with one of the form's.
_UNALIGNED: dict[str, float] = {
    "context": 0.0,
    "position": 1.0,
    "sentence_score": 0.0,
    "sentence_similarity": 0.0,
    "missing_names": 20,
    "suspicious_in_sentence": 20,
    "unmatched_rank": 9,
}
# Features of a form and a name that have no neighbour in common, and of a form without other words of a listed name.
_NOTHING_BESIDE: dict[str, float] = {
    "left_name": 0.0,
    "right_name": 0.0,
    "left_word": 0.0,
    "right_word": 0.0,
    "neighbours": 0,
    "left_similarity": -1.0,
    "right_similarity": -1.0,
}
_NO_FULL_NAME: dict[str, float] = {"full_name_words": 0, "full_name_rarity": 0.0}


def extract(copy_context: CopyContext, candidate: Candidate) -> FeatureVector:
    """Return the features of one candidate; those in `DEFERRED` are 0 until they are filled in."""
    return next(extract_all(copy_context, [candidate]))


def extract_all(
    copy_context: CopyContext, candidates: Iterable[Candidate], screen: CandidateScreen | None = None
) -> Iterator[FeatureVector]:
    """Yield the features of each candidate; those of one form must follow each other.

    Args:
        copy_context: The copy and its story.
        candidates: The candidates of its forms.
        screen: Leaves out candidates that pruning would drop, before most of their features are measured; None
            measures all candidates.
    """
    cache, pairs = FeatureCache(copy_context), list(candidates)
    if not pairs:
        return
    of_copy, spellings = copy_values(copy_context), CandidateSpellings(pairs)
    kept = range(len(pairs)) if screen is None else screen.kept(screen_rows(cache, pairs, spellings, of_copy))
    for number in kept:
        candidate = pairs[number]
        form, name = cache.form(candidate.form), cache.name(candidate.text)
        values: dict[str, float] = {
            **spellings.features(number),
            "shared_spelling_key": not form.keys.isdisjoint(spelling_keys(candidate.text)),
            **_context_features(cache, form, name.context),
            **_alignment_features(cache, name.context, candidate.aligned[: 2 * MAX_OCCURRENCES]),
            **_story_features(cache, form, name, candidate),
            **form.lexicon_features,
            **name.lexicon_features,
            **of_copy,
            **_LATER,
        }
        add_pair_values(MeasuredPair(copy_context, form, name, candidate, values))
        yield FeatureVector(candidate, values)


def _context_features(cache: FeatureCache, form: FormStats, name: NameContext) -> dict[str, float]:
    """Return the features of the neighbours of the form and of the name, over all their places."""
    return _beside_features(cache, form, name) | _full_name_features(cache.copy_context, form, name)


def _beside_features(cache: FeatureCache, form: FormStats, name: NameContext) -> dict[str, float]:
    """Return the features of the words and names right next to both."""
    lefts, rights, left_names, right_names = name.lefts, name.rights, name.left_names, name.right_names
    compares_left, compares_right = form.has_left_name and left_names, form.has_right_name and right_names
    if not (compares_left or compares_right) and form.lefts.isdisjoint(lefts) and form.rights.isdisjoint(rights):
        return _NOTHING_BESIDE
    rarity = cache.copy_context.rarity
    left_word = right_word = left_name = right_name = 0.0
    left_similarity = right_similarity = -1.0
    neighbours = 0
    for place in form.places:
        left, right = place.left, place.right
        if left.word is not None and left.word in lefts:
            left_word = max(left_word, rarity(left.word))
            neighbours += lefts[left.word]
        if right.word is not None and right.word in rights:
            right_word = max(right_word, rarity(right.word))
            neighbours += rights[right.word]
        if compares_left and left.name is not None:
            left_similarity = max(left_similarity, _closest_forms(left.name, left_names))
            left_name = max(left_name, float(left.name in left_names))
        if compares_right and right.name is not None:
            right_similarity = max(right_similarity, _closest_forms(right.name, right_names))
            right_name = max(right_name, float(right.name in right_names))
    return {
        "left_name": left_name,
        "right_name": right_name,
        "left_word": left_word,
        "right_word": right_word,
        "neighbours": neighbours,
        "left_similarity": left_similarity,
        "right_similarity": right_similarity,
    }


def _closest_forms(word: str, others: Iterable[str]) -> float:
    return max(JaroWinkler.similarity(word, other) for other in others)


def _full_name_features(copy_context: CopyContext, form: FormStats, name: NameContext) -> dict[str, float]:
    """Return how many other words of a listed name are next to the form, and the rarity (nats) of the rarest."""
    befores, afters = name.befores, name.afters
    if form.befores.isdisjoint(befores) and form.afters.isdisjoint(afters):
        return _NO_FULL_NAME  # the form and the name have no neighbour in common
    words, rarest = 0, 0.0
    for (low, high), place in zip(form.form.places, form.places, strict=False):
        before, after = place.left.rest, place.right.rest
        if (before is None or before not in befores) and (after is None or after not in afters):
            continue
        for at, (number, ngram) in enumerate(name.places[:MAX_OCCURRENCES]):
            if (before is not None and befores[at] == before) or (after is not None and afters[at] == after):
                wide = expand_to_full_name(copy_context, low, high, copy_context.story.texts[number], ngram)
                if wide is not None:
                    words = max(words, len(wide.anchors))
                    rarest = max(rarest, max(copy_context.rarity(copy_context.copy.folds[n]) for n in wide.anchors))
    return {"full_name_words": words, "full_name_rarity": rarest}


def _alignment_features(
    cache: FeatureCache, name: NameContext, aligned: Sequence[AlignedOccurrence]
) -> dict[str, float]:
    """Return the features of the source sentences that match the form's sentence and have the name."""
    if not aligned:
        return _UNALIGNED
    texts = cache.copy_context.story.texts
    context, position, score, sentence_similarity, rank = 0.0, 1.0, 0.0, 0.0, 9
    missing_names, suspicious_words = [], []
    for at, (where, number, ngram, match, _) in enumerate(aligned):
        place, source_sentence = cache.place(*where), texts[number].sentences[match.sentence]
        context = max(context, _context(place, name.near(number, ngram)))
        position = min(position, abs(place.share - (ngram.low - source_sentence.start) / len(source_sentence)))
        score = max(score, match.score)
        sentence_similarity = max(sentence_similarity, match.similarity)
        missing_names.append(cache.missing_names(number, match.sentence, place.sentence))
        suspicious_words.append(cache.suspicious_words(place.sentence))
        if at < MAX_OCCURRENCES:
            rank = min(
                rank, abs(place.suspicious_before - cache.missing_names_before(number, ngram.low, place.sentence))
            )
    return {
        "context": context,
        "position": position,
        "sentence_score": score,
        "sentence_similarity": sentence_similarity,
        "missing_names": min(missing_names),
        "suspicious_in_sentence": min(suspicious_words),
        "unmatched_rank": rank,
    }


def _context(place: AlignedPlace, name_window: dict[str, int]) -> float:
    """Return the weighted share of the words around the form that are also around the name; near words count more."""
    shared = 0.0
    for word, distance, weight in place.near:
        if word in name_window:
            shared += weight / (1 + 0.2 * (distance + name_window[word] - 2))
    return shared / place.weight


def _story_features(cache: FeatureCache, form: FormStats, name: NameStats, candidate: Candidate) -> dict[str, float]:
    """Return the features of the story as a whole."""
    context, count = name.context, max(1, len(cache.copy_context.story.sources))
    shared = form.sentences & name.sentences
    return {
        "aligned": aligned_share(candidate),
        "missing": is_missing(candidate),
        "elsewhere": name.occurrences_in_copy,
        "name_count": len(context.source_places) / count,
        "form_count": len(form.form.places),
        "sources": len(context.sources) / count,
        "whole_name": context.whole,
        "whole_form": form.whole,
        "cohesion": len(context.places) / max(1, name.most_frequent),
        "shared_sentences": 2 * len(shared) / (len(form.sentences) + len(name.sentences)) if name.sentences else 0.0,
        "source_similarity": max(map(cache.copy_context.story.similarities.__getitem__, context.sources), default=0.0),
    }
