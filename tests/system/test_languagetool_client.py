"""The LanguageTool API as a real client of LanguageTool uses it, over HTTP."""

from __future__ import annotations

import language_tool_python
import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, plain_repairer
from review_fixtures import listen, review_app, running

from repair.decisions.access_tokens import AccessTokens
from repair.decisions.store import DatabaseStore
from repair.review.middleware import SecurityPolicy
from repair.review.user_file import UserFile


def test_a_real_client_shows_mangled_names_and_corrects_no_unverified_one(store: DatabaseStore) -> None:
    listener, address = listen("127.0.0.1", 0)
    policy = SecurityPolicy(address.hosts(), frozenset({address.address}))
    with listener, running(review_app(store, policy=policy, repairer=plain_repairer(*BRIDGE)), listener):
        tool = language_tool_python.LanguageTool("en-US", remote_server=address.address)
        text = "𝄞 " + BRIDGE_COPY
        matches = tool.check(text)
        replacements = {
            text[match.offset : match.offset + match.error_length]: match.replacements[0]
            for match in matches
            if match.replacements
        }
        assert any(form.endswith("Vikrander") and name.endswith("Wiklander") for form, name in replacements.items())
        with_unverified = "Petrekin reported. " + text
        assert any(match.rule_id == "REPAIR_UNVERIFIED_NAME" for match in tool.check(with_unverified))
        corrected = tool.correct(with_unverified)
        assert "Wiklander" in corrected and corrected.startswith("Petrekin reported. ")


def test_a_real_client_gives_its_token_to_a_shared_desk_in_the_address(store: DatabaseStore) -> None:
    listener, address = listen("127.0.0.1", 0)
    policy = SecurityPolicy(address.hosts(), frozenset({address.address}), languagetool_open=False)
    users = UserFile({"Ada": "x"}, "desk")
    served = review_app(store, users, policy=policy, repairer=plain_repairer(*BRIDGE))
    with listener, running(served, listener):
        token = AccessTokens(store).issue("Ada")
        tool = language_tool_python.LanguageTool("en-US", remote_server=f"{address.address}/key/{token}/")
        assert any("Wiklander" in match.replacements[0] for match in tool.check(BRIDGE_COPY) if match.replacements)
        with pytest.raises(language_tool_python.exceptions.LanguageToolError):
            language_tool_python.LanguageTool("en-US", remote_server=address.address).check(BRIDGE_COPY)
