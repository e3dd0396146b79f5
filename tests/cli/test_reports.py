"""The reports: readable, safe to show, and in the shape that machines expect."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from conftest import COPY, FakeGazetteer, FakeRepairer, Run
from rich.console import Console
from rich.text import Text

from repair.cli.output import wrapped
from repair.cli.reports.diff import unified_diff
from repair.cli.reports.sarif import CheckedFile, sarif
from repair.cli.reports.terminal import brief_report, findings_report, suggestions_report, summary
from repair.core.display import visible
from repair.core.errors import FormatError
from repair.core.notices import CopyNotice
from repair.core.positions import line_and_column
from repair.core.serialize import finding_line, parse_suggestions, suggestion_line
from repair.core.types import Edit, Finding, Kind, Mention, Outcome, Reason, Span, Suggestion
from repair.formats import parse
from repair.pipeline.actions.doubts import DOUBT, ONE_SOURCE
from repair.pipeline.copy_notices import UNCOVERED
from repair.pipeline.findings import suggestion_finding


def suggestions(text: str = COPY) -> tuple[Suggestion, ...]:
    return FakeRepairer(FakeGazetteer(())).suggest(text)


def test_the_report_has_position_suggestion_confidence_reasons_and_sources() -> None:
    plain = suggestions_report("copy.txt", COPY, suggestions()).plain
    for words in ("1:12", "Mark Latte → Mark Rutte", "98%", "certain", "sounds alike", "clean.txt: “", "to review"):
        assert words in plain
    assert "Petrekin  unverified" in plain


def test_the_brief_report_has_a_line_for_each_name() -> None:
    twice = [*suggestions(), *(replace(each, line=each.line + 4) for each in suggestions())]
    assert brief_report("copy.txt", twice).plain.splitlines() == [
        "copy.txt",
        "   1:12   Mark Latte → Mark Rutte  98%  certain: sounds alike (clean.txt); also at 5:12",
        "   1:27   Kiel Starmer → Keir Starmer  71%  to review: sounds alike (clean.txt); also at 5:27",
        "   2:1    Latte → Rutte  95%  certain: sounds alike (clean.txt); also at 6:1",
        "   3:1    Petrekin  unverified: not in any source; also at 7:1",
    ]
    many = [replace(suggestions()[-1], line=line) for line in range(1, 12)]
    assert brief_report("a", many).plain.endswith("also at 2:1, 3:1, 4:1, 5:1, 6:1 and 5 more places\n")


def test_a_name_of_any_length_takes_a_few_lines() -> None:
    first, *_ = suggestions()
    long = replace(first, surface="Latte" + "\u0301" * 200_000, replacement="R" * 200_000)
    for report in (brief_report("a", [long]), suggestions_report("a", COPY, [long])):
        assert len(report.plain) < 2_000
        assert "\u0301…\u0301" in report.plain and "R…R" in report.plain


def test_a_story_without_sources_is_named_once() -> None:
    uncovered = CopyNotice(UNCOVERED, "None of the sources seems to report this story (closest: b\x1b.txt).")
    for report in (
        brief_report("a", suggestions(), notices=[uncovered]),
        suggestions_report("a", COPY, suggestions(), notices=[uncovered]),
    ):
        assert report.plain.count("None of the sources seems to report this story (closest: b<1B>.txt)") == 1
        assert "not in any source" not in report.plain


def test_the_sentence_about_a_story_without_sources_replaces_the_log(run: Run, tmp_path: Path) -> None:
    words = "The mayor of Burgas opened a harbour on Monday and said that ships would come. " * 4
    (tmp_path / "copy.txt").write_text(words + "Dragan Velchev smiled.", encoding="utf-8")
    (tmp_path / "clean.txt").write_text(
        "Ingrid Thorsrud won the ski race in Oslo. Thorsrud lives there.", encoding="utf-8"
    )
    result = run("suggest", "copy.txt", "--sources", "clean.txt")
    assert result.text.count("None of the sources seems to report this story (closest: clean.txt)") == 1
    assert "report the story" not in result.words and "not in any source" not in result.text


def test_long_lines_are_wrapped_at_words_and_indented() -> None:
    console = Console(width=40, file=StringIO())
    lines = wrapped(Text("   1:12   Mark Latte → Mark Rutte  98%  certain: a source has the same name"), console)
    assert [line.plain.rstrip() for line in lines] == [
        "   1:12   Mark Latte → Mark Rutte  98%",
        "          certain: a source has the same",
        "          name",
    ]


def test_confidence_is_never_shown_as_100_percent() -> None:
    sure = replace(suggestions()[0], confidence=1.0)
    assert "99%" in suggestions_report("copy.txt", COPY, [sure]).plain


def test_control_characters_are_escaped() -> None:
    text = "a\x1b]0;x\x07 Latte \u202ekcab\u202c\x9b31m"
    shown = suggestions_report("na\x1bme\u202e.txt", text, suggestions(text)).plain
    assert not {char for char in shown if char not in "\n" and visible(char) != char}
    assert "<1B>" in shown


def test_explain_shows_every_outcome_and_its_evidence() -> None:
    findings = FakeRepairer(FakeGazetteer(())).explain(COPY)
    plain = findings_report("copy.txt", findings, lambda span: line_and_column(COPY, span.start)).plain
    assert "+2.50  sounds alike" in plain
    assert "unverified: no source has it" in plain and "in: " not in plain
    verbose = findings_report("copy.txt", findings, lambda _: (1, 1), text=COPY).plain
    assert verbose.count("in: ") == len(findings) and "source: " in verbose
    assert json.loads(finding_line("copy.txt", findings[0]))["unit"] == "code points"


def test_explain_shows_a_doubt_without_a_weight_after_the_reasons_that_have_one() -> None:
    (finding, *_) = FakeRepairer(FakeGazetteer(())).explain(COPY)
    doubted = replace(finding, alternatives=(), reasons=(Reason(DOUBT, ONE_SOURCE, 0.0), *finding.reasons))
    lines = findings_report("copy.txt", [doubted], lambda _: (1, 1)).plain.splitlines()
    assert lines[-1].strip() == ONE_SOURCE
    assert all(line.strip().startswith(("+", "-")) for line in lines[2:-1]) and len(lines) > 3


def test_explain_says_of_each_name_what_happens_to_it() -> None:
    mention = Mention("copy.txt", Span(0, 2), "AP", Kind.OTHER)
    labels = {Outcome.KNOWN: "known", Outcome.NIL: "left alone", Outcome.AMBIGUOUS: "doubtful"}
    for outcome, label in labels.items():
        plain = findings_report("copy.txt", [Finding(mention, outcome, "why")], lambda _: (1, 1)).plain
        assert f"AP  {label}: why" in plain
    suggested = [suggestion_finding(suggestion) for suggestion in suggestions() if suggestion.replacement]
    plain = findings_report("copy.txt", suggested, lambda _: (1, 1)).plain
    assert "98%  certain" in plain
    assert "  to review" in plain
    assert "(98%, certain)" in suggested[0].explanation


def test_the_summary_counts_by_action() -> None:
    assert summary(suggestions(), 1) == "Checked 1 document: 2 certain, 1 to review, 1 unverified."
    assert summary([], 0) == "No documents were checked."


def test_suggestions_come_back_from_their_lines() -> None:
    lines = "\n".join(suggestion_line("a.txt", each) for each in suggestions())
    back = list(parse_suggestions("found.jsonl", lines))
    assert [each.document for each in back] == ["a.txt"] * 4
    for placed, was in zip(back, suggestions(), strict=True):
        now = placed.suggestion
        assert (now.span, now.surface, now.replacement, now.action) == (
            was.span,
            was.surface,
            was.replacement,
            was.action,
        )
        # Everything shown beside a proposal comes back too.
        assert (now.line, now.column, now.confidence, now.kind) == (was.line, was.column, was.confidence, was.kind)
        assert (now.alternatives, now.evidence, now.reasons) == (was.alternatives, was.evidence, was.reasons)


def test_a_flag_has_no_confidence_in_any_report() -> None:
    flag = next(each for each in suggestions() if each.replacement is None)
    assert json.loads(suggestion_line("a.txt", flag))["confidence"] is None
    assert "%" not in suggestions_report("copy.txt", COPY, [flag]).plain
    log = json.loads(
        sarif([CheckedFile("copy.txt", suggestions(), parse("copy.txt", COPY.encode()))], version="0", signature="")
    )
    ranks = [(result["ruleId"], "rank" in result) for result in log["runs"][0]["results"]]
    assert set(ranks) == {("mangled-name", True), ("unverified-name", False)}


def test_the_confidence_that_earlier_versions_gave_a_flag_is_read_as_none() -> None:
    flag = next(each for each in suggestions() if each.replacement is None)
    line = json.dumps(json.loads(suggestion_line("a.txt", flag)) | {"confidence": 1.0})
    (back,) = parse_suggestions("found.jsonl", line)
    assert back.suggestion.confidence is None


def test_the_features_that_earlier_versions_named_otherwise_have_their_present_names_when_read() -> None:
    reasons = [
        {"key": "told", "words": "no source", "weight": -1.0},
        {"key": "frame", "words": "a rule", "weight": 0.0},
    ]
    (back,) = parse_suggestions("found.jsonl", changed(confidence=0.9, reasons=reasons))
    assert [reason.key for reason in back.suggestion.reasons] == ["coverage", "frame"]


def test_a_file_name_that_is_not_utf8_can_be_written() -> None:
    line = suggestion_line("bad\udcff.txt", suggestions()[0]).encode("utf-8", "backslashreplace")
    assert json.loads(line)["document"] == "bad\udcff.txt"


def changed(without: str = "", **fields: object) -> str:
    """Return a line with a suggestion, with some fields changed and one left out."""
    record = {"document": "a", "surface": "b", "start": 0, "end": 1, "replacement": "c", "action": "review"} | fields
    return json.dumps({key: value for key, value in record.items() if key != without})


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 2: The line is not JSON"),
        ("[" * 100_000, "line 2: The line is not JSON"),
        ("[1]", "line 2: The line is not a suggestion (it is not an object)"),
        ("{}", "missing required field document"),
        (changed(document=1), "document: expected str, got int"),
        (changed(start=-1), "start: expected int >= 0"),
        (changed(end=True), "end: expected int, got bool"),
        (changed(alternatives=["\ud800"]), "it has an unpaired surrogate"),
        (changed(end=9), "start and end do not fit surface"),
        (changed(replacement=" "), "replacement: it is empty"),
        (changed(replacement="x\ny"), "a line break that the copy lacks"),
        (changed(action="do"), "action: invalid enum value 'do'"),
        (
            changed(reasons=[{"key": "sound", "text": "", "weight": "2"}]),
            "reasons[0].weight: expected float",
        ),
        (changed(confidence=1.5), "confidence: expected float <= 1.0"),
        (changed(without="action"), "missing required field action"),
        (changed(without="replacement"), "missing required field replacement"),
    ],
)
def test_lines_that_are_not_suggestions_are_reported(line: str, words: str) -> None:
    with pytest.raises(FormatError) as caught:
        list(parse_suggestions("found.jsonl", "\n" + line))
    assert str(caught.value).startswith("found.jsonl, line 2: ")
    assert words in str(caught.value)


def test_sarif_has_place_rule_and_fix() -> None:
    text = "😀 Latte and Petrekin\n"
    log = json.loads(
        sarif(
            [CheckedFile("a b.txt", suggestions(text), parse("a b.txt", text.encode()))], version="1.0", signature="s"
        )
    )
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    mangled, unverified = run["results"]
    region = mangled["locations"][0]["physicalLocation"]["region"]
    assert region == {
        "startLine": 1,
        "startColumn": 3,
        "endLine": 1,
        "endColumn": 8,
        "charOffset": 2,
        "charLength": 5,
        "byteOffset": 5,
        "byteLength": 5,
    }
    assert mangled["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "a%20b.txt"}
    swap = mangled["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert swap == {"deletedRegion": region, "insertedContent": {"text": "Rutte"}}
    assert (unverified["level"], "fixes" in unverified) == ("note", False)
    for result in (mangled, unverified):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


@pytest.mark.parametrize(
    ("name", "uri"), [("/tmp/a.txt", "file:///tmp/a.txt"), ("é.txt", "%C3%A9.txt"), ("x\udcff", "x%FF")]
)
def test_paths_become_uris(name: str, uri: str) -> None:
    log = json.loads(
        sarif([CheckedFile(name, suggestions("Latte"), parse("a.txt", b"Latte"))], version="1", signature="s")
    )
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == uri


def test_distant_changes_have_separate_hunks_and_close_ones_share_one() -> None:
    lines = [f"line {number} x\n" for number in range(30)]
    text = "".join(lines)
    edits = []
    for number in (2, 5, 25):
        start = text.index(f"line {number} x") + len(f"line {number} ")
        edits.append(Edit(Span(start, start + 1), "x", "y", str(number)))
    diff = unified_diff("a.txt", text, edits)
    assert [line for line in diff.split("\n") if line.startswith("@@")] == ["@@ -1,9 +1,9 @@", "@@ -23,7 +23,7 @@"]
    assert diff.count("\n+") - 1 == 3


def test_a_confidence_below_a_threshold_is_never_shown_as_the_threshold() -> None:
    below = replace(suggestions()[1], confidence=0.9665)
    assert "96%  to review" in brief_report("copy.txt", [below]).plain
    assert "96%" in suggestions_report("copy.txt", COPY, [below]).plain


@pytest.mark.parametrize(
    "report", [brief_report, lambda name, shown_suggestions: suggestions_report(name, COPY, shown_suggestions)]
)
def test_what_held_a_suggestion_back_stands_beside_its_confidence_and_nowhere_else(
    report: Callable[[str, list[Suggestion]], Text],
) -> None:
    suggestion = suggestions()[1]
    downgraded = replace(suggestion, confidence=0.98, reasons=(Reason(DOUBT, ONE_SOURCE, 0.0), *suggestion.reasons))
    plain = report("copy.txt", [downgraded]).plain
    assert f"98%  to review ({ONE_SOURCE})" in plain and plain.count(ONE_SOURCE) == 1
    assert "sounds alike" in plain
