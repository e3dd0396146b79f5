"""The fixed texts of the review page: what the templates show whatever is decided, each worded once.

The templates hold markup only and name these texts as ``text``, so that a wording is found, changed or translated here.
Texts that code chooses or fills in (choices, states, results, errors) are in `labels`. A name in braces is filled in by
the template.
"""

from __future__ import annotations

# --- the frame of all pages

TITLE_OF_PAGE = "{page} · repair"
SKIP_TO_CONTENT = "Skip to the content"
BRAND = "repair: back to the queue"
MAIN_NAVIGATION = "Main"
LOGGED_IN_AS = "Logged in as"
LOG_IN, LOG_OUT = "Log in", "Log out"
NAME, PASSWORD = "Name", "Password"
CLOSE = "Close"
YES_SAVE = "Yes, save it"
PLEASE_CONFIRM = "Please confirm"
BACK_TO_QUEUE, BACK_TO_STORY = "Back to the queue", "Back to the story"
UNDO_LAST = "Undo last decision"

# --- help

HELP, HELP_AND_KEYS, KEYS = "Help", "Help and keys", "Keys"
HELP_ON_STORIES = (
    "In each story of the queue, mangled names are marked with the name that is suggested instead. Accept, reject or "
    "amend each one. When all are decided, open {compare}: it has the editor’s note and the corrected copy."
)
HELP_ON_CARD = (
    "The card beside the copy shows the reasons for a suggestion, the sources that have the name, and other places "
    "with the same spelling. Names that are not in any source are listed under {unverified}."
)
NOTHING_IS_DELETED = (
    "Nothing is ever deleted: undoing is a decision too, and the history keeps both. Accepted names are used again in "
    "the next batch. A rejected suggestion is not made again for the same reasons."
)

# --- the queue

QUEUE, QUEUE_FILTERS = "Queue", "Filter the queue"
OPEN_AND_DECIDED = "{open} open in {stories}, {unsure} unsure, {decided} decided"
SHARE_DECIDED = "{share} decided"
SEARCH, SEARCH_IN_QUEUE = "Search", "story, spelling or name"
SHOW, KIND, CONFIDENCE, SOURCE, ASSIGNED, AGE, ORDER = (
    "Show", "Kind", "Confidence", "Source", "Assigned to", "Age", "Order",
)  # fmt: skip
ANY = "Any"
FILTER, CLEAR = "Filter", "Clear"
ACCEPT_MATCHING, ACCEPT_MATCHING_COUNTED = "Accept matching suggestions", "Accept matching suggestions ({count})"
BEING_WORKED_ON = "{name} is working on this"
UNVERIFIED_COUNT, UNSURE_COUNT = "{count} unverified", "{count} unsure"
SAVED, DONE = "saved", "done"
UP_TO = "up to"
CONFIDENCE_AFTER = "confidence"
DECIDED_OF = "{decided} of {total} decided"
PAGES, PREVIOUS_PAGE, NEXT_PAGE, PAGE_OF = "Pages", "← Previous", "Next →", "page {page} of {pages}"
NO_STORIES = "No stories match these filters. Show {open} or {all}."
OPEN_STORIES, EVERY_STORY = "open stories", "all stories"
QUEUE_IS_EMPTY = "The queue is empty. Add stories with {command}."

# --- a story

COPY, SUGGESTION = "Copy", "Suggestion"
SLUG, VERSION = "slug {slug}", "version {version}"
SUGGESTIONS_OPEN = "{open} of {total} suggestions open"
ALREADY_CORRECTED = "{places} already corrected"
ARRIVED = "arrived {ago}"
COLLEAGUE_AT_WORK = "{name} is working on this story. You can read it. To decide, take it over."
TAKE_OVER = "Take over"
NEWER_VERSION = "A newer version of this story has arrived."
OPEN_NEWER_VERSION = "Open the newer version"
SAVE_OLDER_VERSION = "A newer version of this story has arrived. Save the copy of this older one all the same?"
NO_SUGGESTIONS = "There are no suggestions in this story."
BEFORE_AND_AFTER, NEXT_STORY, SAVE_AND_NEXT = "Before and after", "Next story", "Save and next"

# --- the card

ALL_DECIDED = "All suggestions in this story are decided."
NUMBER_OF = "{number} of {count}"
UNVERIFIED = "unverified"
PREVIOUS_SUGGESTION, NEXT_SUGGESTION = "Previous suggestion", "Next suggestion"
ARROW_WAS, ARROW_NOW, ARROW_SUGGESTED = "was", "now reads", "suggested"
NOT_IN_ANY_SOURCE = "Not in any source."
DECIDED_BY = "{state} by {name}, {ago}"
CORRECT_OTHERS = "Correct {places} of “{surface}” too"
ACCEPT, REJECT, UNSURE, SKIP, AMEND = "Accept", "Reject", "Unsure", "Skip", "Amend"
NAME_IS_CORRECT = "Name is correct"
PUT_BACK, CONFIRM = "Put back", "Confirm"
COMMENT = "Comment on your decision"
RIGHT_NAME, RIGHT_NAME_FOR, TYPE_RIGHT_NAME = "The right name", "The right name for {name}", "or type the right name"
MAY_BE, ALTERNATIVES, LIKELY_ORIGINALS = "It may be", "Alternatives", "Likely originals"
UNDO_MY_LAST, REDO, REDO_MY_LAST = "Undo my last decision", "Redo", "Redo what I undid"
ACCEPT_EVERYWHERE = "Accept everywhere ({count})"
IN_THE_COPY, ALSO_HERE, DECIDED_TOGETHER = "In the copy", "Also here", "Decided together"
BEFORE, AFTER = "Before", "After"
BEFORE_SENTENCE, AFTER_SENTENCE = "Before:", "After:"
DECIDE_LINE, SHOW_LINE = "Decide line {line} too: {surface}", "Show line {line}"
IN_THE_SOURCES, OPEN_SOURCE = "In the sources", "Open the source"
SAME_SPELLING = "Same spelling elsewhere"
STORY_AND_LINE = "{story}, line {line}"
HISTORY = "History"

# --- previews of actions on many places

ACCEPT_NAME = "Accept {name}"
ACCEPT_NAME_IN_STORY, ACCEPT_NAME_EVERYWHERE = "Accept {name} in this story", "Accept {name} everywhere"
COUNT_FOUND = "{count} found."
UNTICK_PLACES = "Clear the box of any place that you do not want to change."
UNTICK_SUGGESTIONS = "Clear the box of any suggestion that you do not want to accept."
THIS_STORY, ALL_STORIES = "This story", "All stories"
PLACE_AND_CONFIDENCE = "{story}, line {line}, {confidence} confidence"
OTHER_PLACES, OTHER_PLACES_OF = "Other places", "Other places of {surface}"
CAN_BE_CHANGED = "{places} can be changed to {name} at once."

# --- before and after

COMPARE_TITLE = "Before and after: {story}"
DOWNLOAD_COPY, SAVE_COPY = "Download corrected copy", "Save corrected copy"
EDITORS_NOTE, COPY_NOTE = "Editor’s note", "Copy note"
NO_CORRECTIONS = "No corrections have been accepted yet."

# --- unverified names

UNVERIFIED_NAMES, FIND_UNVERIFIED = "Unverified names", "Find unverified names"
COUNT_NOT_IN_SOURCES = (
    "{count} not in any source. A name that you mark as correct is added to the gazetteer under your name."
)
NAME_OR_STORY = "name or story"
PREVIOUS_NAME, NEXT_NAME = "Previous name", "Next name"
PLACES_IN = "{places} in {stories}"
SUGGESTED_IN, NAME_IN_SOURCES, LESS_LIKELY = "suggested in {stories}", "in the sources", "less likely"
AND_MORE = "and {places} more"
NO_NAME_MATCHES, SHOW_ALL = "No unverified names match this search.", "Show all"
NO_UNVERIFIED = "There are no unverified names to check."

# --- history

ALL_DECISIONS = "All decisions, latest first. Nothing is ever deleted."
EXPORT_CSV, EXPORT_LINES = "Export CSV", "Export JSON Lines"
HISTORY_FILTERS, NAME_OR_SPELLING = "Filter the history", "name or spelling in the copy"
WHO, ANYBODY, DECISION, WHEN, STORY, DECISIONS = "Who", "Anybody", "Decision", "When", "Story", "Decisions"
OLDER = "Older →"
NO_DECISIONS, NO_DECISIONS_MATCH = "There are no decisions yet.", "No decisions match these filters."

# --- the shift

SHIFT = "Shift"
IN_FORCE_SINCE = "Decisions since {time} that are still in force. {stories} finished, {waiting} of them not saved."
DOWNLOAD_FINISHED, SAVE_FINISHED = "Download all finished (ZIP)", "Save all finished ({count})"
ALL, ALL_DECISIONS_ROW = "All", "All decisions"
NOTHING_DECIDED = "No decisions were made in this period."
