"""`steady author` as a program: one port of this machine, clear words where it cannot be had."""

from __future__ import annotations

import os
import signal
import socket
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialogs.authoring.author_cli import author
from tests.authoring.author_program import STARTING_SECONDS, running
from tests.authoring.author_trees import write_trees


class TestWhereItCannot:
    def test_a_port_in_use_is_told_with_code_3(self, tmp_path: Path) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            done = CliRunner().invoke(author, ["--port", str(port), str(write_trees(tmp_path))])
        assert done.exit_code == 3
        assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
        assert "name another --port" in done.stderr

    @pytest.mark.parametrize("package", ["flask", "pygraphviz", "waitress"])
    def test_a_missing_package_is_told_with_what_mends_it(
        self, package: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in [name for name in sys.modules if name.startswith("dialogs.authoring.page.")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, package, None)
        done = CliRunner().invoke(author, [])
        assert done.exit_code == 3
        assert f"needs {package}" in done.stderr
        assert "pip install 'steady-ground[author]'" in done.stderr

    def test_a_folder_without_trees_is_a_wrong_use(self, tmp_path: Path) -> None:
        done = CliRunner().invoke(author, [str(tmp_path)])
        assert done.exit_code == 2
        assert "no .yaml file" in done.stderr

    def test_a_log_that_is_not_there_is_a_wrong_use(self, tmp_path: Path) -> None:
        done = CliRunner().invoke(author, ["--db", str(tmp_path / "answers.db")])
        assert done.exit_code == 2


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
class TestTheProgram:
    def test_it_serves_this_machine_alone_and_ctrl_c_ends_it_quietly(self, tmp_path: Path) -> None:
        with running(write_trees(tmp_path)) as (program, url):
            with urllib.request.urlopen(url, timeout=STARTING_SECONDS) as page:
                assert b"the authors' bench" in page.read()
            port = int(url.rstrip("/").rpartition(":")[2])
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.2", port), timeout=5)
            program.send_signal(signal.SIGINT)
            _, complaints = program.communicate(timeout=STARTING_SECONDS)
            assert (program.returncode, complaints) == (0, "")
