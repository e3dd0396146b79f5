"""The correction itself: from a copy and a gazetteer to suggestions, stage by stage.

`repairer.Repairer` runs the stages. A mention passes through them in this order:

==================  =============================================  ==================================================
stage               modules                                        takes → gives
==================  =============================================  ==================================================
retrieval           ``retrieval``, ``name_retrieval``              copy → its story (similar sources) and names that
                                                                   the whole gazetteer has for it
alignment           ``alignment``, ``story``                       copy and story → sentences that match each other
detection           ``detection``, ``story_cache``                 copy → suspicious words, `SuspectForm`
candidates          ``candidates``                                 form → names that it could stand for, `Candidate`
features            ``features``, ``feature_extraction``,          candidate → one number per feature, `FeatureVector`
                    ``feature_cache``, ``lexicon_features``,
                    ``name_context``
ranking             ``ranking``, ``ranker``, ``trees``, ``mlp``    features → probability, `ScoredCandidate`; the
                                                                   channel model scores what pruning leaves
decoding            ``decoding``, ``groups``, ``boundaries``,      scored candidates → consistent replacements with
                    ``vetoes``, ``other_people``                   calibrated confidence, `ScoredCorrection`
whole names         ``whole_names``, ``corroboration``             corrections of words → corrections of whole names,
                                                                   `NameCorrection`
actions             ``actions``, ``dissent``                       correction → apply, review, or spelling variant
explanation         ``explanation``, ``casing``                    correction → `Suggestion` with reasons and sources
assembly            ``assembly``                                   runs the stages below on one document
rules               ``rules``: ``phrases``, ``titles``             copy → further suggestions, for review only
unknown names       ``restoration``, ``unverified``                copy → damaged names, and names in no source
feedback            ``feedback``, ``feedback_rules``,              suggestions → suggestions in the light of earlier
                    ``house_list``                                 decisions and of the desk's own list
final check         ``guards``                                     suggestions → those that touch whole words of prose
findings            ``findings``                                   suggestions and unchanged names → `Finding`, for
                                                                   ``repair explain``
==================  =============================================  ==================================================

``options`` holds the thresholds. Nothing here reads or writes files, but for the models; formats, the review page and
the batch runner call this package, and it calls none of them.
"""
