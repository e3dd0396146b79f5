"""The texts of the review page and its API that code chooses or fills in: options, help, states, results, errors.

The fixed texts of the templates are in `page_texts`. The errors of the store are worded in `repair.decisions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repair.core.display import quantity
from repair.core.types import Kind, Verdict
from repair.decisions.models import State
from repair.review import page_texts

# --- lists on the page


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter: the value in the address, and the label on the page."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """A line of the keyboard help: the keys that do the same thing, and what they do."""

    keys: tuple[str, ...]
    action: str
    joined_by: str = "or"


NAVIGATION = (
    Choice("/", page_texts.QUEUE),
    Choice("/unverified", page_texts.UNVERIFIED.capitalize()),
    Choice("/history", page_texts.HISTORY),
    Choice("/shift", page_texts.SHIFT),
)
STATE_CHOICES = (
    Choice("open", "Open"),
    Choice("unsure", "Unsure"),
    Choice("accept", "Accepted"),
    Choice("amend", "Amended"),
    Choice("reject", "Rejected"),
    Choice("changed", "Already corrected"),
    Choice("any", "All"),
)
KIND_CHOICES = (
    Choice("", "Any"),
    *(Choice(kind.value, kind.value.replace("_", " ").capitalize()) for kind in Kind),
    Choice("flag", "Unverified"),
)
CONFIDENCE_CHOICES = (
    Choice("0", "Any"),
    Choice("0.5", "50% or more"),
    Choice("0.7", "70% or more"),
    Choice("0.9", "90% or more"),
    Choice("0.95", "95% or more"),
)
ORDER_CHOICES = (
    Choice("worst", "Most open suggestions"),
    Choice("confidence", "Highest confidence"),
    Choice("oldest", "Oldest first"),
    Choice("newest", "Newest first"),
    Choice("source", "Source"),
)
ASSIGNED_CHOICES = (
    Choice("", "Any"),
    Choice("mine", "Me"),
    Choice("nobody", "Nobody"),
    Choice("colleagues", "A colleague"),
)
AGE_CHOICES = (Choice("", "Any"), Choice("1", "1 day"), Choice("7", "1 week"), Choice("30", "1 month"))
PAST_ANSWER_CHOICES = (
    Choice("", "Any"),
    Choice("accept", "Accepted"),
    Choice("reject", "Rejected"),
    Choice("amend", "Amended"),
    Choice("unsure", "Unsure"),
    Choice("correct", "Name is correct"),
    Choice("skip", "Skipped"),
    Choice("undone", "Undone"),
)
KEYS_FOR_DECISIONS = (
    KeyHelp(("j", "n"), "next suggestion"),
    KeyHelp(("k", "p"), "previous suggestion"),
    KeyHelp(("Enter",), "open the selected story (in the queue)"),
    KeyHelp(("a",), "accept the suggested name in all ticked places"),
    KeyHelp(("r",), "reject the suggested name in all ticked places"),
    KeyHelp(("c",), "mark an unverified name as correct, here and from now on"),
    KeyHelp(("s",), "skip an unverified name, in this story only"),
    KeyHelp(("e",), "amend: type the right name"),
    KeyHelp(("u",), "unsure: leave it to a colleague"),
    KeyHelp(("m",), "write a comment on your decision, such as why you are unsure; Enter saves it as unsure"),
)
KEYS_FOR_MOVING = (
    KeyHelp(("o",), "open the source at the cited sentence, or the story of an unverified name"),
    KeyHelp(("1", "9"), "use an alternative or a likely original", joined_by="to"),
    KeyHelp(("A",), "accept this name everywhere, or in the queue all suggestions that match the filters"),
    KeyHelp(("N",), "next story"),
    KeyHelp(("w",), "save the corrected copy and go on to the next story"),
    KeyHelp(("z",), "undo your last decision"),
    KeyHelp(("Z",), "redo what you undid in this story"),
    KeyHelp(("E",), "correct other places of a name that you amended"),
    KeyHelp(("t",), "take the story over from a colleague"),
    KeyHelp(("i",), "assign the story to yourself, or undo that"),
    KeyHelp(("I",), "assign the story to a colleague; in the queue, assign all stories that match the filters"),
    KeyHelp(("b",), "before and after"),
    KeyHelp(("q",), "back to the queue"),
    KeyHelp(("/",), "search"),
    KeyHelp(("y",), "confirm, when the page asks"),
    KeyHelp(("Esc",), "leave a field or close a window"),
)
CHANGE_KEYS, USUAL_KEYS = "Change keys", "Back to the usual keys"
KEYS_KEPT_HERE = (
    "Type another key beside an action. Your keys are kept in this browser. Capital letters are other keys."
)
KEYS_SAVED = "Saved."
KEY_TAKEN = "{key} is already used: {action}. Choose another key."
USED_FOR_ALTERNATIVES = "alternatives"


def remappable_keys() -> list[tuple[str, str]]:
    """Return the keys that a person may replace by others, each with what it does; no digits and no named keys."""
    lines = (*KEYS_FOR_DECISIONS, *KEYS_FOR_MOVING)
    return [(key, help.action) for help in lines for key in help.keys if len(key) == 1 and not key.isdigit()]


# The script puts the keys in force in place of the usual keys in braces.
PRESS_FOR_FLAG = (
    "No name is suggested here. "
    "Press {c} if the name is correct, {s} to skip it in this story, or {e} to type the right name."
)
PRESS_FOR_CHANGE = "This is already corrected. Press {r} to put the original back, or {a} to confirm the correction."
PRESS_FOR_NAME = (
    "Press {c} if the name is correct, {s} to skip it, {u} if you are unsure, or {e} to type the right name."
)
PRESS_FOR_PROPOSAL = "A name is suggested here. Press {a} to accept it, or {r} to keep the copy as it is."
COMMENT_FIELD = "comment, kept with your decision"
COMMENT_FIELD_AND_KEY = "comment, kept with your decision ({m})"

ANSWERS = {
    "accept": "accepted",
    "reject": "rejected",
    "amend": "amended",
    "unsure": "unsure",
    "correct": "name is correct",
    "skip": "skipped",
}

MORE = "More"
COLOURS, TEXT_SIZE = "Colours", "Text size"
COLOUR_CHOICES = (Choice("", "Same as system"), Choice("light", "Light"), Choice("dark", "Dark"))
SIZE_CHOICES = (Choice("", "Normal"), Choice("large", "Large"), Choice("largest", "Largest"))
UNKNOWN_NAME = "This name is not in any source of this desk. Check it; you can still save it."
AMEND_COUNTED, AMEND_SELECTED = "Amend {count} selected", "Amend selected"
SOURCE_NOT_OPEN = (
    "This desk does not have the text of this source. Start repair review with --sources, or with a gazetteer that "
    "contains the source."
)
BUT = "but {words}"
HELD_BACK = "not certain, because {doubt}"
LIST_OF_NAMES = "list of names"
IN_ONE_SOURCE, IN_SOURCES = "1 source has {name}", "{count} sources have {name}"
LISTED, NOT_IN_ANY_SOURCE = "A list of names has {name}", "Not in any source"

# --- assignments

ASSIGN, UNASSIGN, CANCEL = "Assign", "Unassign", "Cancel"
ASSIGN_STORY, ASSIGN_TO_ME, ASSIGN_TO_OTHER = "Assign this story", "Assign to me", "Assign …"
PERSON = "Person"
ASSIGNED_TO, ASSIGNED_TO_YOU = "Assigned to {name}.", "Assigned to you."
ASSIGNED_TO_NOBODY = "Assigned to nobody."
ASSIGN_MATCHING, ASSIGN_MANY = "Assign matching stories ({count})", "Assign matching stories"
ASSIGN_SELECTED, ASSIGN_COUNTED = "Assign selected", "Assign {count} selected"
UNTICK_STORIES = "Clear the box of any story that you do not want to assign."
FIRST_SHOWN = "The first {count} are shown."
STORIES_ASSIGNED_TO, STORIES_ASSIGNED_TO_YOU = "{stories} assigned to {name}.", "{stories} assigned to you."
STORIES_ASSIGNED_TO_NOBODY = "{stories} assigned to nobody."
ASSIGNED_BEFORE = " No change for {stories}."
ASSIGNMENTS_UNDONE = "Assignment of {stories} undone."
ASSIGNED_SINCE = " {stories} left alone, because of a later assignment."
UNDO = "Undo"
NO_STORY_CHOSEN = "no story is selected; tick the box of one, or change the filters"
STORIES_OR_FILTERS = "give either stories or filters"
BY = "by {name}"
YOURS, THEIRS, UNASSIGNED = "assigned to you", "assigned to {name}", "unassigned"
NO_USER = "{name} is not a user of this desk; add the user with `repair review --add-user`, or choose somebody else"

# --- states

STATES = {
    State.OPEN: "open",
    State.ACCEPT: "accepted",
    State.REJECT: "rejected",
    State.AMEND: "amended",
    State.UNSURE: "unsure",
    State.REPLACED: "replaced",
    State.CHANGED: "already corrected",
}
CHANGE_STATES = {State.ACCEPT: "correction confirmed", State.REJECT: "put back"}
FLAG_STATES = {State.ACCEPT: "name is correct", State.REJECT: "skipped"}
UNDONE_STATE = "undone"
MARK_OF_FLAG = "{surface}: not in any source"
MARK_OF_CHANGE = "{applied_text}: already corrected, was {surface}, {confidence} confidence"
MARK_OF_PROPOSAL = "{surface}: suggested {replacement}, {confidence} confidence"

# --- results of actions

DECIDED = {
    Verdict.ACCEPT: "Accepted: {surface} → {replacement}.",
    Verdict.REJECT: "Rejected: {surface} stays.",
    Verdict.AMEND: "Amended: {surface} → {replacement}.",
    Verdict.UNSURE: "Unsure: {surface} is left to a colleague.",
}
DECIDED_FLAG = {
    Verdict.ACCEPT: "Name is correct: {surface}.",
    Verdict.REJECT: "Skipped in this story: {surface}.",
}
DECIDED_CHANGE = {
    Verdict.ACCEPT: "Correction confirmed: {replacement}.",
    Verdict.REJECT: "Put back: {surface}.",
}
DECIDED_MANY = "{action}: {count}."
ACCEPTED, AMENDED, MARKED_CORRECT = "Accepted", "Amended", page_texts.NAME_IS_CORRECT
SKIPPED, UNSURE = "Skipped", page_texts.UNSURE
ALL_PLACES = " In {count} places."
LEFT_IN_STORY = " {count} left in this story."
NONE_LEFT = " Nothing is left in this story."
UNDONE, REDONE = "Undone: {what}.", "Redone: {what}."
NOT_DECIDED = " {count} not decided: a colleague has decided or is working on the story, or there is nothing to change."
ACCEPT_SELECTED, ACCEPT_COUNTED = "Accept selected", "Accept {count} selected"
SAVE_WITH_OPEN = "Still open in this story: {count}. Save the copy with the decisions made so far?"
SAVED_MANY = "{count} saved in {folder}."
NOT_SAVED = " Not saved: {messages}."
SAVED = "Saved to {path}."
TAKEN_OVER = "You have taken over the story."
BY_HAND = " Correct by hand: {messages}."
COPIED = "Copied."
OUTDATED = "The page has changed. Reload it."
NOTHING_OPEN = "No other story is open."
NOTHING_FREE = "No other open story is free."
STORIES_ASSIGNED, STORIES_CLAIMED = "Assigned to colleagues: {count}.", "Being worked on by colleagues: {count}."

# --- errors

NO_FOLDER = "there is no folder to save to; start `repair review` with --out DIR, or download the corrected copy"
NO_PAGE = "There is no such page."
BAD_REQUEST = "This address or form is not valid."
HTTP_ERRORS = {404: NO_PAGE, 405: "This address does not accept this kind of request."}
FAILED_TITLE = "That did not work"
UNDO_TITLE = "Nothing was undone"
WRONG_TOKEN = "This is not the token that repair review printed. It prints a new one each time it starts."
WRONG_PASSWORD = "The name or the password is wrong."
TOO_MANY_TRIES = "Too many wrong passwords. Wait a moment, then try again."
OPEN_QUEUE = "Open the queue"


def not_decided(number: int) -> str:
    """Return what to add about suggestions that a bulk action left out, nothing for none."""
    return NOT_DECIDED.format(count=quantity(number, "suggestion")) if number else ""


def to_correct_by_hand(messages: Sequence[str]) -> str:
    """Return what to add about accepted edits that could not be written, nothing for none."""
    return BY_HAND.format(messages="; ".join(messages)) if messages else ""


def not_saved(messages: Sequence[str]) -> str:
    """Return what to add about copies that could not be saved, nothing for none."""
    return NOT_SAVED.format(messages="; ".join(messages)) if messages else ""


ANSWER_COLUMNS = (
    Choice("accept", "Accepted"),
    Choice("amend", "Amended"),
    Choice("reject", "Rejected"),
    Choice("correct", "Correct"),
    Choice("skip", "Skipped"),
    Choice("unsure", "Unsure"),
    Choice("confirm", "Confirmed"),
    Choice("put_back", "Put back"),
)
