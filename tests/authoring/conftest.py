"""The authors' page in a browser, served for all tests that look at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from waitress import create_server

from dialogs.authoring.author_cli import _listen
from dialogs.authoring.page import desk as desk_module
from dialogs.authoring.page.app import make_app
from dialogs.authoring.page.desk import Desk
from dialogs.model import Trees
from tests.authoring.author_trees import (
    EVENING,
    save,
    write_short_lexicon,
    write_trees,
)
from tests.authoring.chromium import Page, start


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    """The page over this desk, which is kept looking; its address."""
    stop = threading.Event()
    listening = _listen(0)
    port = listening.getsockname()[1]
    server = create_server(make_app(desk, port), sockets=[listening], threads=4)
    threads = [
        threading.Thread(target=desk.watch, args=(stop,), daemon=True),
        threading.Thread(target=server.run, daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        stop.set()
        server.close()
        for thread in threads:
            thread.join(10)


Bench = tuple[Page, Desk]


@pytest.fixture(scope="session")
def bench(trees: Trees, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A page in a browser and the desk behind it; both serve all tests."""
    folder = write_trees(tmp_path_factory.mktemp("author"))
    write_short_lexicon(folder)
    driver = start(tmp_path_factory.mktemp("chromium"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk_module, "Ears", SimpleNamespace(load=lambda lexicon: trees.ears))
        desk = Desk(folder)
        with served(desk) as url:
            try:
                yield Page(driver, url), desk
            finally:
                driver.quit()


@pytest.fixture
def trees_folder(bench: Bench) -> Iterator[Path]:
    """The folder of the trees; what a test saved in it is undone, and the desk has seen that."""
    page, desk = bench
    yield desk.folder
    evening = desk.folder / "evening.yaml"
    if evening.read_text("utf-8") != EVENING:
        before = desk.news.version
        save(evening, EVENING)
        page.until(lambda: desk.news.version > before and not desk.news.checking)
        assert desk.news.good


@pytest.fixture
def page(bench: Bench, trees_folder: Path) -> Iterator[Page]:
    page = bench[0]
    page.open()
    yield page
    assert page.complaints == []
