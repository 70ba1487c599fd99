"""The page and what it asks for. Everything is read from the desk; nothing is ever written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from dialogs.authoring.layout import NoGraphviz
from dialogs.authoring.page import rehearsal
from dialogs.authoring.page.desk import Desk, News
from dialogs.authoring.page.guard import guard
from dialogs.authoring.page.picture import describe, read_notes
from dialogs.authoring.svg import STYLE
from dialogs.authoring.walk import DANGERS
from dialogs.check_lines import tree_of
from dialogs.codec import NotDecodable, state_from_json, state_to_json
from dialogs.engine.walking import TooFar
from dialogs.log import LogFailed
from dialogs.model import Trees
from dialogs.state import State
from dialogs.transcript import NotATranscript

MOST_BYTES = 256 * 1024
LONGEST_SAID = 2_000
AWAY = {1: "1 hour", 30: "30 hours", 96: "4 days"}


def make_app(
    desk: Desk,
    port: int,
    db: Path | None = None,
    now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
) -> Flask:
    """The page as a WSGI application, for requests to `port` of this machine."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    guard(app, port)

    @app.get("/")
    def page() -> str:
        return render_template("author.html", away=AWAY, dangers=DANGERS, figures=db is not None)

    @app.get("/tree.css")
    def tree_style() -> Response:
        return Response(STYLE, mimetype="text/css")

    @app.get("/news")
    def news() -> Any:
        told = desk.news
        if request.args.get("seen") == str(told.version):
            return "", 204
        return jsonify(_told(told))

    @app.get("/picture")
    def picture() -> Any:
        trees = _trees(desk)
        name = request.args.get("tree", "")
        if name not in trees.trees:
            abort(404, f"There is no tree '{name}'.")
        notes = read_notes(db) if db is not None and request.args.get("figures") else {}
        return jsonify(describe(trees, name, notes))

    @app.post("/turn")
    def turn() -> Any:
        trees = _trees(desk)
        asked = request.get_json()
        step = _step(trees, asked if isinstance(asked, dict) else {}, now())
        state = step.state
        return jsonify(
            lines=step.lines,
            state=state_to_json(state),
            at=step.at.isoformat(),
            place=state.place,
            tree=tree_of(state.place),
            outcome=step.outcome,
            problem=step.problem,
            over=step.over,
            answers=[] if step.over else rehearsal.answers_to(trees, state, step.at),
        )

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Any:
        return jsonify(error=error.description), error.code

    @app.errorhandler(LogFailed)
    @app.errorhandler(NoGraphviz)
    def lacking(error: Exception) -> Any:
        return jsonify(error=str(error)), 503

    return app


def _told(news: News) -> dict[str, Any]:
    trees = news.trees.trees if news.trees is not None else {}
    return {
        "version": news.version,
        "status": news.status(),
        "good": news.good,
        "checking": news.checking,
        "checked_at": f"{news.checked_at:%H:%M:%S}" if news.checked_at is not None else "",
        "trouble": news.trouble,
        "hash": f"{news.trees.hash} {news.read_at}" if news.trees is not None else "",
        "trees": [[tree.name, tree.about] for tree in trees.values()],
        "problems": [asdict(one) for one in news.problems],
    }


def _trees(desk: Desk) -> Trees:
    trees = desk.news.trees
    if trees is None:
        abort(409, "There are no trees to use yet: mend the problems first.")
    return trees


def _step(trees: Trees, asked: dict[str, Any], now: datetime) -> rehearsal.Step:
    """The turn that is asked for; what cannot be one is refused with 400."""
    log = asked.get("log", "new")
    place, said, hours = asked.get("begin_at"), asked.get("said"), asked.get("away_hours")
    if log not in rehearsal.LOGS:
        abort(400, "The log is 'new' or 'known'.")
    if place is not None:
        if place not in trees.nodes:
            abort(404, f"There is no place '{place}'.")
        try:
            return rehearsal.begin_at(trees, place, now, log)
        except TooFar as error:
            abort(400, f"No talk can begin there: {error}.")
    if asked.get("state") is None:
        return rehearsal.begin(trees, now, log)
    state, at = _where(asked)
    if hours is not None:
        if hours not in AWAY:
            abort(400, f"Away for {', '.join(map(str, AWAY))} hours.")
        over = asked.get("over") is True
        return rehearsal.leave_and_come_back(trees, state, at, hours, over=over, log=log)
    if not isinstance(said, str) or len(said) > LONGEST_SAID:
        abort(400, f"What is said is text, {LONGEST_SAID} letters at most.")
    try:
        return rehearsal.go_on(trees, state, at, said, log)
    except NotATranscript as error:
        abort(400, str(error))


def _where(asked: dict[str, Any]) -> tuple[State, datetime]:
    try:
        at = datetime.fromisoformat(str(asked.get("at")))
        if at.tzinfo is None:
            raise ValueError("the time lacks its zone")
        return state_from_json(str(asked["state"])), at
    except (NotDecodable, ValueError) as error:
        abort(400, f"This talk cannot go on: {error}.")
