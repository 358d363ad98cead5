"""The post's server and rubbish: told in its own words, never done, never a stumble."""

import json
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.watchlist.post.asking_hand import Asker
from tests.watchlist.post.worlds import GUARD, KEY, NAMES, served_world
from watchlist.post.http.telling import MARK

PATHS = ("overview", "log-in", "log-out", "changes", "history", "colleagues", "thumbnail")
ALARM_PATHS = ("captured", "sheet", "act", "enrolled/nobody")


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with served_world(tmp_path_factory.mktemp("post")) as (world, service, url):
        world.ring(NAMES[0])
        made = Asker(world, service, url)
        yield made
        made.client.close()


def is_told(answer: httpx.Response) -> bool:
    body = answer.json()
    return (
        bool(body["error"] and body["hint"])
        and MARK in answer.headers
        and "no-store" in answer.headers["Cache-Control"]
    )


@pytest.mark.parametrize("key", [None, "wrong", KEY + "x", "\u00e4"])
@pytest.mark.parametrize("path", [*PATHS, "events", "alarms/alarm001/captured"])
def test_without_the_key_of_this_run_nothing_is_told(asker: Asker, path: str, key: str | None) -> None:
    headers = {} if key is None else {"Authorization": f"Bearer {key}".encode()}
    answer = asker.ask("GET", path, None, headers=headers)
    assert (answer.status_code, is_told(answer)) == (401, True)


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 8_000, b'{"value": {}}', b'{"value": 5}', b'{"value": null}'),
        *(b'{"value": {"act": "escalate", "verdict": 5}}', b'{"value": {"act": ["take"]}}', b'{"value": {"act": "x"}}'),
        *(b'{"value": {"act": "forward"}}', b'{"value": {"act": "decide", "verdict": "guilty"}}'),
        b'{"value": {"act": "take", "by": "somebody else"}}',
        b'{"value": {"act": "decide", "verdict": "confirmed", "note": "\\ud800"}}',
        b'{"value": {"act": "decide", "verdict": "confirmed", "note": "' + b"x" * 501 + b'"}}',
    ],
)
def test_what_is_no_act_is_told_and_not_done(asker: Asker, body: bytes) -> None:
    answer = asker.ask("POST", "alarms/alarm001/act", content=body)
    assert (answer.status_code, is_told(answer)) == (400, True)


def test_time_is_not_made_to_pass_by_a_request(asker: Asker) -> None:
    for act in ("escalate", "expire"):
        assert asker.ask("POST", "alarms/alarm001/act", json={"value": {"act": act}}).status_code == 403


@given(
    verb=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"]),
    path=st.sampled_from([*PATHS, *(f"alarms/alarm001/{each}" for each in ALARM_PATHS), *("", "alarms", "x/../y")]),
    body=st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["value", "guard_id", "pin", "number", "act", "to", "note", "words", "before", "limit"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    ).map(lambda told: json.dumps(told).encode()),
    query=st.dictionaries(st.sampled_from(["after", "camera", "x"]), st.text(max_size=20), max_size=2),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_makes_the_server_stumble(
    asker: Asker, verb: str, path: str, body: bytes, query: dict[str, str]
) -> None:
    answer = asker.ask(verb, path, content=body, params=query)
    assert answer.status_code < 500
    assert answer.status_code in (200, 204) or verb == "HEAD" or is_told(answer)
    assert b"Traceback" not in answer.content
    if path == "log-out":
        asker.log_in()


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=1e3", "after=" + "9" * 30, "after=٣", "wait_s=nan", "wait_s=-1", "wait_s=x"]
)
def test_a_question_for_no_revision_is_told(asker: Asker, query: str) -> None:
    answer = asker.ask("GET", f"changes?{query}")
    assert (answer.status_code, is_told(answer)) == (400, True)


@pytest.mark.parametrize("before", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_history_from_the_ends_of_time(asker: Asker, before: str) -> None:
    assert asker.ask("POST", "history", json={"value": {"before": before}}).status_code == 200


@pytest.mark.parametrize(("path", "verb"), [("overview", "GET"), ("log-in", "POST"), ("alarms/a/act", "POST")])
def test_every_other_verb_is_told(asker: Asker, path: str, verb: str) -> None:
    for other in {"GET", "POST", "PUT", "DELETE", "PATCH"} - {verb}:
        answer = asker.ask(other, path)
        assert (answer.status_code, answer.headers["Allow"], is_told(answer)) == (405, verb, True)


def test_pictures_are_kept_nowhere_on_the_way(asker: Asker) -> None:
    answer = asker.ask("GET", "alarms/alarm001/captured")
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")


def test_what_was_typed_is_not_told_back(asker: Asker) -> None:
    answer = asker.ask("POST", "log-in", json={"value": {"guard_id": GUARD, "pin": 482913}})
    assert answer.status_code == 400
    assert "482913" not in answer.text


def test_too_much_is_not_read(asker: Asker) -> None:
    assert asker.ask("POST", "log-in", content=b" " * 9_000).status_code == 413
