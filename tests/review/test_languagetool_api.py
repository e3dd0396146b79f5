"""/v2/check as clients of LanguageTool ask it: their content types, origins, languages and tokens.

Requests of clients that cannot run here are written down as those clients send them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, plain_repairer
from review_fixtures import POLICY, client, review_app, token_auth
from starlette.testclient import TestClient

from repair.decisions.access_tokens import AccessTokens
from repair.decisions.store import DatabaseStore
from repair.review.middleware import SecurityPolicy
from repair.review.passwords import hash_password
from repair.review.user_file import UserFile

GERMAN = (
    "Der Bürgermeister sagte am Montag, dass die Brücke nach dem Unfall nicht mehr sicher sei und gesperrt werde. "
    "Die Ingenieure von Lars Vikrander prüfen sie noch."
)
FIREFOX = "moz-extension://5ab1e7c2-6d3f-4f0e-9a53-2f8e6c0f7a11"
SHARED = SecurityPolicy(POLICY.hosts, POLICY.origins, languagetool_open=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        yield opened


@pytest.fixture
def local(store: DatabaseStore) -> TestClient:
    """Return a client without a token on one's own machine."""
    return client(review_app(store, repairer=plain_repairer(*BRIDGE)), signed_in=False)


@pytest.fixture
def shared(store: DatabaseStore) -> TestClient:
    """Return a client of a shared desk where Ada has a password."""
    users = UserFile({"Ada": hash_password("correct horse")}, "desk")
    return client(review_app(store, users, policy=SHARED, repairer=plain_repairer(*BRIDGE)), signed_in=False)


def replacements(response: Any) -> set[str]:
    assert response.status_code == 200, response.text
    return {each["value"] for match in response.json()["matches"] for each in match["replacements"]}


# --- content types


def ltex_request(text: str, **more: str) -> dict[str, Any]:
    """Return a request as LTeX sends it from Java: a form labelled as JSON, with an upgrade to HTTP/2."""
    data = json.dumps({"annotation": [{"markup": "\\section{", "interpretAs": ""}, {"text": text}, {"markup": "}"}]})
    fields = {"data": data, "language": "en-GB", "level": "picky", "enabledRules": "A,B"} | more
    headers = {
        "content-type": "application/json",
        "user-agent": "Java-http-client/17.0.9",
        "connection": "Upgrade, HTTP2-Settings",
        "upgrade": "h2c",
        "http2-settings": "AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
    }
    return {"content": urlencode(fields), "headers": headers}


def test_ltex_sends_a_form_and_calls_it_json(local: TestClient) -> None:
    response = local.post("/v2/check", **ltex_request(BRIDGE_COPY))
    assert any("Wiklander" in each for each in replacements(response))
    first = response.json()["matches"][0]
    assert first["offset"] >= len("\\section{")


@pytest.mark.parametrize("kind", ["form", "json", "json with an object", "multipart", "query", "no type"])
def test_the_content_type_does_not_matter(local: TestClient, kind: str) -> None:
    fields = {"language": "en-US", "text": BRIDGE_COPY}
    data = {"annotation": [{"text": BRIDGE_COPY}]}
    response = {
        "form": lambda: local.post("/v2/check", data=fields),
        "json": lambda: local.post("/v2/check", json=fields),
        "json with an object": lambda: local.post("/v2/check", json={"language": "en-US", "data": data}),
        "multipart": lambda: local.post("/v2/check", files={key: (None, value) for key, value in fields.items()}),
        "query": lambda: local.post("/v2/check", params=fields),
        "no type": lambda: local.post("/v2/check", content=urlencode(fields)),
    }[kind]()
    assert any("Wiklander" in each for each in replacements(response))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "Missing 'text' or 'data'"),
        ("{", "Missing 'text'"),
        ("[" * 9999, "Missing 'text'"),
        ('{"text": ["a"], "language": "en"}', "'text' must be text."),
        ("language=en&text=%00", "'text' contains characters"),
        ("language=" + "x" * 9999 + "&text=a", "'language' has more characters than the 400 allowed."),
        ("&".join(f"f{number}=1" for number in range(200)), "more than 100 fields"),
        ("language=en&data=x", "annotation"),
    ],
)
def test_a_malformed_check_is_answered_with_a_message(local: TestClient, body: str, words: str) -> None:
    response = local.post("/v2/check", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 400 and response.text.startswith("Error: ") and words in response.text


def test_a_long_list_of_rules_that_are_off_is_accepted(local: TestClient) -> None:
    rules = ",".join(f"SOME_RULE_OF_GRAMMAR_{number}" for number in range(500))
    fields = {"language": "en-US", "text": BRIDGE_COPY, "disabledRules": rules}
    assert replacements(local.post("/v2/check", data=fields))


# --- origins


def test_a_browser_extension_may_ask_and_read_the_answer(local: TestClient) -> None:
    asks = {"origin": FIREFOX, "access-control-request-method": "POST", "sec-fetch-site": "cross-site"}
    allowed = local.options("/v2/check", headers=asks | {"access-control-request-headers": "content-type"})
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == FIREFOX
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "content-type" in allowed.headers["access-control-allow-headers"].lower()
    # The add-on asks with these fields, text as data, and no login.
    data = json.dumps({"annotation": [{"text": BRIDGE_COPY}]})
    fields = {"data": data, "textSessionId": "12:3", "language": "auto", "preferredVariants": "en-GB,de-DE"}
    fields |= {"preferredLanguages": "en,de", "disabledRules": "WHITESPACE_RULE", "mode": "allButTextLevelOnly"}
    response = local.post("/v2/check", data=fields, headers={"origin": FIREFOX, "sec-fetch-site": "cross-site"})
    assert any("Wiklander" in each for each in replacements(response))
    assert response.headers["access-control-allow-origin"] == FIREFOX and response.headers["vary"] == "Origin"
    assert local.get("/v2/languages", headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://moz-extension", "file://"])
def test_no_website_may_ask(local: TestClient, origin: str) -> None:
    asks = {"origin": origin, "access-control-request-method": "POST"}
    refusal = local.options("/v2/check", headers=asks)
    posted = local.post("/v2/check", data={"language": "en", "text": "a"}, headers={"origin": origin})
    for response in (refusal, posted):
        assert response.status_code == 403 and "access-control-allow-origin" not in response.headers


def test_only_the_languagetool_api_answers_other_origins(store: DatabaseStore) -> None:
    cms = "https://cms.example"
    policy = SecurityPolicy(POLICY.hosts, POLICY.origins | {cms})
    browser = client(review_app(store, policy=policy))
    asks = {"access-control-request-method": "POST"}
    assert browser.options("/v2/check", headers=asks | {"origin": cms}).status_code == 204
    for path in ("/api/v1/check", "/undo"):
        response = browser.options(path, headers=asks | {"origin": cms})
        assert response.status_code == 405 and "access-control-allow-origin" not in response.headers
        assert browser.post(path, headers={"origin": FIREFOX}).status_code == 403


# --- languages


@pytest.mark.parametrize(
    ("fields", "code", "detected"),
    [
        ({"text": BRIDGE_COPY, "language": "auto"}, "en-US", "en"),
        ({"text": BRIDGE_COPY, "language": "auto", "preferredVariants": "de-AT,en-GB"}, "en-GB", "en"),
        ({"text": GERMAN, "language": "auto"}, "de", "de"),
        ({"text": GERMAN, "language": "auto", "preferredVariants": "en-GB,de-AT"}, "de-AT", "de"),
        ({"text": BRIDGE_COPY, "language": "en-au"}, "en-AU", None),
        ({"text": GERMAN, "language": "de-DE"}, "de-DE", None),
    ],
)
def test_the_language_is_detected_and_only_english_is_checked(
    local: TestClient, fields: dict[str, str], code: str, detected: str | None
) -> None:
    response = local.post("/v2/check", data=fields).json()
    assert response["language"]["code"] == code
    assert response["language"]["detectedLanguage"]["code"] == (detected or code)
    assert bool(response["matches"]) == code.startswith("en")


@pytest.mark.parametrize("code", ["xx", "english", "eng", "-"])
def test_what_is_no_language_is_refused(local: TestClient, code: str) -> None:
    response = local.post("/v2/check", data={"text": BRIDGE_COPY, "language": code})
    assert response.status_code == 400
    assert response.text.startswith(f"Error: {code!r} is not a language code. Supported language codes are: auto, en,")


# --- tokens


def test_a_token_takes_the_place_of_a_login_on_a_shared_desk(shared: TestClient, store: DatabaseStore) -> None:
    token = AccessTokens(store).issue("Ada")
    fields = {"language": "en-US", "text": BRIDGE_COPY}
    bearer = {"authorization": f"Bearer {token}"}
    for response in (
        shared.post("/v2/check", data=fields, headers=bearer),
        shared.post("/v2/check", data=fields | {"username": "ada@example.org", "apiKey": token}),
        shared.post(f"/v2/check?apiKey={token}", data=fields),
        shared.post(f"/key/{token}/v2/check", data=fields),
        shared.post("/v2/check", **ltex_request(BRIDGE_COPY, username="x", apiKey=token)),
    ):
        assert replacements(response)
    assert shared.get(f"/key/{token}/v2/languages").status_code == 200
    assert shared.get("/api/v1/progress", headers=bearer).status_code == 200
    assert client_name(shared, bearer) == "Ada"


def client_name(browser: TestClient, headers: dict[str, str]) -> str:
    """Return the name under which the desk knows a client."""
    page = browser.get("/", headers=headers).text
    return page.partition("Logged in as</span> ")[2].split("<")[0].strip()


def test_a_token_opens_nothing_else_and_ends_when_it_is_revoked(shared: TestClient, store: DatabaseStore) -> None:
    tokens = AccessTokens(store)
    token, stranger = tokens.issue("Ada"), tokens.issue("Eve")
    fields = {"language": "en-US", "text": "a"}
    # In an address or a form it is accepted from LanguageTool's clients only.
    for path in (f"/key/{token}/api/v1/progress", f"/key/{token}/", f"/api/v1/progress?apiKey={token}", "/key/x"):
        assert shared.get(path).status_code in (401, 404)
    for wrong in ("", "x", stranger, token[:-1]):
        assert shared.post("/v2/check", data=fields | {"apiKey": wrong}).status_code == 401
        assert shared.post(f"/key/{quote(wrong)}/v2/check", data=fields).status_code == 401
    assert tokens.revoke("Ada") == 1 and tokens.revoke("Ada") == 0
    assert shared.post("/v2/check", data=fields | {"apiKey": token}).status_code == 401


def test_a_token_of_the_local_page_lasts_longer_than_the_printed_one(store: DatabaseStore) -> None:
    token = AccessTokens(store).issue("Ada")
    for _ in range(2):  # with each start another token is printed
        program = client(review_app(store, token_auth("Ada")), signed_in=False)
        assert program.get("/api/v1/progress", headers={"authorization": f"Bearer {token}"}).status_code == 200
    other = client(review_app(store, token_auth("Ben")), signed_in=False)
    assert other.get("/api/v1/progress", headers={"authorization": f"Bearer {token}"}).status_code == 401
