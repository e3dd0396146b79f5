"""The features of a form and a name in their story: the words next to them, and the matching source sentences.

Each row has the wording that an editor reads where the feature supports the name, and where it opposes it.
"""

from __future__ import annotations

import math

from repair.pipeline.features.feature import Feature, FeatureGroup
from repair.pipeline.wording import NEAR, wording
from repair.text.scans import SCANNED_SHARE

_NO_SENTENCE = 20  # value of "missing_names" and "suspicious_in_sentence" where no source sentence is aligned
_LEFT = wording("a source has the same name before it", lambda pair: pair["left_name"] > 0, "+beside +left")
_RIGHT = wording("a source has the same name after it", lambda pair: pair["right_name"] > 0, "+beside +right")
_OTHER_LEFT = wording(
    "the sources have another name before it", lambda pair: 0 <= pair["left_similarity"] < 0.7, "-left"
)
_OTHER_RIGHT = wording(
    "the sources have another name after it", lambda pair: 0 <= pair["right_similarity"] < 0.7, "-right"
)
_BESIDE = wording("a source has the name next to the same word", lambda pair: pair["neighbours"] > 0, "+beside")
_NOT_BESIDE = wording(
    "no source has the name next to the same word",
    lambda pair: pair["neighbours"] == 0 == pair["full_name_words"],
    "-beside",
)
_REST_BESIDE = wording(
    "the rest of the name agrees with the sources", lambda pair: pair["full_name_words"] > 0, "+beside +rest"
)
_SAME_SENTENCE = wording(
    "a source has nearly the same sentence",
    lambda pair: pair["sentence_similarity"] >= NEAR,
    "+sentence +aligned +story",
)
_OTHER_SENTENCE = wording(
    "the source sentence with the name is rather different",
    lambda pair: pair["aligned"] > 0 and pair["sentence_similarity"] < 0.3,
    "-sentence",
)
_SAME_STORY = wording(
    "a source reports the same story closely", lambda pair: pair["story_similarity"] >= NEAR, "+story"
)
_NO_STORY = wording("no source reports this story closely", lambda pair: pair["story_similarity"] < 0.2, "-story")

# The place: the words next to form and name.
PLACE_FEATURES: dict[str, Feature] = {
    "left_name": Feature(_LEFT, _OTHER_LEFT, group=FeatureGroup.CONTEXT),
    "right_name": Feature(_RIGHT, _OTHER_RIGHT, group=FeatureGroup.CONTEXT),
    "left_word": Feature(_BESIDE, _NOT_BESIDE, group=FeatureGroup.CONTEXT),
    "right_word": Feature(_BESIDE, _NOT_BESIDE, group=FeatureGroup.CONTEXT),
    "left_similarity": Feature(_LEFT, _OTHER_LEFT, group=FeatureGroup.CONTEXT),
    "right_similarity": Feature(_RIGHT, _OTHER_RIGHT, group=FeatureGroup.CONTEXT),
    "neighbours": Feature(_BESIDE, _NOT_BESIDE, group=FeatureGroup.CONTEXT),
    "context": Feature(
        wording("a source has the name in a similar phrase", lambda pair: pair["context"] >= NEAR, "+context +aligned"),
        wording("no source has the name in a similar phrase", lambda pair: pair["context"] < 0.2, "-context"),
        group=FeatureGroup.CONTEXT,
    ),
    "position": Feature(
        wording(
            "it stands at the same point of the source sentence",
            lambda pair: pair["aligned"] > 0 and pair["position"] <= 0.1,
            "+position +aligned",
        ),
        wording(
            "it stands at another point of the source sentence",
            lambda pair: pair["aligned"] > 0 and pair["position"] >= 0.5,
            "-position +aligned",
        ),
        group=FeatureGroup.CONTEXT,
    ),
    "full_name_words": Feature(
        _REST_BESIDE,
        wording(
            "the sources have it in a longer name, and the rest of that is missing here",
            lambda pair: pair["full_name_words"] == 0 == pair["whole_name"],
            "-rest",
        ),
        group=FeatureGroup.FULL_NAME,
    ),
    "full_name_rarity": Feature(_REST_BESIDE, None, group=FeatureGroup.FULL_NAME),
}

# The story: its sources, and their sentences that match the sentence of the copy.
STORY_FEATURES: dict[str, Feature] = {
    "aligned": Feature(
        wording("the matching source sentence has this name", lambda pair: pair["aligned"] > 0, "+aligned"),
        wording("no matching source sentence has this name", lambda pair: pair["aligned"] == 0, "-aligned"),
        group=FeatureGroup.ALIGNMENT,
    ),
    "sentence_score": Feature(_SAME_SENTENCE, _OTHER_SENTENCE, group=FeatureGroup.ALIGNMENT),
    "sentence_similarity": Feature(_SAME_SENTENCE, _OTHER_SENTENCE, group=FeatureGroup.ALIGNMENT),
    "missing": Feature(
        wording(
            "the source sentence has this name and the copy's does not", lambda pair: pair["missing"] > 0, "+aligned"
        ),
        wording(
            "the copy's sentence already has a word of this name",
            lambda pair: pair["aligned"] > 0 and pair["missing"] == 0 and pair["name_words"] > 1,
        ),
        group=FeatureGroup.ALIGNMENT,
    ),
    "elsewhere": Feature(
        wording("the copy does not have this name anywhere else", lambda pair: pair["elsewhere"] == 0, "-elsewhere"),
        wording(
            "the copy also spells this name, or a word of it, right",
            lambda pair: pair["elsewhere"] > 0,
            "+elsewhere",
        ),
    ),
    "name_count": Feature(
        wording("the sources mention the name often", lambda pair: pair["name_count"] >= 2, "+often"),
        wording("the sources rarely mention the name", lambda pair: pair["name_count"] <= 1, "-often"),
    ),
    "form_count": Feature(
        wording(
            lambda pair: f"the copy has this spelling {pair['form_count']:.0f} times",
            lambda pair: pair["form_count"] > 1,
        ),
        wording("the copy has this spelling only once", lambda pair: pair["form_count"] == 1),
    ),
    "sources": Feature(
        wording("all sources of the story have the name", lambda pair: pair["sources"] >= 1, "+sources"),
        wording("most sources of the story lack the name", lambda pair: pair["sources"] < 0.5, "-sources"),
    ),
    "missing_names": Feature(
        wording(
            "no other name of the source sentence is missing here",
            lambda pair: pair["missing_names"] <= 1,
            "-others_missing",
        ),
        wording(
            "other names of the source sentence are missing here, too",
            lambda pair: pair["name_words"] < pair["missing_names"] < _NO_SENTENCE,
            "+others_missing",
        ),
        group=FeatureGroup.ALIGNMENT,
    ),
    "suspicious_in_sentence": Feature(
        wording(
            "no other word of this sentence looks wrong",
            lambda pair: pair["suspicious_in_sentence"] <= 1,
            "-others_wrong",
        ),
        wording(
            "other words of this sentence look wrong, too",
            lambda pair: pair["form_words"] < pair["suspicious_in_sentence"] < _NO_SENTENCE,
            "+others_wrong",
        ),
        group=FeatureGroup.ALIGNMENT,
    ),
    "whole_name": Feature(
        wording("the sources also have it as a name by itself", lambda pair: pair["whole_name"] > 0, "+by_itself"),
        wording(
            "the sources have it only as part of a longer name", lambda pair: pair["whole_name"] == 0, "-by_itself"
        ),
        group=FeatureGroup.FULL_NAME,
    ),
    "whole_form": Feature(group=FeatureGroup.FULL_NAME),
    "cohesion": Feature(
        None,
        wording(
            "the sources also have words of this name apart",
            lambda pair: pair["name_words"] > 1 and pair["cohesion"] < NEAR,
        ),
        group=FeatureGroup.FULL_NAME,
    ),
    "shared_sentences": Feature(
        wording(
            "the sources have this name wherever the copy has its spelling",
            lambda pair: pair["shared_sentences"] >= 1,
            "+aligned",
        ),
        wording(
            "where the copy has its spelling, the sources do not have this name",
            lambda pair: pair["shared_sentences"] == 0 == pair["aligned"],
            "-aligned",
        ),
        group=FeatureGroup.ALIGNMENT,
    ),
    "unmatched_rank": Feature(group=FeatureGroup.ALIGNMENT),
    "coverage": Feature(None, _NO_STORY, group=FeatureGroup.ALIGNMENT, of_copy=lambda copy: copy.coverage),
    "source_similarity": Feature(
        wording(
            "a source that reports the same story closely has the name",
            lambda pair: pair["source_similarity"] >= NEAR,
            "+story",
        ),
        _NO_STORY,
    ),
    "story_similarity": Feature(_SAME_STORY, _NO_STORY, of_copy=lambda copy: max(copy.story.similarities, default=0.0)),
    "copy_words": Feature(
        None,
        wording("the copy is so short that little can be compared", lambda pair: pair["copy_words"] < 3.5),
        of_copy=lambda copy: math.log1p(len(copy.copy.tokens)),
    ),
    "copy_capitals": Feature(
        None,
        wording("most words of the copy have capitals", lambda pair: pair["copy_capitals"] > 0.5),
        of_copy=lambda copy: copy.copy.capital_share,
    ),
    "copy_misspelt": Feature(
        None,
        wording("many words of the copy are misspelt", lambda pair: pair["copy_misspelt"] > SCANNED_SHARE),
        of_copy=lambda copy: copy.misspelt_share,
    ),
    "searched": Feature(of_copy=lambda copy: copy.story.searched),
    "similarity_rank": Feature(
        wording(
            "no other name in question is closer in spelling", lambda pair: pair["similarity_rank"] == 0, "-closer"
        ),
        wording(
            "another name in question is closer in spelling", lambda pair: pair["similarity_rank"] > 0, "+closer +rival"
        ),
    ),
    "similarity_margin": Feature(
        wording(
            "no other name in question is nearly as close in spelling",
            lambda pair: pair["similarity_rank"] == 0 and pair["similarity_margin"] >= 0.15,
            "-closer -close",
        ),
        wording(
            "another name in question is about as close in spelling",
            lambda pair: pair["similarity_rank"] == 0 and pair["similarity_margin"] < 0.05,
            "-closer +close +rival",
        ),
    ),
}
