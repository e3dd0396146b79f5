"""The correction itself: from a copy and a gazetteer to suggestions, stage by stage.

`repairer.Repairer` runs the stages. A mention passes through them in this order; each line names the modules of a
stage, its input and its output:

 1. Retrieval. ``source_retrieval``: copy → the sources that report its story, without those that repeat the copy
    (``dissent``). ``name_retrieval``: suspicious words → names of the whole gazetteer that they could mean.
 2. Alignment. ``alignment`` (of long texts with ``long_alignment``), ``story``: copy and story → sentences that match
    each other.
 3. Detection. ``detection`` (with ``openings``), ``story_cache``: copy → suspicious words, `SuspectForm`.
 4. Candidates. ``candidate_generation``: form → the names that it may be a mangled form of, `Candidate`.
 5. Features, package ``features``. ``feature_table`` lists them, out of the tables of spelling, lexicon and story
    (``spelling_feature_table``, ``lexicon_feature_table``, ``story_feature_table``), each a row as in ``feature``;
    ``feature_extraction`` measures them (with ``feature_cache``, ``candidate_spellings``, ``lexicon_features`` and
    ``name_context``): candidate → one number per feature, `FeatureVector`. ``candidate_screen`` (with
    ``shared_neighbours``) leaves out candidates that pruning would drop, before that.
    ``deferred_features`` measures those that take longest, for the candidates that remain after pruning.
 6. Ranking, package ``ranking``. ``ranking_model`` (a ``ranker``), of ``trees`` (read by ``tree_files``, walked by
    ``tree_levels``) and ``mlp``: features → probability, `ScoredCandidate`. The channel model scores the candidates
    that remain after pruning.
 7. Decoding. ``decoding`` (its values are in ``decoding_values``), ``boundaries`` (with ``source_neighbours``), package
    ``vetoes`` (its ``registry`` lists ``people_vetoes``, ``place_vetoes`` (with ``town_vetoes``),
    ``organisation_vetoes``, ``acronym_vetoes``, ``relative_vetoes``, ``language_vetoes``, ``word_vetoes`` and
    ``name_part_vetoes``; ``other_people`` (with ``introductions``) follows): scored candidates → replacements that
    agree with each other and have a calibrated confidence, `ScoredCorrection`. ``correction_stages`` runs stages 3 to
    7.
 8. Whole names, package ``whole_names``. ``name_corrections`` (with ``half_names``, ``rest_of_names`` and
    ``double_surnames``), ``words_in_speech`` (with ``bare_lists``), ``corroboration``, ``other_spellings``:
    corrections of words → corrections of names, `NameCorrection`. Package ``namesakes``: ``certain_namesakes`` (with
    ``hyphenated_names``, ``joined_names``, ``given_names_of_others`` and ``other_institutions``) drops those of names
    that are surely other names, and ``possible_namesakes`` (with ``somebody_else``, ``known_forms``, ``statements``,
    ``genders``, ``other_bearers``, ``two_names``, ``garbled_words`` and ``known_in_no_story``) marks those that may
    be.
 9. Actions, package ``actions``. ``action_choice`` (with ``spelling_variants``), ``doubts`` (with ``similar_names``
    and ``figures``): correction → apply, review, or spelling variant.
10. Explanation. ``explanation``, ``wording``, ``list_wording``, ``casing`` (with ``accents`` and
    ``endings``): correction → `Suggestion` with reasons and sources.
11. Rules, package ``rules``. ``registry`` lists them: ``phrases``, ``spacing``, ``repeated_words``,
    ``uncapitalised_surnames``, ``organisations`` (with ``party_names`` and ``bracketed_acronyms``),
    ``reordered_names``, ``shared_readings``, ``title_holders``, ``misspelt_full_names``, ``almost_known_names`` (both
    with ``full_names``), ``digits_in_names``, ``misread_openings``, ``peoples_and_dates``, ``translated_articles``,
    ``translated_bodies``, ``translated_given_names``, ``ukrainian_names``, ``given_names_as_words``,
    ``surnames_as_words``, ``other_particles``, ``misheard_organisations``, ``contradicted_titles`` (with
    ``source_titles``); of scanned copy, package ``scans``: ``scanned_names`` (with ``scanned_words``,
    ``scanned_whole_names`` and ``scanned_accents``), and ``scanned_spans``, which first widens suggestions for parts
    of names; of transcripts, package ``speech``: ``spoken_names`` (with ``spoken_list``, ``right_names``,
    ``spoken_candidates``, ``spoken_draft``, ``spoken_comparisons``, ``spoken_features``, ``spoken_frames``,
    ``spoken_slots``, ``spoken_model``, ``spoken_confidence``, ``spoken_employers`` and ``similar_sounds``): copy →
    further suggestions, for review only. Each is a function of a ``rule_context``; ``proposed_names`` makes the
    suggestions.
12. Other names, package ``unverified``. ``damaged_names`` (with ``damaged_word_lookup`` and
    ``misread_names``): names with lost or misread characters. ``mention_classification`` (with
    ``mixed_names``): name-like spans → those in no source and no list; ``doubtful_names``: forms that are probably
    garbled; ``uncovered_stories``: what is flagged where no source reports the story. ``flags`` makes them into
    suggestions without a replacement.
13. Feedback, package ``feedback``. ``feedback_values`` (what was decided), ``feedback_effects`` (what it does, with
    ``learned_corrections``), ``house_list`` (read by ``house_list_file``, with ``house_replacements``,
    ``house_standing`` and ``house_neighbours``): suggestions → suggestions in the light of earlier decisions and of
    the desk's own list.
14. Final check. ``final_check``: suggestions → those that touch whole words of prose.
15. Findings. ``findings``: suggestions and unchanged names → `Finding`, for ``repair explain``.

``assembly`` runs stages 10 to 14 on one document; ``capitals`` gives copy in capitals mixed case meanwhile, and
``wide_letters`` copy in full-width letters ordinary ones, ``layout`` copy in any layout single spaces and line feeds;
``copy_notices`` logs what concerns a whole copy; ``name_origin`` tells which names are romanised; ``options`` holds
the thresholds. The package reads the models and the desk's house list, and writes no files. The formats, the review
page and the batch runner call it; it calls none of them.
"""
