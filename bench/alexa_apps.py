"""One endpoint in a process of its own, for `bench/alexa.py`: it tells what each call costs.

    python bench/alexa_apps.py ours|ram|parts|flask|hello|official FOLDER

`ours` is `skill.create_app` with everything on, `ram` the same with the answer log in
memory, `parts` that with a clock in each part; `flask` is Flask that reads a body and
says nothing; `hello` is Flask with ask-sdk-core and no check at all; `official` is the
SDK's own adapter with its own checks. FOLDER holds the keys that requests are signed
with. Each line on stdin is a number of turns; each line on stdout is JSON with the
seconds of CPU of each WSGI call, and of which line of the talk it was. Making and
signing the requests is not counted.
"""

from __future__ import annotations

import atexit
import base64
import io
import json
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

ROOT = Path(__file__).parent.parent
SKILL_ID = "amzn1.ask.skill.8e0a4ad1-7f4c-4c4f-9f7a-2b8f6d3c1e5a"
URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-14.pem"
PATHS = {"ours": "/alexa", "ram": "/alexa", "parts": "/alexa"}
RAM = Path("/dev/shm")
TALK = ROOT / "tests" / "transcripts" / "first_hours" / "kratom_alone.txt"
SENT = ROOT / "bench" / "alexa_request.json"
App = Callable[[dict[str, Any], Callable[..., Any]], Any]


class Timer:
    """Seconds of CPU inside wrapped functions, by name, since it was last emptied."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def wrap(self, holder: Any, name: str, label: str) -> None:
        inner = getattr(holder, name)

        def timed(*given: Any, **named: Any) -> Any:
            begin = time.process_time()
            try:
                return inner(*given, **named)
            finally:
                took = time.process_time() - begin
                self.spent[label] = self.spent.get(label, 0.0) + took

        setattr(holder, name, timed)


def ours(folder: Path, timer: Timer, log: Path | None = None) -> App:
    """The endpoint as it is served, on a fresh database."""
    sys.path.insert(0, str(ROOT))
    from skill import create_app

    app = create_app(
        skill_id=SKILL_ID,
        database=(log or folder) / f"{uuid.uuid4().hex}.db",
        trust_roots=(folder / "root.pem").read_bytes(),
        fetch_chain=lambda _: (folder / "chain.pem").read_bytes(),
    )
    import dialogs.conversation

    timer.wrap(dialogs.conversation, "take_turn", "take_turn")
    from skill.serve import write_journal

    with redirect_stdout((folder / f"{uuid.uuid4().hex}.log").open("w")):
        write_journal()
    return app


def ram(folder: Path, timer: Timer) -> App:
    """The same, and no disk is waited for.

    After every wait the processor's caches hold somebody else's data, and what comes
    next costs up to four times as much on a busy machine. The others wait for nothing.
    """
    log = Path(tempfile.mkdtemp(dir=RAM if RAM.is_dir() else folder))
    atexit.register(shutil.rmtree, log)
    return ours(folder, timer, log)


def parts(folder: Path, timer: Timer) -> App:
    """That, with a clock in each of its parts; the clocks cost a little themselves."""
    app = ram(folder, timer)
    import ask_sdk_core.skill

    import skill.app
    import skill.handlers
    import skill.journal
    import skill.people
    import skill.talks
    import skill.verify.verifier as verifying

    timer.wrap(skill.app.Verifier, "verify", "verify")
    timer.wrap(verifying, "read_json", "json")
    timer.wrap(skill.app, "read_envelope", "read")
    timer.wrap(skill.app, "to_data", "write")
    timer.wrap(ask_sdk_core.skill.CustomSkill, "invoke", "invoke")
    timer.wrap(skill.people.PersonLog, "write_turn", "log")
    timer.wrap(skill.journal, "note", "journal")
    timer.wrap(skill.talks, "write_state", "state")
    timer.wrap(skill.handlers, "respond", "speech")
    timer.wrap(skill.app.Endpoint, "_reply", "reply")
    return app


def flask(folder: Path, timer: Timer) -> App:
    """Flask by itself: a body is read, and something constant answered."""
    from flask import Flask, Response, request

    app = Flask("nothing")
    silent = b'{"version": "1.0", "response": {"shouldEndSession": false}}'

    @app.post("/")
    def answer() -> Response:
        request.get_data()
        return Response(silent, content_type="application/json")

    return app


def hello_skill() -> Any:
    """The SDK's hello world: an answer to a launch, and one to any intent."""
    from ask_sdk_core.skill_builder import SkillBuilder
    from ask_sdk_core.utils import is_request_type

    builder = SkillBuilder()

    @builder.request_handler(can_handle_func=is_request_type("LaunchRequest"))
    def launch(handler_input: Any) -> Any:
        return handler_input.response_builder.speak("Welcome.").ask("Hello?").response

    @builder.request_handler(can_handle_func=is_request_type("IntentRequest"))
    def intent(handler_input: Any) -> Any:
        return handler_input.response_builder.speak("Hello world.").ask("And?").response

    return builder


def hello(folder: Path, timer: Timer) -> App:
    """Flask and ask-sdk-core, and no check of anything."""
    from ask_sdk_model import RequestEnvelope
    from flask import Flask, jsonify, request

    app = Flask("hello")
    skill = hello_skill().create()

    @app.post("/")
    def answer() -> Any:
        envelope = skill.serializer.deserialize(request.get_data(as_text=True), RequestEnvelope)
        return jsonify(skill.serializer.serialize(skill.invoke(envelope, None)))

    return app


def official(folder: Path, timer: Timer) -> App:
    """The SDK's adapter for Flask with its checks; only the root and the fetch are ours."""
    import warnings

    warnings.simplefilter("ignore")
    from ask_sdk_webservice_support import verifier
    from asn1crypto import pem
    from certvalidator import CertificateValidator, ValidationContext
    from flask import Flask
    from flask_ask_sdk.skill_adapter import SkillAdapter

    _, _, root = pem.unarmor((folder / "root.pem").read_bytes())
    chain = (folder / "chain.pem").read_bytes()
    verifier.urlopen = lambda _: io.BytesIO(chain)
    verifier.CertificateValidator = lambda end, rest: CertificateValidator(
        end, rest, ValidationContext(extra_trust_roots=[root])
    )
    app = Flask("official")
    SkillAdapter(hello_skill().create(), SKILL_ID, app=app).register(app=app, route="/")
    return app


def requests(key: Any) -> Iterator[tuple[int, bytes, dict[str, str]]]:
    """Signed requests of a talk that begins again and again; each is told the last answer.

    Each comes with its place in the talk.
    """
    said = [line[2:] for line in TALK.read_text("utf-8").splitlines() if line.startswith("> ")]
    envelope = json.loads(SENT.read_text("utf-8"))
    while True:
        envelope["session"].update(sessionId=uuid.uuid4().hex, new=True, attributes={})
        for number, line in enumerate(said):
            sent_at = datetime.now(UTC) + timedelta(seconds=number % 60)
            head = {
                "requestId": uuid.uuid4().hex,
                "timestamp": sent_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "locale": "en-US",
            }
            if line.startswith("("):
                envelope["request"] = {"type": "LaunchRequest", **head}
            else:
                slot = {"name": "utterance", "value": line, "confirmationStatus": "NONE"}
                told = {**slot, "source": "USER", "slotValue": {"type": "Simple", "value": line}}
                intent = {"name": "SayIntent", "confirmationStatus": "NONE"}
                intent = {**intent, "slots": {"utterance": told}}
                envelope["request"] = {"type": "IntentRequest", **head, "intent": intent}
            body = json.dumps(envelope).encode()
            signature = base64.b64encode(key.sign(body, PKCS1v15(), SHA256())).decode()
            headers = {"SignatureCertChainUrl": URL, "Signature-256": signature}
            answer = yield number, body, headers
            if answer["response"].get("shouldEndSession"):
                break
            envelope["session"]["new"] = False
            envelope["session"]["attributes"] = answer.get("sessionAttributes", {})


def floors(folder: Path, key: Any, body: bytes) -> dict[str, Callable[[], Any]]:
    """What nobody who does all this can do without, each by itself."""
    import sqlite3

    import orjson

    public, signature = key.public_key(), key.sign(body, PKCS1v15(), SHA256())
    database = sqlite3.connect(folder / "floor.db", isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE floor (state TEXT)"
    )
    kept = ("x" * 1500,)
    return {
        "RSA-2048 over the body": lambda: public.verify(signature, body, PKCS1v15(), SHA256()),
        "the body parsed": lambda: orjson.loads(body),
        "a row that is on disk": lambda: database.execute("INSERT INTO floor VALUES (?)", kept),
    }


def cost_of(work: Callable[[], Any]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def environ_of(path: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """What a WSGI server hands over for a POST."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8080",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json;charset=utf-8",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost:8080",
        "HTTP_USER_AGENT": "Apache-HttpClient/4.5.x",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, text in headers.items():
        environ["HTTP_" + name.upper().replace("-", "_")] = text
    return environ


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    timer = Timer()
    app = {f.__name__: f for f in (ours, ram, parts, flask, hello, official)}[name](folder, timer)
    key = load_pem_private_key((folder / "key.pem").read_bytes(), None)
    asked = requests(key)
    number, body, headers = next(asked)
    status: list[str] = []
    least = floors(folder, key, body) if name == "flask" else {}
    for order in sys.stdin:
        turns: list[dict[str, float]] = []
        for _ in range(int(order)):
            environ = environ_of(PATHS.get(name, "/"), body, headers)
            timer.spent = {}
            begin = time.process_time()
            answer = app(environ, lambda line, _: status.append(line))
            text = b"".join(answer)
            took = time.process_time() - begin
            answer.close()
            if status.pop() != "200 OK":
                sys.exit(f"{name}: answered {text[:300]!r}")
            turns.append({"turn": took, "bytes": len(body), "line": number, **timer.spent})
            number, body, headers = asked.send(json.loads(text))
        for label, work in least.items():
            turns += [{label: cost_of(work)} for _ in turns[:20]]
        rss_kb = int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0])
        print(json.dumps({"turns": turns, "rss_kb": rss_kb}), flush=True)


if __name__ == "__main__":
    main()
