"""Fetching a speech model from a server on this machine that misbehaves."""

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from voice_local.model import installed_models
from voice_local.model_cli import model as command
from voice_local.model_get import CannotGet, Offered, WrongFile, get_model, put_model

NAME = "a-model"


def zip_of(files: dict[str, bytes], links: tuple[str, ...] = ()) -> bytes:
    sound = io.BytesIO()
    with zipfile.ZipFile(sound, "w") as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            if name in links:
                entry.external_attr = 0o120777 << 16
            packed.writestr(entry, content)
    return sound.getvalue()


MODEL = zip_of({f"{NAME}/am/final.mdl": b"weights" * 40_000, f"{NAME}/graph/HCLr.fst": b"graph"})


@dataclass
class Manners:
    """How the server behaves, and what it was asked."""

    content: bytes = MODEL
    drops: list[int] = field(default_factory=list)
    """After how many bytes each of the next answers breaks off."""
    knows_ranges: bool = True
    status: int = 200
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[tuple[str, Manners]]:
    manners = Manners()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            manners.asked.append(wanted)
            start = int(wanted[6:-1]) if wanted and manners.knows_ranges else 0
            rest = manners.content[start:]
            if manners.status != 200 or (start and not rest):
                self.send_error(manners.status if manners.status != 200 else 416)
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(rest)))
            if start:
                end = len(manners.content) - 1
                self.send_header("Content-Range", f"bytes {start}-{end}/{len(manners.content)}")
            self.end_headers()
            self.wfile.write(rest[: manners.drops.pop(0)] if manners.drops else rest)

        def log_message(self, *args: object) -> None:
            pass

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=serving.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}/{NAME}.zip", manners
    serving.shutdown()
    serving.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEADY_HOME", str(tmp_path))
    monkeypatch.delenv("STEADY_MODEL", raising=False)
    return tmp_path / "models"


def offered(content: bytes = MODEL) -> Offered:
    return Offered(NAME, "a test", len(content), hashlib.sha256(content).hexdigest())


def get(url: str, what: Offered | None = None) -> Path:
    return get_model(what or offered(), url, sleep=lambda seconds: None)


class TestAGoodServer:
    def test_the_model_is_unpacked_whole_and_nothing_else_is_left(self, server, models):
        folder = get(server[0])
        assert (folder / "am" / "final.mdl").read_bytes() == b"weights" * 40_000
        assert [path.name for path in models.iterdir()] == [NAME]
        assert list(installed_models()) == [folder]

    def test_progress_ends_with_all_the_bytes(self, server):
        seen = []
        get_model(offered(), server[0], progress=lambda done, total: seen.append((done, total)))
        assert seen[-1] == (len(MODEL), len(MODEL))


class TestAConnectionThatBreaks:
    def test_the_download_goes_on_where_it_broke_off(self, server, models):
        url, manners = server
        manners.drops = [100_000, 50_000]
        assert get(url) == models / NAME
        assert manners.asked == ["", "bytes=100000-", "bytes=150000-"]

    def test_a_server_without_ranges_sends_all_of_it_again(self, server, models):
        url, manners = server
        manners.drops, manners.knows_ranges = [100_000], False
        assert get(url) == models / NAME

    def test_where_nothing_more_arrives_it_gives_up_and_keeps_what_came(self, server, models):
        url, manners = server
        manners.drops = [100_000, *[0] * 5]
        with pytest.raises(CannotGet, match="steady model get --from"):
            get(url)
        assert (models / f".{NAME}.zip.part").stat().st_size == 100_000
        assert list(installed_models()) == []

    def test_the_next_time_goes_on_from_there(self, server, models):
        url, manners = server
        models.mkdir()
        (models / f".{NAME}.zip.part").write_bytes(MODEL[:70_000])
        assert get(url) == models / NAME
        assert manners.asked == ["bytes=70000-"]

    def test_no_network_at_all_says_how_to_bring_the_file_by_hand(self):
        with pytest.raises(CannotGet, match=r"--from a-model\.zip"):
            get("http://127.0.0.1:9/a-model.zip")

    def test_a_file_that_is_not_there_is_not_asked_for_again(self, server):
        url, manners = server
        manners.status = 404
        with pytest.raises(CannotGet, match="answers 404"):
            get(url)
        assert len(manners.asked) == 1


class TestTheWrongFile:
    def test_another_checksum_is_not_unpacked_and_not_kept(self, server, models):
        url, manners = server
        manners.content = MODEL[:-1] + b"?"
        with pytest.raises(WrongFile, match="not the file that was expected"):
            get(url)
        assert list(models.iterdir()) == []

    def test_a_longer_file_is_not_even_fetched(self, server, models):
        url, manners = server
        manners.content = MODEL * 2
        with pytest.raises(WrongFile, match="instead of"):
            get(url)
        assert list(models.iterdir()) == []

    def test_where_no_sum_is_known_the_first_one_is_kept_and_asked_for_after(self, server, models):
        url, manners = server
        unknown = Offered(NAME, "a test", 0)
        get(url, unknown)
        assert json.loads((models / "sums.json").read_text()) == {NAME: offered().sha256}
        manners.content = zip_of({f"{NAME}/am/final.mdl": b"other weights"})
        with pytest.raises(WrongFile):
            get(url, unknown)

    @pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../evil", "c:\\evil"])
    def test_a_zip_that_would_leave_its_folder_is_refused(self, tmp_path, models, name):
        content = zip_of({f"{NAME}/am/final.mdl": b"weights", name: b"evil"})
        (tmp_path / "it.zip").write_bytes(content)
        with pytest.raises(WrongFile, match="would leave its folder"):
            put_model(tmp_path / "it.zip", offered(content))
        assert list(models.iterdir()) == []

    def test_a_link_in_the_zip_is_refused(self, tmp_path):
        content = zip_of({f"{NAME}/am/final.mdl": b"/etc/passwd"}, (f"{NAME}/am/final.mdl",))
        (tmp_path / "it.zip").write_bytes(content)
        with pytest.raises(WrongFile, match="is a link"):
            put_model(tmp_path / "it.zip", offered(content))

    def test_a_zip_without_a_model_is_refused(self, tmp_path, models):
        content = zip_of({"holiday/photo.jpg": b"..."})
        (tmp_path / "it.zip").write_bytes(content)
        with pytest.raises(WrongFile, match="no speech model"):
            put_model(tmp_path / "it.zip", offered(content))
        assert list(models.iterdir()) == []

    def test_what_is_no_zip_is_refused(self, tmp_path):
        (tmp_path / "it.zip").write_bytes(b"<html>")
        with pytest.raises(WrongFile, match="no zip file"):
            put_model(tmp_path / "it.zip", offered(b"<html>"))


class TestAFullDisk:
    def test_too_little_space_is_said_before_anything_is_fetched(self, server):
        url, manners = server
        with pytest.raises(CannotGet, match="STEADY_HOME"):
            get_model(offered(), url, free=lambda folder: 1_000_000)
        assert manners.asked == []

    def test_a_disk_that_fills_up_meanwhile_keeps_the_download(self, server, models):
        free = iter([10**9, 1_000])
        with pytest.raises(CannotGet, match="MB free"):
            get_model(offered(), server[0], free=lambda folder: next(free))
        assert [path.name for path in models.iterdir()] == [f".{NAME}.zip.part"]


class TestTheCommand:
    def run(self, *words: str, **more: str) -> tuple[int, str]:
        result = CliRunner().invoke(command, words, **more)
        return result.exit_code, result.output

    def test_nothing_is_fetched_where_nobody_can_be_asked(self, server):
        url, manners = server
        code, output = self.run("get", NAME, "--url", url)
        assert (code, manners.asked) == (2, [])
        assert "--yes" in output

    def test_yes_fetches_and_says_that_no_checksum_was_known(self, server, models):
        code, output = self.run("get", NAME, "--url", server[0], "--yes")
        assert code == 0
        assert "No checksum" in output
        assert (models / NAME).is_dir()

    def test_a_failure_is_told_without_a_traceback_and_exits_3(self, server):
        url, manners = server
        manners.status = 500
        code, output = self.run("get", NAME, "--url", url, "--yes")
        assert code == 3
        assert "the server answers 500" in output

    def test_a_file_brought_by_hand_gives_the_model_its_name(self, tmp_path, models):
        (tmp_path / f"{NAME}.zip").write_bytes(MODEL)
        assert self.run("get", "--from", str(tmp_path / f"{NAME}.zip"))[0] == 0
        assert self.run("path") == (0, f"{models / NAME}\n")

    def test_a_model_that_is_there_is_not_fetched_again(self, server):
        url, manners = server
        self.run("get", NAME, "--url", url, "--yes")
        assert "already" in self.run("get", NAME, "--url", url, "--yes")[1]
        assert len(manners.asked) == 1

    def test_an_unknown_name_says_which_are_known(self):
        code, output = self.run("get", "vosk-modle")
        assert code == 2
        assert "vosk-model-small-en-us-0.15" in output

    def test_the_list_shows_what_is_here_and_what_could_be(self, tmp_path, models):
        (tmp_path / f"{NAME}.zip").write_bytes(MODEL)
        self.run("get", "--from", str(tmp_path / f"{NAME}.zip"))
        output = self.run("list")[1]
        assert f"* {NAME}  {models / NAME}" in output
        assert "steady model get vosk-model-small-en-us-0.15" in output

    def test_no_model_exits_3_and_says_how_to_get_one(self):
        code, output = self.run("path")
        assert code == 3
        assert "steady model get" in output
