"""The page's routes: for this machine's own browser alone, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogs.authoring.page import desk as desk_module
from dialogs.authoring.page.app import make_app
from dialogs.authoring.page.desk import Desk
from dialogs.conversation import Conversation
from dialogs.events import Heard
from dialogs.log import open_log
from dialogs.model import Trees
from tests.authoring.author_trees import BROKEN, EVENING, save, write_trees
from tests.conftest import EVENING as NINE

PORT = 8757
OWN = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def desk(tmp_path: Path, trees: Trees, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk that has looked once; the slow rules are tried elsewhere."""
    monkeypatch.setattr(desk_module, "Ears", SimpleNamespace(load=lambda lexicon: trees.ears))
    monkeypatch.setattr(desk_module, "find_problems", lambda folder: desk.news.problems)
    desk = Desk(write_trees(tmp_path), lambda: NINE)
    desk.look()
    return desk


@pytest.fixture
def client(desk: Desk) -> FlaskClient:
    return make_app(desk, PORT, now=lambda: NINE).test_client()


@pytest.fixture
def get(client: FlaskClient) -> Callable[[str], Any]:
    return lambda path: client.get(path, base_url=OWN)


@pytest.fixture
def post(client: FlaskClient) -> Callable[..., Any]:
    def send(_origin: str | None = OWN, **asked: object) -> Any:
        headers = {} if _origin is None else {"Origin": _origin}
        return client.post("/turn", json=asked, base_url=OWN, headers=headers)

    return send


class TestWhoMayAsk:
    @pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
    def test_the_browser_of_this_machine(self, client: FlaskClient, name: str) -> None:
        assert client.get("/", base_url=f"http://{name}:{PORT}").status_code == 200

    @pytest.mark.parametrize(
        "host", ["evil.example:8757", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:8757"]
    )
    def test_no_other_name_that_leads_here(self, client: FlaskClient, host: str) -> None:
        for path in ("/", "/news", "/static/author.js"):
            assert client.get(path, headers={"Host": host}).status_code == 421

    @pytest.mark.parametrize(
        "origin", [None, "null", "http://evil.example", "http://127.0.0.1:1", f"https://{OWN[7:]}"]
    )
    def test_no_page_of_anybody_else_has_a_talk(
        self, post: Callable[..., Any], origin: str | None
    ) -> None:
        assert post(_origin=origin).status_code == 403

    def test_no_form_can_be_sent_here(self, client: FlaskClient) -> None:
        sent = client.post("/turn", data={"said": "yes"}, base_url=OWN, headers={"Origin": OWN})
        assert sent.status_code == 403

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_another_page_gets_nothing_but_a_link_to_this_one(
        self, client: FlaskClient, site: str
    ) -> None:
        headers = {"Sec-Fetch-Site": site}
        assert client.get("/news", base_url=OWN, headers=headers).status_code == 403
        assert client.get("/", base_url=OWN, headers=headers).status_code == 200

    def test_every_answer_forbids_what_the_page_does_not_need(self, client: FlaskClient) -> None:
        refused = client.get("/", headers={"Host": "evil.example"})
        for answer in (client.get("/", base_url=OWN), refused):
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["Cache-Control"] == "no-store"

    def test_the_page_asks_nobody_else_for_anything(self, get: Callable[[str], Any]) -> None:
        for path in ("/", "/static/author.css", "/static/author.js", "/tree.css"):
            with get(path) as answer:
                text = answer.text
                assert answer.status_code == 200
            assert "http://" not in text
            assert "https://" not in text
            assert "<style" not in text


class TestNews:
    def test_which_trees_are_in_use_and_that_nothing_is_wrong(
        self, get: Callable[[str], Any]
    ) -> None:
        news = get("/news").json
        assert news["status"] == "Using the trees of 21:00:00."
        assert news["problems"] == []
        assert ["front_door", "A test."] in news["trees"]

    def test_nothing_is_told_twice(self, get: Callable[[str], Any]) -> None:
        version = get("/news").json["version"]
        assert get(f"/news?seen={version}").status_code == 204

    def test_a_broken_file_is_told_with_place_code_message_and_mend(
        self, get: Callable[[str], Any], desk: Desk
    ) -> None:
        path = desk.folder / "evening.yaml"
        save(path, BROKEN)
        desk.look()
        news = get("/news").json
        (one,) = (found for found in news["problems"] if found["code"] == "T003")
        assert one["path"] == str(path)
        assert BROKEN.splitlines()[one["line"] - 1][one["column"] - 1 :].startswith("suger")
        assert "suger" in one["message"]
        assert one["mend"].startswith("did you mean 'sugar'?")
        assert "has problems" in news["status"]
        assert not news["good"]


class TestPicture:
    def test_it_has_the_nodes_to_see_and_the_same_as_a_list(
        self, get: Callable[[str], Any]
    ) -> None:
        told = get("/picture?tree=evening").json
        assert [node["place"] for node in told["nodes"]] == ["evening/milk", "evening/sugar"]
        for node in told["nodes"]:
            assert f'data-place="{node["place"]}"' in told["svg"]
        milk = told["nodes"][0]
        assert milk["kind"] == "question"
        assert ["say", "Shall there be milk in it?"] in milk["lines"]
        assert ["yes", "evening/sugar", "evening/sugar"] in milk["ways"]
        assert milk["source"].endswith("evening.yaml:6")

    def test_its_style_comes_as_a_file_for_the_policy_forbids_it_inside(
        self, get: Callable[[str], Any]
    ) -> None:
        assert "<style" not in get("/picture?tree=evening").json["svg"]
        assert ".tree" in get("/tree.css").text

    def test_an_unknown_tree_is_said_to_be_unknown(self, get: Callable[[str], Any]) -> None:
        answer = get("/picture?tree=nowhere")
        assert answer.status_code == 404
        assert answer.json == {"error": "There is no tree 'nowhere'."}

    def test_with_a_log_its_figures_stand_on_it_where_they_are_asked_for(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        trees, db = desk.news.trees, tmp_path / "answers.db"
        assert trees is not None
        log = open_log(db)
        talk = Conversation(trees, log, "typed")
        talk.begin(NINE, "yes")
        talk.take(Heard("yes i'm safe", NINE + timedelta(seconds=4)))
        log.close()
        client = make_app(desk, PORT, db).test_client()
        with_figures = client.get("/picture?tree=front_door&figures=1", base_url=OWN).json
        assert "1 came, 1 answered, 4 s" in with_figures["svg"]
        assert with_figures["nodes"][0]["note"] == "1 came, 1 answered, 4 s"
        without = client.get("/picture?tree=front_door", base_url=OWN).json
        assert "came" not in without["svg"]

    def test_a_log_that_cannot_be_read_is_told_and_no_more(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        db = tmp_path / "answers.db"
        db.write_text("no database" * 200)
        client = make_app(desk, PORT, db).test_client()
        answer = client.get("/picture?tree=front_door&figures=1", base_url=OWN)
        assert answer.status_code == 503
        assert str(db) in answer.json["error"]


class TestTalk:
    def test_it_begins_goes_on_and_ends(self, post: Callable[..., Any]) -> None:
        first = post().json
        assert first["place"] == "front_door/hello"
        assert "< Are you safe right now?" in first["lines"]
        assert ["yes", "yes i'm safe"] in first["answers"]
        second = post(state=first["state"], at=first["at"], said="yes i'm safe").json
        assert second["place"] == "front_door/alone"
        assert second["outcome"] == "answered"
        last = post(state=second["state"], at=second["at"], said="no").json
        assert last["over"]
        assert last["answers"] == []

    def test_it_goes_on_under_trees_that_have_changed_meanwhile(
        self, post: Callable[..., Any], desk: Desk
    ) -> None:
        begun = post(begin_at="evening/milk").json
        save(desk.folder / "evening.yaml", EVENING.replace("And sugar too?", "And honey too?"))
        desk.look()
        told = post(state=begun["state"], at=begun["at"], said="yes").json
        assert "< And honey too?" in told["lines"]

    def test_it_goes_on_under_the_last_good_trees_while_a_file_is_broken(
        self, post: Callable[..., Any], desk: Desk
    ) -> None:
        begun = post(begin_at="evening/milk").json
        save(desk.folder / "evening.yaml", BROKEN)
        desk.look()
        told = post(state=begun["state"], at=begun["at"], said="yes").json
        assert told["place"] == "evening/sugar"

    def test_a_question_that_is_gone_is_met_with_a_sentence(
        self, post: Callable[..., Any], desk: Desk
    ) -> None:
        begun = post(begin_at="evening/sugar").json
        save(desk.folder / "evening.yaml", EVENING.replace("sugar", "honey"))
        desk.look()
        told = post(state=begun["state"], at=begun["at"], said="yes").json
        assert told["outcome"] == "moved"
        assert told["place"] == "evening/milk"

    @pytest.mark.parametrize(
        ("asked", "why"),
        [
            ({"state": "[]"}, "cannot go on"),
            ({"state": "nonsense", "at": NINE.isoformat(), "said": "yes"}, "cannot go on"),
            ({"said": "(shout)"}, "is no event"),
            ({"said": 7}, "is text"),
            ({"said": "a" * 2001}, "2000 letters"),
            ({"away_hours": 2}, "1, 30, 96 hours"),
            ({"log": "none"}, "'new' or 'known'"),
        ],
    )
    def test_what_cannot_be_a_turn_is_refused_with_the_reason(
        self, post: Callable[..., Any], asked: dict[str, object], why: str
    ) -> None:
        begun = post().json
        answer = post(**({"state": begun["state"], "at": begun["at"]} | asked))
        assert answer.status_code == 400
        assert why in answer.json["error"]

    def test_a_place_that_is_not_there_is_unknown(self, post: Callable[..., Any]) -> None:
        assert post(begin_at="evening/cream").status_code == 404

    def test_without_any_good_trees_there_is_no_talk_yet(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = make_app(Desk(tmp_path), PORT).test_client()
        told = client.post("/turn", json={}, base_url=OWN, headers={"Origin": OWN})
        assert told.status_code == 409
        assert client.get("/news", base_url=OWN).json["trees"] == []

    def test_nothing_of_it_is_written(
        self, post: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("STEADY_HOME", str(tmp_path / "home"))
        before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
        begun = post(begin_at="evening/milk").json
        post(state=begun["state"], at=begun["at"], said="yes")
        post(state=begun["state"], at=begun["at"], away_hours=30)
        assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
        assert json.loads(begun["state"])["consent"] == "yes"
