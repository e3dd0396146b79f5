"""The desk without a browser: what a person sees and does, what is said, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from queue_fixtures import COPY, OTHER, fill, found, propose, story

from repair.core.errors import FormatError, RepairError
from repair.core.serialize import suggestion_line
from repair.core.types import Alternative, Kind, Verdict
from repair.decisions import claims, ingest, queue
from repair.decisions.errors import ClaimedError, ConflictError, NotThereError
from repair.decisions.models import Answer, Filters, State
from repair.decisions.store import DecisionStore
from repair.review import auth, languagetool
from repair.review.highlighting import after_text, highlighted
from repair.review.ingest import read_queue_file
from repair.review.session import ReviewSession
from repair.review.views import SelectedSuggestion

ACCEPT, REJECT, AMEND = Verdict.ACCEPT, Verdict.REJECT, Verdict.AMEND


@pytest.fixture
def store(tmp_path: Path) -> DecisionStore:
    return DecisionStore(tmp_path / "desk.sqlite")


@pytest.fixture
def desk(store: DecisionStore, tmp_path: Path) -> ReviewSession:
    fill(store)
    return ReviewSession(store, "Ada", tmp_path / "out")


def first(desk: ReviewSession) -> str:
    return desk.queue().entries[0].id


# --- going through a story


def test_a_story_is_gone_through_from_the_first_open_suggestion_to_the_last(desk: ReviewSession) -> None:
    view = desk.open(first(desk))
    seen, words = [], []
    while view.case is not None and view.left:
        seen.append(view.case.suggestion.surface)
        done = desk.decide(view.case.suggestion.id, Answer.CORRECT if view.case.flag else ACCEPT, seen=None)
        words.append(done.words)
        view = desk.open(view.story.id, done.next_id)
    assert seen == ["Mark Latte", "Kiel Starmer", "Latte", "Mark Latte", "Petrekin"]
    assert words[0] == "Accepted: Mark Latte → Mark Rutte. 4 left in this story."
    assert words[-1] == "Name is correct: Petrekin. Nothing is left in this story."
    assert desk.queue().progress.decided == 5


def test_one_goes_round_from_the_last_to_the_first_and_back(desk: ReviewSession) -> None:
    view = desk.open(first(desk))
    ids = [case.suggestion.id for case in view.cases]
    assert (view.before, view.after) == (ids[-1], ids[1])
    assert desk.open(view.story.id, ids[-1]).after == ids[0]
    assert desk.open(view.story.id, "ffff").at == 0


def test_what_was_decided_meanwhile_is_told_and_can_be_decided_again(desk: ReviewSession, store: DecisionStore) -> None:
    ben = ReviewSession(store, "Ben")
    view = desk.open(first(desk))
    id = view.cases[0].suggestion.id
    other = ben.open(view.story.id)
    assert other.other is not None and other.other.reviewer == "Ada"
    with pytest.raises(ClaimedError):
        ben.decide(id, REJECT)
    desk.decide(id, ACCEPT)
    taken = ben.open(view.story.id, take_over=True)
    assert taken.other is None
    with pytest.raises(ConflictError, match="Ada has decided this meanwhile"):
        ben.decide(id, REJECT)
    head = ben.open(view.story.id).cases[0].head
    assert head is not None
    ben.decide(id, REJECT, seen=head.id)
    with pytest.raises(ClaimedError):
        desk.decide(view.cases[1].suggestion.id, ACCEPT)


def test_a_spelling_variant_is_decided_once_a_story_and_undone_as_one(store: DecisionStore) -> None:
    text = "Gen. Omar Daglo spoke. Daglo left. Omar Daglo returned. Omar Fashir stayed.\n"
    kind = Kind.SPELLING_VARIANT
    suggestions = (
        propose(text, "Omar Daglo", "Omar Dagalo", kind=kind),
        propose(text, "Daglo", "Dagalo", nth=1, kind=kind),
        propose(text, "Omar Daglo", "Omar Dagalo", nth=1, kind=kind),
        propose(text, "Fashir", "Fasher", kind=kind),
    )
    ingest.add(store, [(story(text), suggestions)])
    desk = ReviewSession(store, "Ada")
    opened = desk.open(first(desk))
    done = desk.decide(opened.cases[0].suggestion.id, ACCEPT)
    assert len(done.decisions) == 3 and "all 3 places" in done.words
    assert [case.state for case in desk.open(opened.story.id).cases] == [*[State.ACCEPT] * 3, State.OPEN]
    assert len(desk.undo(opened.story.id).decisions) == 3


def test_undoing_leads_back_to_what_was_undone(desk: ReviewSession) -> None:
    view = desk.open(first(desk))
    done = desk.decide(view.cases[1].suggestion.id, REJECT)
    assert done.next_id == view.cases[2].suggestion.id
    back = desk.undo()
    assert (back.words, back.next_id) == ("Undone: Kiel Starmer.", view.cases[1].suggestion.id)
    with pytest.raises(NotThereError):
        desk.undo()


def test_a_name_is_accepted_everywhere_after_a_preview_and_undone_as_one(desk: ReviewSession) -> None:
    cases = desk.preview("Mark Rutte")
    assert len(cases) == 3
    done = desk.accept_all(SelectedSuggestion(case.suggestion.id) for case in cases)
    assert (done.words, done.left) == ("Accepted: 3 suggestions.", ())
    assert desk.undo().words == "Undone: 3 decisions."
    assert desk.queue().progress.decided == 0


def test_what_is_in_other_hands_is_left_out_of_accepting_everywhere(desk: ReviewSession, store: DecisionStore) -> None:
    cases = desk.preview("Mark Rutte")
    claims.claim(store, first(desk), "Ben")
    done = desk.accept_all(SelectedSuggestion(case.suggestion.id) for case in cases)
    assert "Accepted: 1 suggestion. 2 suggestions not decided" in done.words


def test_unverified_names_are_marked_right_or_named_wherever_they_stand(
    desk: ReviewSession, store: DecisionStore
) -> None:
    fill(store, OTHER, OTHER + "More.\n")
    assert desk.mark_correct("Petrekin").words == "Name is correct: 1 suggestion."
    assert desk.amend_everywhere("Ann Vexley", "Ann Bexley").words.startswith("Amended: 3 suggestions.")
    assert desk.unverified() == ()
    with pytest.raises(NotThereError):
        desk.mark_correct("Petrekin")


def test_the_card_tells_where_else_and_what_happened(desk: ReviewSession) -> None:
    view = desk.open(first(desk))
    id = view.cases[0].suggestion.id
    desk.decide(id, REJECT)
    card = desk.card(desk.case(id))
    assert [case.story_name for case in card.elsewhere] == ["story-0.txt", "story-1.txt"]
    assert [entry.decision.verdict for entry in card.history] == [REJECT]
    assert (card.same_in_story, card.same_in_queue) == (1, 2)


# --- what comes of it


def test_the_cleaned_copy_differs_in_the_accepted_edits_alone(desk: ReviewSession, tmp_path: Path) -> None:
    view = desk.open(first(desk))
    desk.decide(view.cases[0].suggestion.id, ACCEPT)
    desk.decide(view.cases[1].suggestion.id, REJECT)
    desk.decide(view.cases[2].suggestion.id, AMEND, replacement="Rutten")
    desk.decide(view.cases[4].suggestion.id, Answer.CORRECT)
    view = desk.look(view.story.id)
    wanted = COPY.replace("Mark Latte", "Mark Rutte", 1).replace("\nLatte", "\nRutten")
    assert desk.cleaned(view) == wanted.encode()
    assert after_text(COPY, view.cases) == wanted
    path = desk.write(view)
    assert path == tmp_path / "out" / "story-0.txt" and path.read_bytes() == wanted.encode()
    # In full, "Rutten" for "Latte" is told of its own: the whole name does not cover it.
    assert desk.note(view) == (
        "An earlier version of this story misspelled the name of Mark Rutte as Mark Latte, and misspelled the name of "
        "Rutten as Latte."
    )


def test_cleaned_copy_keeps_its_encoding_and_its_line_ends(store: DecisionStore) -> None:
    from repair.formats import parse

    raw = COPY.replace("\n", "\r\n").encode("utf-16")
    reading = parse("wire.txt", raw)
    kept = ingest.story_from(reading)
    ingest.add(store, [(kept, [propose(reading.document.text, "Mark Latte", "Mark Rutté")])])
    desk = ReviewSession(store, "Ada")
    view = desk.open(kept.id)
    desk.decide(view.cases[0].suggestion.id, ACCEPT)
    assert desk.cleaned(desk.look(kept.id)) == raw.decode("utf-16").replace("Mark Latte", "Mark Rutté", 1).encode(
        "utf-16"
    )


def test_a_copy_is_never_written_over_its_original_or_outside_its_folder(store: DecisionStore, tmp_path: Path) -> None:
    path = tmp_path / "wire.txt"
    path.write_text(COPY, encoding="utf-8")
    from repair.formats import read_copy

    mine = ingest.story_from(read_copy(path), name="wire.txt")
    evil = ingest.story_from(read_copy(path), name="../../../etc/.passwd")
    ingest.add(store, [(mine, found())])
    desk = ReviewSession(store, "Ada", tmp_path)
    with pytest.raises(FormatError, match="is an original"):
        desk.write(desk.look(mine.id))
    with pytest.raises(FormatError, match="no folder to save to"):
        ReviewSession(store, "Ada").write(desk.look(mine.id))
    from repair.review.views import StoryView
    from repair.review.writing import safe_file_name

    assert safe_file_name(evil.name) == "passwd"
    assert (
        ReviewSession(store, "Ada", tmp_path / "o").write(StoryView(evil, (), None, None)) == tmp_path / "o" / "passwd"
    )


def test_two_stories_of_one_name_are_written_side_by_side(store: DecisionStore, tmp_path: Path) -> None:
    stories = [story(COPY, "a/wire.txt"), story(OTHER, "b/wire.txt")]
    from dataclasses import replace

    stories = [replace(each, name="wire.txt") for each in stories]
    ingest.add(store, [(each, found(each.text)) for each in stories])
    desk = ReviewSession(store, "Ada", tmp_path)
    assert len({desk.write(desk.look(each.id)) for each in stories}) == 2


@given(st.lists(st.sampled_from(["Latte", "Mark Latte", "\n", " and ", "x\r\n", "\r"]), max_size=12))
def test_marking_a_story_loses_no_letter(parts: list[str]) -> None:
    text = "".join(parts)
    cases = []
    if "Latte" in text:
        from repair.decisions.models import QueuedSuggestion

        cases = [QueuedSuggestion(propose(text, "Latte", "Rutte"), "s", "s", State.OPEN)]
    shown = ["".join(piece.text for piece in line) for line in highlighted(text, cases)]
    kept = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    assert shown == kept
    assert sum(piece.case is not None for line in highlighted(text, cases) for piece in line) == len(cases)


# --- queue files


def test_a_queue_file_brings_its_stories_and_says_what_could_not_come(
    store: DecisionStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    (folder / ".repair").mkdir(parents=True)
    (folder / "delft.txt").write_text(COPY, encoding="utf-8")
    (folder / "changed.txt").write_text("Nothing of the sort.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names = ("out/delft.txt", "out/changed.txt", "out/gone.txt", "-")
    lines = "".join(suggestion_line(name, each) for name in names for each in found())
    troubles: list[RepairError] = []
    path = folder / ".repair" / "queue.jsonl"
    came = read_queue_file(store, path, lines, limit=10_000, on_error=troubles.append)
    assert (came.stories, came.suggestions, came.known) == (1, 5, 0)
    told = " ".join(str(each) for each in troubles)
    assert "changed.txt: 5 of its suggestions" in told and "gone.txt: there is no such file" in told
    assert "standard input, which is gone" in told
    again = read_queue_file(store, path, lines, limit=10_000, on_error=troubles.append)
    assert (again.stories, again.suggestions, again.known) == (0, 0, 5)
    (line,) = queue.entries(store, Filters())
    assert (line.name, line.source) == ("delft.txt", "out")
    # From elsewhere, what lies beside the queue file is found too.
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert read_queue_file(
        store, path, suggestion_line(*("out/delft.txt", found()[0])), limit=10_000, on_error=troubles.append
    ).known in (0, 1)


# --- LanguageTool's shapes


def test_offsets_are_utf16_units() -> None:
    text = "𝄞𝄞 Mark Latte"
    sent = languagetool.plain_text(text)
    told = languagetool.check_response(
        sent, [propose(text, "Mark Latte", "Mark Rutte")], "en-US", languagetool.CheckRequest()
    )
    (match,) = told["matches"]
    units = text.encode("utf-16-le")
    assert units[2 * match["offset"] : 2 * (match["offset"] + match["length"])].decode("utf-16-le") == "Mark Latte"
    assert [each["value"] for each in match["replacements"]] == ["Mark Rutte", "Marc Rutten", "Mark Ruthe"]
    context = match["context"]
    assert context["text"].encode("utf-16-le")[2 * context["offset"] :].decode("utf-16-le").startswith("Mark Latte")


def test_annotated_text_is_counted_with_its_markup() -> None:
    data = (
        '{"annotation": [{"text": "𝄞 "}, {"markup": "<b>"}, {"text": "Mark "}, {"markup": "</b>"}, {"text": "Latte"}]}'
    )
    sent = languagetool.annotated_text(data)
    assert sent.text == "𝄞 Mark Latte"
    told = languagetool.check_response(
        sent, [propose(sent.text, "Mark Latte", "Mark Rutte")], "en", languagetool.CheckRequest()
    )
    (match,) = told["matches"]
    whole = "𝄞 <b>Mark </b>Latte"
    assert (
        whole.encode("utf-16-le")[2 * match["offset"] :][: 2 * match["length"]].decode("utf-16-le") == "Mark </b>Latte"
    )


@given(st.lists(st.tuples(st.booleans(), st.text(max_size=5)), max_size=6), st.data())
def test_every_place_of_annotated_text_lies_within_what_was_sent(
    parts: list[tuple[bool, str]], data: st.DataObject
) -> None:
    sent = languagetool.SubmittedText(
        [languagetool.TextPart(text, text if shown else f"<{text}>") for shown, text in parts]
    )
    total = sum(languagetool.utf16_length(text if shown else f"<{text}>") for shown, text in parts)
    start = data.draw(st.integers(0, len(sent.text)))
    end = data.draw(st.integers(start, len(sent.text)))
    assert 0 <= sent.offset(start) <= total and 0 <= sent.end(end) <= total
    if end > start:
        assert sent.offset(start) <= sent.end(end)


@pytest.mark.parametrize("data", ["", "{}", "[]", '{"annotation": 1}', '{"annotation": [{"text": 1}]}', "[" * 9999])
def test_what_is_no_annotated_text_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="annotation"):
        languagetool.annotated_text(data)


def test_a_guess_is_told_and_not_offered_to_clients_that_take_the_first() -> None:
    flag = replace(propose(COPY, "Petrekin", None), alternatives=(Alternative("Petrek", 0.1),))
    (match,) = languagetool.check_response(languagetool.plain_text(COPY), [flag], "en", languagetool.CheckRequest())[
        "matches"
    ]
    assert match["replacements"] == []
    assert match["message"] == "The name Petrekin is not in any source. A guess, also not in any source: Petrek."


def test_clients_choose_which_rules_they_hear_of() -> None:
    sent = languagetool.plain_text(COPY)

    def heard(**given: object) -> int:
        return len(languagetool.check_response(sent, found(), "en", languagetool.CheckRequest(**given))["matches"])  # type: ignore[arg-type]

    assert heard() == 5
    assert heard(disabled=frozenset({languagetool.UNVERIFIED})) == 4
    assert heard(disabled=frozenset({"REPAIR_NAMES"})) == 0
    assert heard(enabled=frozenset({languagetool.UNVERIFIED}), enabled_only=True) == 1


# --- people


def test_passwords_are_kept_as_salted_hashes(tmp_path: Path) -> None:
    path = tmp_path / "users"
    auth.add_user(path, "Ada", "correct horse")
    auth.add_user(path, "Ben", "correct horse")
    stored = auth.read_users(path)
    assert stored["Ada"] != stored["Ben"] and "correct" not in path.read_text(encoding="utf-8")
    assert auth.password_matches("correct horse", stored["Ada"]) and not auth.password_matches(
        "wrong horse", stored["Ada"]
    )
    assert path.stat().st_mode & 0o077 == 0
    for name, password in (("Ada", "short"), ("a:b", "long enough by far"), (" ", "long enough by far")):
        with pytest.raises(RepairError):
            auth.add_user(path, name, password)


def test_a_session_cannot_be_made_up_and_wrong_passwords_have_an_end(tmp_path: Path) -> None:
    users = auth.UserFile({"Ada": auth.hash_password("correct horse")}, "c")
    session = users.log_in("Ada", "correct horse")
    assert session is not None
    assert users.identify(auth.RequestIdentity({}, {"c": session}, "")) == "Ada"
    name64, until, seal = session.split(".")
    for forged in (
        "",
        "..",
        f"{name64}.{int(until) + 9}.{seal}",
        f"QmVu.{until}.{seal}",
        f"{name64}.{until}.",
        session + "x",
    ):
        assert users.identify(auth.RequestIdentity({}, {"c": forged}, "")) is None
    assert auth.UserFile(users.hashes, "c").identify(auth.RequestIdentity({}, {"c": session}, "")) is None
    assert users.log_in("Eve", "correct horse") is None
    for _ in range(8):
        assert users.log_in("Ada", "wrong") is None
    with pytest.raises(PermissionError):
        users.log_in("Ada", "correct horse")


def test_a_proxy_is_believed_and_nobody_else() -> None:
    proxied = auth.ProxyAuth("X-Forwarded-User", frozenset({"10.0.0.1"}))
    headers = {"x-forwarded-user": "Ada"}
    assert proxied.identify(auth.RequestIdentity(headers, {}, "10.0.0.1")) == "Ada"
    assert proxied.identify(auth.RequestIdentity(headers, {}, "10.0.0.2")) is None
    assert proxied.identify(auth.RequestIdentity({}, {}, "10.0.0.1")) is None
