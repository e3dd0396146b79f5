"""The LanguageTool API as a real client of LanguageTool uses it, over HTTP."""

from __future__ import annotations

import language_tool_python
from core_fixtures import BRIDGE, BRIDGE_COPY, plain_repairer
from review_fixtures import house, listen, running

from repair.decisions.store import DecisionStore
from repair.review.middleware import SecurityPolicy


def test_a_real_client_shows_what_we_find(store: DecisionStore) -> None:
    opened, place = listen("127.0.0.1", 0)
    rules = SecurityPolicy(place.hosts(), frozenset({place.address}))
    with opened, running(house(store, rules=rules, repairer=plain_repairer(*BRIDGE)).served, opened):
        tool = language_tool_python.LanguageTool("en-US", remote_server=place.address)
        text = "𝄞 " + BRIDGE_COPY
        matches = tool.check(text)
        found = {text[m.offset : m.offset + m.error_length]: m.replacements[0] for m in matches if m.replacements}
        assert any(form.endswith("Vikrander") and name.endswith("Wiklander") for form, name in found.items())
        # A name that nobody vouches for is told, and no client corrects it unasked.
        flagged = "Petrekin reported. " + text
        assert any(m.rule_id == "REPAIR_UNVERIFIED_NAME" for m in tool.check(flagged))
        mended = tool.correct(flagged)
        assert "Wiklander" in mended and mended.startswith("Petrekin reported. ")
