"""The application behind its security middleware: access, pages without a script, hostile copy, and the APIs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx2
import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, plain_repairer
from queue_fixtures import COPY, OTHER, decision_on, fill, propose, story, suggestions_for
from review_fixtures import HOST, ORIGIN, POLICY, client, listen, review_app, token_auth
from starlette.testclient import TestClient

from repair.core.errors import StoreError
from repair.core.types import Kind, Verdict
from repair.decisions import commands, history, ingest, queue, unverified_names
from repair.decisions.models import State
from repair.decisions.store import DatabaseStore
from repair.review.auth import ProxyAuth
from repair.review.middleware import SecurityPolicy
from repair.review.passwords import hash_password
from repair.review.user_file import UserFile

SEND = {"origin": ORIGIN}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        fill(opened)
        yield opened


@pytest.fixture
def browser(store: DatabaseStore, tmp_path: Path) -> TestClient:
    return client(review_app(store, out=tmp_path / "out"))


def story_id(store: DatabaseStore) -> str:
    return queue.entries(store)[0].id


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE"])
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/v1/stories", "GET, POST"),
        ("/v2/check", "GET, POST"),
        ("/unverified", "GET, POST"),
        ("/api/v1/undo", "POST"),
        ("/static/page.js", "GET, HEAD"),
    ],
)
def test_a_response_to_a_method_that_is_not_allowed_names_all_that_are(
    browser: TestClient, method: str, path: str, allowed: str
) -> None:
    response = browser.request(method, path, headers=SEND)
    assert (response.status_code, response.headers["allow"]) == (405, allowed)


# --- access


def test_the_token_gives_access_and_becomes_a_cookie_that_no_script_reads(store: DatabaseStore) -> None:
    people = token_auth()
    stranger = client(review_app(store, people), signed_in=False)
    assert stranger.get("/").status_code == 401
    assert stranger.get("/enter?token=wrong").status_code == 403
    assert stranger.get("/enter").status_code == 403
    entered = stranger.get(f"/enter?token={people.token}")
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and people.token not in cookie
    assert stranger.get("/").status_code == 200
    api = client(review_app(store, people), signed_in=False)
    assert api.get("/api/v1/stories", headers={"authorization": f"Bearer {people.token}"}).status_code == 200
    assert api.get("/api/v1/stories", headers={"authorization": "Bearer x"}).status_code == 401


@pytest.mark.parametrize("path", ["/", "/story/0", "/unverified", "/api/v1/stories", "/openapi.json", "/all?name=x"])
def test_nothing_is_shown_without_a_login(store: DatabaseStore, path: str) -> None:
    assert client(review_app(store), signed_in=False).get(path).status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", ""])
@pytest.mark.parametrize("path", ["/", "/v2/languages", "/static/page.js", "/enter"])
def test_a_foreign_host_name_is_refused(browser: TestClient, host: str, path: str) -> None:
    assert browser.get(path, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1"])
def test_a_page_of_another_site_can_decide_nothing(browser: TestClient, store: DatabaseStore, origin: str) -> None:
    id = queue.in_story(store, story_id(store))[0].suggestion.id
    for path, sent in (
        (f"/story/{story_id(store)}/decide", {"data": {"suggestion": id, "verdict": "accept"}}),
        (f"/api/v1/suggestions/{id}/decisions", {"json": {"verdict": "accept"}}),
        ("/v2/check", {"data": {"text": COPY, "language": "en"}}),
        ("/undo", {}),
    ):
        response = browser.post(path, headers={"origin": origin}, **sent)  # type: ignore[arg-type]
        assert response.status_code == 403
        # Browsers that send no Origin still name the requesting site.
        assert browser.post(path, headers={"sec-fetch-site": "cross-site"}, **sent).status_code == 403  # type: ignore[arg-type]
    assert queue.progress(store).decided == 0


def test_a_link_on_another_site_opens_a_page_but_reads_no_data(browser: TestClient) -> None:
    linked = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert browser.get("/", headers=linked).status_code == 200
    assert (
        browser.get("/api/v1/stories", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}).status_code
        == 403
    )


def test_every_response_has_the_content_security_policy(browser: TestClient, store: DatabaseStore) -> None:
    for path in ("/", f"/story/{story_id(store)}", "/static/page.css", "/v2/languages", "/nothing", "/api/v1/stories"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self';" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy and headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("no-cache" if path.startswith("/static") else "no-store")
    assert browser.get("/", headers={"host": "evil"}).headers["content-security-policy"]
    # Static files are cached until they change, and then have another address.
    (address,) = set(re.findall(r'href="(/static/page\.css\?\w+)"', browser.get("/").text))
    assert "immutable" in browser.get(address).headers["cache-control"]
    assert "immutable" not in browser.get("/static/nothing.css?1").headers["cache-control"]


def test_requests_are_capped_in_size_and_time(store: DatabaseStore) -> None:
    small = SecurityPolicy(POLICY.hosts, POLICY.origins, max_bytes=1000, response_seconds=0.0001)
    browser = client(review_app(store, policy=small))
    assert browser.post("/v2/check", data={"text": "x" * 2000, "language": "en"}).status_code == 413
    assert browser.post("/v2/check", content=(b"x" * 600 for _ in range(3))).status_code == 413
    assert browser.get("/").status_code == 503


def test_static_files_give_no_access_to_other_files(browser: TestClient) -> None:
    assert browser.get("/static/page.js").status_code == 200
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static/"):
        assert browser.get(path).status_code in (404, 405)


# --- several people


def test_people_log_in_with_a_password(store: DatabaseStore) -> None:
    users = UserFile({"Ada": hash_password("correct horse")}, "repair-8765")
    stranger = client(
        review_app(store, users, policy=SecurityPolicy(POLICY.hosts, POLICY.origins, languagetool_open=False)),
        signed_in=False,
    )
    led = stranger.get("/", headers={"accept": "text/html"})
    assert (led.status_code, led.headers["location"]) == (303, "/login")
    assert "Password" in stranger.get("/login").text
    assert stranger.post("/login", data={"name": "Ada", "password": "wrong"}, headers=SEND).status_code == 403
    assert stranger.post("/v2/check", data={"text": COPY, "language": "en"}).status_code == 401
    entered = stranger.post("/login", data={"name": "Ada", "password": "correct horse"}, headers=SEND)
    assert entered.status_code == 303 and "HttpOnly" in entered.headers["set-cookie"]
    assert "Logged in as</span> Ada" in stranger.get("/").text
    cookie = stranger.cookies["repair-8765"]
    copied = client(review_app(store, users), signed_in=False)  # as after a restart
    copied.cookies.set("repair-8765", cookie)
    assert copied.get("/").status_code == 200
    assert stranger.post("/logout", headers=SEND).headers["location"] == "/login"
    assert stranger.get("/").status_code == 401
    # A copy of the cookie is worth nothing after the person logged out.
    assert copied.get("/").status_code == 401


def test_a_login_keeps_the_name_and_leads_back_to_the_page_that_was_wanted(store: DatabaseStore) -> None:
    stranger = client(review_app(store, UserFile({"Ada": hash_password("correct horse")}, "c")), signed_in=False)
    led = stranger.get("/history?who=Ben%20%C3%96", headers={"accept": "text/html"}).headers["location"]
    form = stranger.get(led).text
    assert 'name="page" value="/history?who=Ben%20%C3%96"' in form and 'name="name" value=""' in form
    page = "/history?who=Ben%20%C3%96"
    refused = stranger.post("/login", data={"name": "Ada", "password": "wrong", "page": page}, headers=SEND).text
    assert 'value="Ada"' in refused and f'value="{page}"' in refused
    for wanted, there in ((page, page), ("https://x.example", "/"), ("//x.example/", "/"), ("/\\x.example", "/")):
        form_data = {"name": "Ada", "password": "correct horse", "page": wanted}
        assert stranger.post("/login", data=form_data, headers=SEND).headers["location"] == there


def test_a_decision_without_a_session_says_that_one_must_log_in(store: DatabaseStore) -> None:
    stranger = client(review_app(store, UserFile({"Ada": hash_password("correct horse")}, "c")), signed_in=False)
    answer = stranger.post("/undo", headers=SEND)
    assert answer.status_code == 401 and "not logged in" in answer.text


def test_wrong_passwords_delay_the_right_one_and_do_not_lock_it_out(store: DatabaseStore) -> None:
    users = UserFile({"Ada": hash_password("correct horse")}, "repair-8765")
    behind_proxy = SecurityPolicy(POLICY.hosts, POLICY.origins, proxies=frozenset({"127.0.0.1"}))
    browser = client(review_app(store, users, policy=behind_proxy), signed_in=False)

    def log_in(password: str, address: str) -> int:
        headers = SEND | {"x-forwarded-for": address}
        return browser.post("/login", data={"name": "Ada", "password": password}, headers=headers).status_code

    for _ in range(6):
        assert log_in("wrong", "192.0.2.1") == 403
    assert log_in("correct horse", "192.0.2.2") == 303
    assert log_in("correct horse", "192.0.2.1") == 303


def test_the_page_that_starts_the_browser_leads_in_past_the_rules_for_other_sites(store: DatabaseStore) -> None:
    people = token_auth()
    browser = client(review_app(store, people), signed_in=False)
    from_file = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    once = people.one_time_token()
    entered = browser.get(f"/enter?token={once}", headers=from_file)
    assert entered.status_code == 200 and 'http-equiv="refresh"' in entered.text and once not in entered.text
    assert browser.get("/").status_code == 200
    assert client(review_app(store, people), signed_in=False).get(f"/enter?token={once}").status_code == 403


def test_a_monitor_learns_without_a_login_whether_the_database_answers(
    store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("The database did not respond.")

    monitor = client(review_app(store), signed_in=False)
    assert monitor.get("/health").json()["status"] == "ok"
    monkeypatch.setattr("repair.decisions.store.DatabaseStore.reading", fail)
    response = monitor.get("/health")
    assert response.status_code == 503 and response.json()["status"] == "the database does not answer"


def test_a_database_that_fails_is_answered_with_503(store: DatabaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise StoreError("The database did not respond.")

    browser = client(review_app(store))
    monkeypatch.setattr("repair.decisions.sessions.SessionStore.find", fail)
    assert browser.get("/").status_code == 503


def test_the_header_of_a_proxy_names_the_person(store: DatabaseStore) -> None:
    served = review_app(store, ProxyAuth("X-User", frozenset({"127.0.0.1"})))
    for sent in ("utf-8", "latin-1"):
        asking = httpx2.Headers({"x-user": "Zoë"}, encoding=sent)
        own_client = TestClient(served, base_url=ORIGIN, client=("127.0.0.1", 5))
        assert "Zoë" in own_client.get("/", headers=asking).text
    assert own_client.get("/", headers={"x-user": "a" * 500}).status_code == 401
    own_client = TestClient(served, base_url=ORIGIN, client=("127.0.0.1", 5), headers={"x-user": "Ada"})
    assert "Ada" in own_client.get("/").text
    other = TestClient(served, base_url=ORIGIN, client=("10.1.1.1", 5), headers={"x-user": "Ada"})
    assert other.get("/").status_code == 401


# --- pages without a script


def test_a_story_can_be_decided_with_forms_alone(browser: TestClient, store: DatabaseStore, tmp_path: Path) -> None:
    id = story_id(store)
    at = queue.in_story(store, id)[0].suggestion.id
    for verdict in ("accept", "reject", "unsure", "accept", "correct"):
        sent = {"suggestion": at, "verdict": verdict}
        response = browser.post(f"/story/{id}/decide", data=sent, headers=SEND)
        assert response.status_code == 303
        at = response.headers["location"].split("at=")[1]
    assert [item.state.value for item in queue.in_story(store, id)] == [
        "accept",
        "reject",
        "unsure",
        "accept",
        "accept",
    ]
    assert browser.post(f"/story/{id}/undo", headers=SEND).status_code == 303
    assert queue.in_story(store, id)[4].state is State.OPEN
    compared = browser.get(f"/story/{id}/compare").text
    assert "misspelled the name of Mark Rutte as Mark Latte" in compared and "<ins>Mark Rutte</ins>" in compared
    saved = browser.get(f"/story/{id}/copy")
    assert saved.content == COPY.replace("Mark Latte", "Mark Rutte").encode()
    assert saved.headers["content-disposition"].startswith("attachment")
    question = browser.post(f"/story/{id}/write", headers=SEND)
    assert question.status_code == 428 and "Still open in this story: 1 suggestion." in question.text
    assert not (tmp_path / "out").exists()
    written = browser.post(f"/story/{id}/write", data={"confirm": "true"}, headers=SEND)
    assert "Saved to" in browser.get(written.headers["location"]).text
    assert (tmp_path / "out" / "story-0.txt").read_bytes() == saved.content


def test_a_fragment_is_the_changed_part_of_the_page_with_a_message(browser: TestClient, store: DatabaseStore) -> None:
    id = story_id(store)
    item = queue.in_story(store, id)[0]
    sent = {"suggestion": item.suggestion.id, "verdict": "accept"}
    part = browser.post(f"/story/{id}/decide", data=sent, headers=SEND | {"x-fragment": "yes"})
    assert part.status_code == 200 and part.text.startswith('<div id="story"')
    assert 'data-message="Accepted: Mark Latte → Mark Rutte. 4 left in this story."' in part.text
    assert "2 of 4" in part.text
    again = browser.post(f"/story/{id}/decide", data=sent, headers=SEND | {"x-fragment": "yes"})
    assert "You have already decided this (accepted), perhaps in another window. Look at it again" in again.text
    undone = browser.post(f"/story/{id}/undo", headers=SEND | {"x-fragment": "yes"})
    assert "Undone: Mark Latte." in undone.text


def test_accepting_a_name_everywhere_shows_a_preview_first(browser: TestClient, store: DatabaseStore) -> None:
    id = story_id(store)
    page = browser.get("/all", params={"name": "Mark Rutte", "story": id, "scope": "queue"}).text
    chosen = re.findall(r'name="chosen" value="([^"]+)"', page)
    assert len(chosen) == 3 and "3 places" in page and "story-1.txt" in page
    assert queue.progress(store).decided == 0
    assert browser.post("/all", data={"chosen": chosen, "story": id}, headers=SEND).status_code == 303
    assert queue.progress(store).decided == 3
    browser.post("/undo", headers=SEND)
    assert queue.progress(store).decided == 0
    in_story = browser.get("/all", params={"name": "Mark Rutte", "story": id}).text
    assert len(re.findall('name="chosen"', in_story)) == 2


def test_unverified_names_are_marked_correct_or_amended(browser: TestClient, store: DatabaseStore) -> None:
    page = browser.get("/unverified").text
    assert "Petrekin" in page and "Ann Vexley" in page
    browser.post("/unverified", data={"surface": "Petrekin"}, headers=SEND)
    led = browser.post("/unverified", data={"surface": "Ann Vexley", "replacement": "Ann Bexley"}, headers=SEND)
    assert "Amended: 1 suggestion." in browser.get(led.headers["location"]).text
    assert unverified_names.names(store) == ()
    past = browser.get("/history", params={"name": "Ann Bexley"}).text
    assert "Ann Vexley" in past and "amend" in past and "Petrekin" not in past


def test_a_missing_story_is_answered_with_404(browser: TestClient) -> None:
    for path in ("/story/abc", "/story/abc/compare", "/story/abc/copy"):
        response = browser.get(path)
        assert response.status_code == 404 and "There is no story" in response.text
    assert browser.post("/undo", headers=SEND).status_code == 409
    assert browser.get("/api/v1/stories/abc").json()["detail"].startswith("There is no story")


def test_a_colleagues_claim_is_shown_and_can_be_taken_over(store: DatabaseStore) -> None:
    ada, ben = client(review_app(store, token_auth("Ada"))), client(review_app(store, token_auth("Ben")))
    id = story_id(store)
    ada.get(f"/story/{id}")
    assert "<strong>Ada</strong> is working on this story" in ben.get(f"/story/{id}").text
    assert "Ada is working on this" in ben.get("/").text
    item = queue.in_story(store, id)[0]
    sent = {"suggestion": item.suggestion.id, "verdict": "accept"}
    assert "Ada is working on this story. Take it over" in ben.post(f"/story/{id}/decide", data=sent, headers=SEND).text
    assert (
        ben.post(f"/api/v1/suggestions/{item.suggestion.id}/decisions", json={"verdict": "accept"}).status_code == 423
    )
    assert "is working" not in ben.post(f"/story/{id}/claim", headers=SEND).text
    assert ben.post(f"/story/{id}/decide", data=sent, headers=SEND).status_code == 303
    page = ada.post(f"/story/{id}/decide", data=sent, headers=SEND).text
    assert "Ben" in page and queue.in_story(store, id)[0].decision is not None


# --- hostile copy

EVIL = "<script>alert(1)</script>"
QUOTES = "\"'><img src=x onerror=alert(1)>"
BRACES = "{{7777*7777}} {% raw %}"
HOSTILE = f"{EVIL} {QUOTES} {BRACES} &lt;b&gt; \u202eevil\u202c \x1b[31m javascript:alert(1) </a></p></main>\n"


class _Tags(HTMLParser):
    """The tags that a page really has, and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_copy_names_and_evidence_are_shown_as_text_never_as_markup(tmp_path: Path) -> None:
    from dataclasses import replace

    from repair.core.types import Alternative, Citation, Reason

    text = HOSTILE + COPY
    base = propose(text, EVIL, f"{QUOTES} {EVIL}"[:150])
    suggestion = replace(
        base,
        alternatives=(Alternative(QUOTES, 0.5),),
        evidence=(Citation(EVIL, f"{QUOTES} {EVIL}", QUOTES),),
        reasons=(Reason(QUOTES, EVIL, 1.0),),
        signature=EVIL,
    )
    hostile = replace(story(text), name=f"{QUOTES}{EVIL}.txt", source=EVIL)
    with DatabaseStore(tmp_path / "hostile.sqlite") as store:
        ingest.add(
            store, [ingest.IncomingStory(hostile, [suggestion, propose(text, QUOTES, None), *suggestions_for(text)])]
        )
        browser = client(review_app(store, token_auth("<b>Ada</b>")))
        at = queue.in_story(store, hostile.id)[0]
        commands.decide(store, decision_on(at, Verdict.ACCEPT, "<b>Ada</b>"))
        pages = [
            "/",
            f"/?q={EVIL}&name={QUOTES}&source={EVIL}",
            f"/story/{hostile.id}",
            f"/story/{hostile.id}?at={at.suggestion.id}",
            f"/story/{hostile.id}/compare?message={EVIL}",
            f"/unverified?message={QUOTES}",
            f"/history?name={EVIL}",
            "/history",
            f"/all?name={EVIL}&story={hostile.id}&scope=queue",
            "/all?name=Mark Rutte",
        ]
        for path in pages:
            page = browser.get(path)
            assert page.status_code == 200, path
            _harmless(page.text)
        saved = browser.get(f"/story/{hostile.id}/copy").headers["content-disposition"]
        assert '"' not in saved.split("filename*=")[0].removeprefix('attachment; filename="').rstrip('"; ')


def _harmless(page: str) -> None:
    """Check that nothing of hostile copy became a tag, an attribute or an address."""
    tags = _Tags()
    tags.feed(page)
    assert [attributes for tag, attributes in tags.tags if tag == "script"] == [
        {"src": src} | ({} if "appearance" in src else {"defer": None})
        for src in re.findall(r"/static/\w+\.js\?\w+", page)
    ]
    for tag, attributes in tags.tags:
        assert not any(name.startswith("on") or name == "style" for name in attributes), tag
        for name in ("href", "src", "action"):
            value = attributes.get(name)
            assert value is None or value.startswith(("/", "#")), value
        if tag == "img":
            assert re.fullmatch(r"/static/icon\.svg\?\w+", attributes["src"] or "")
    assert str(7777 * 7777) not in page and "\x1b" not in page.replace("\x1b[31m", "")


# --- the API and LanguageTool's clients


def test_the_api_does_what_the_page_does(browser: TestClient, store: DatabaseStore) -> None:
    def get(path: str, **params: Any) -> Any:
        response = browser.get(f"/api/v1{path}", params=params)
        assert response.status_code == 200, response.text
        return response.json()

    def post(path: str, body: Any = None) -> Any:
        response = browser.post(f"/api/v1{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    line = get("/stories", low=0.85)["stories"][0]
    whole = get(f"/stories/{line['id']}")
    first = whole["suggestions"][0]
    assert whole["unit"] == "code points" and whole["text"][first["start"] : first["end"]] == first["surface"]
    done = post(f"/suggestions/{first['id']}/decisions", {"verdict": "amend", "replacement": "Marc Rutten"})
    assert done["message"].startswith("Amended: Mark Latte → Marc Rutten.")
    conflict = browser.post(f"/api/v1/suggestions/{first['id']}/decisions", json={"verdict": "reject"})
    assert conflict.status_code == 409 and "You have already decided this" in conflict.json()["detail"]
    assert get(f"/suggestions/{first['id']}")["history"][0]["reviewer"] == "Ada"
    assert get(f"/stories/{line['id']}/note")["note"].startswith("An earlier version")
    post("/undo")
    names = get("/names", name="mark rutte")
    assert names["count"] == 3
    chosen = [{"id": each["id"], "seen": (each["decision"] or {}).get("id")} for each in names["suggestions"]]
    assert len(post("/names/accept", {"suggestions": chosen})["decisions"]) == 3
    assert [each["surface"] for each in get("/unverified")["names"]] == ["Ann Vexley", "Petrekin"]
    post("/unverified", {"surface": "Petrekin", "verdict": "correct"})
    post("/unverified", {"surface": "Ann Vexley", "verdict": "amend", "replacement": "Ann Bexley"})
    assert len(get("/history")["decisions"]) == 7 and len(get("/history", name="Petrekin")["decisions"]) == 1
    assert browser.get(f"/api/v1/stories/{line['id']}/copy").content.count(b"Mark Rutte") == 2
    assert post(f"/stories/{line['id']}/claim")["claimed_by_other"] is None
    assert get("/progress")["decided"] == 5
    assert browser.get("/api/v1/export.csv").text.count("\n") == 8
    assert '"what": "story"' in browser.get("/api/v1/export.jsonl").text
    assert post(f"/stories/{line['id']}/write?confirm=true")["path"].endswith("story-0.txt")


def test_text_is_checked_against_earlier_decisions_even_without_sources(
    browser: TestClient, store: DatabaseStore
) -> None:
    assert browser.post("/api/v1/check", json={"text": OTHER}).json()["suggestions"] == []
    item = queue.in_story(store, story_id(store))[0]
    commands.decide(store, decision_on(item, Verdict.ACCEPT))
    (suggestion,) = browser.post("/api/v1/check", json={"text": OTHER}).json()["suggestions"]
    assert (suggestion["surface"], suggestion["replacement"], suggestion["action"]) == (
        "Mark Latte",
        "Mark Rutte",
        "apply",
    )


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Missing 'text' or 'data'"),
        ({"text": "x"}, "Missing 'language'"),
        ({"text": "x", "data": "{}", "language": "en"}, "not both"),
        ({"data": "nonsense", "language": "en"}, "annotation"),
    ],
)
def test_a_check_with_a_missing_parameter_names_it(browser: TestClient, sent: dict[str, str], words: str) -> None:
    response = browser.post("/v2/check", data=sent)
    assert (
        response.status_code == 400
        and words in response.text
        and response.headers["content-type"].startswith("text/plain")
    )


def test_clients_without_a_token_may_check_text_and_nothing_else(store: DatabaseStore) -> None:
    stranger = client(review_app(store, repairer=plain_repairer(*BRIDGE)), signed_in=False)
    checked = stranger.post("/v2/check", data={"text": BRIDGE_COPY, "language": "en-GB"}).json()
    assert ("Vikrander", "Wiklander") in {
        (BRIDGE_COPY[m["offset"] :][: m["length"]].split()[-1], m["replacements"][0]["value"].split()[-1])
        for m in checked["matches"]
    }
    assert checked["language"]["code"] == "en-GB"
    assert stranger.post("/v2/check", data={"text": BRIDGE_COPY, "language": "de-DE"}).json()["matches"] == []
    assert {each["longCode"] for each in stranger.get("/v2/languages").json()} >= {"en", "en-US", "en-GB"}
    assert stranger.get("/v2/info").json()["software"]["name"] == "repair"
    assert stranger.get("/v2/words").status_code == 401
    assert stranger.get("/v2/check", params={"text": "healthcheck", "language": "en"}).status_code == 200


def test_the_server_accepts_the_names_of_this_machine() -> None:
    opened, place = listen("127.0.0.1", 0)
    opened.close()
    assert {f"127.0.0.1:{place.port}", f"localhost:{place.port}", f"[::1]:{place.port}"} <= place.hosts()
    assert f"desk.example:{place.port}" in place.hosts(["desk.example"])
    assert HOST not in place.hosts() or place.port == 8765


def test_the_filters_offer_every_kind_and_refuse_unknown_values(browser: TestClient) -> None:
    page = browser.get("/").text
    for kind in Kind:
        assert f'value="{kind}"' in page
    for wrong in ("kind=x", "state=x", "low=2", "page=-1", "days=x"):
        assert browser.get(f"/?{wrong}").status_code in (200, 422)
    assert browser.get("/?days=x").status_code == 200


def test_marking_a_flag_as_correct_needs_confirmation_where_another_name_is_proposed(
    browser: TestClient, store: DatabaseStore
) -> None:
    text = "Later Mark Latte spoke again.\n"
    last = story(text, "later.txt")
    ingest.add(store, [ingest.IncomingStory(last, [propose(text, "Mark Latte", None)])])
    (flag,) = queue.in_story(store, last.id)
    api = f"/api/v1/suggestions/{flag.suggestion.id}/decisions"
    for verdict in ("accept", "reject"):
        refusal = browser.post(api, json={"verdict": verdict})
        assert refusal.status_code == 400 and "answer 'correct'" in refusal.json()["detail"]
    question = browser.post(api, json={"verdict": "correct"})
    assert question.status_code == 428
    assert question.json()["confirm"]["other_names"][0] == {"name": "Mark Rutte", "stories": 2, "here": 0}
    data = {"suggestion": flag.suggestion.id, "verdict": "correct"}
    page = browser.post(f"/story/{last.id}/decide", data=data, headers=SEND).text
    assert "proposed as Mark Rutte in 2 other stories" in page and "Yes, save it" in page
    page = browser.post("/unverified", data={"surface": "Mark Latte"}, headers=SEND).text
    assert "proposed as Mark Rutte in 2 stories" in page and "Yes, save it" in page
    assert history.count(store) == 0
    done = browser.post(api, json={"verdict": "correct", "confirm": True}).json()
    assert [each["verdict"] for each in done["decisions"]] == ["correct"]
    assert "name is correct" in browser.get("/history").text
