"""The page while files are saved, for the eye and the ear, and when the program stops."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.authoring.author_program import running
from tests.authoring.author_trees import (
    BROKEN,
    EVENING,
    STYLED,
    save,
    write_trees,
)
from tests.authoring.chromium import Page
from tests.authoring.conftest import Bench
from tests.skill.clients.npm import installed


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong for people who use a keyboard, a screen reader, or poor eyes."""
    page.run((installed("axe-core", runs=False) / "axe.min.js").read_text("utf-8"))
    found = page.driver.execute_async_script(
        "const done = arguments[0]; axe.run().then(found => done(found.violations))"
    )
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


class TestWhileFilesAreSaved:
    def test_a_broken_file_shows_its_problem_and_the_talk_goes_on(
        self, page: Page, trees_folder: Path
    ) -> None:
        page.say("yes i'm safe")
        save(trees_folder / "evening.yaml", BROKEN)
        page.until(lambda: "T003" in page.text("#list"))
        assert "Mend: did you mean 'sugar'?" in page.text("#list")
        assert page.find("#list mark").text == "suger"
        assert "has problems" in page.text("#status")
        page.say("yes")
        page.until(lambda: page.here == "evening/milk")

    def test_a_mended_file_clears_it(self, page: Page, trees_folder: Path) -> None:
        save(trees_folder / "evening.yaml", BROKEN)
        page.until(lambda: "T003" in page.text("#list"))
        save(trees_folder / "evening.yaml", EVENING)
        page.until(lambda: "No problems" in page.text("#found"))
        assert page.text("#list") == ""
        assert "has problems" not in page.text("#status")

    def test_a_new_text_stands_on_the_picture_and_the_talk_is_where_it_was(
        self, page: Page, trees_folder: Path
    ) -> None:
        page.say("yes i'm safe")
        page.say("yes")
        page.until(lambda: page.here == "evening/milk")
        save(trees_folder / "evening.yaml", EVENING.replace("And sugar too?", "And honey too?"))
        page.until(lambda: "And honey too?" in page.text("#canvas"))
        assert page.here == "evening/milk"
        page.say("yes")
        page.until(lambda: "And honey too?" in page.text("#log"))

    def test_a_text_of_bad_style_is_told_and_used(self, page: Page, trees_folder: Path) -> None:
        save(trees_folder / "evening.yaml", STYLED)
        page.until(lambda: "T056" in page.text("#list"))
        assert "has problems" not in page.text("#status")


class TestForEyeAndEar:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1400, 360])
    def test_axe_finds_nothing_wrong(
        self, page: Page, trees_folder: Path, scheme: str, width: int
    ) -> None:
        page.look_like(width, 800, scheme)
        save(trees_folder / "evening.yaml", STYLED)
        page.until(lambda: "T056" in page.text("#list"))
        page.say("i want to kill myself")
        page.until(lambda: page.here == "danger/suicide/number")
        page.find("summary").click()
        page.find("#places a").click()
        page.until(lambda: page.text("#place"))
        assert axe(page) == []

    def test_dark_is_dark_and_light_is_light_on_the_page_and_on_the_picture(
        self, page: Page
    ) -> None:
        def brightness() -> list[int]:
            script = """
                const of = (css, what) => getComputedStyle(document.querySelector(css))[what];
                return [of('body', 'backgroundColor'), of('#canvas .paper', 'fill')]
                    .map(color => Math.max(...color.match(/\\d+/g).map(Number)))"""
            return list(page.run(script))

        assert min(brightness()) > 240
        page.look_like(1400, 900, "dark")
        assert max(brightness()) < 40

    @pytest.mark.parametrize("width", [320, 420, 900])
    def test_a_narrow_window_is_never_scrolled_sideways(self, page: Page, width: int) -> None:
        page.look_like(width, 800, "light")
        assert page.run("return document.documentElement.scrollWidth") <= width

    def test_everything_has_a_name(self, page: Page) -> None:
        names = {
            one.get_attribute("id"): one.accessible_name
            for one in page.all("select, input, section, [role=log], [role=region], #canvas")
            if one.is_displayed()
        }
        assert names == {
            "problems": "Problems",
            "picture": "Picture",
            "talk": "Talk",
            "tree": "Tree",
            "size": "Size",
            "follow": "Follow the talk",
            "canvas": "The picture; it scrolls",
            "log": "What was said",
            "said": "You say",
            "away": "Come back after",
            "danger": "Which danger",
            "who": "Begin the talk as",
        }

    def test_the_landmarks_of_a_page_are_there(self, page: Page) -> None:
        for tag in ("header", "main", "nav", "h1"):
            assert len(page.all(tag)) == 1
        assert page.find("#log").aria_role == "log"


class TestWhenTheProgramStops:
    def test_the_page_says_so_and_how_to_start_it(self, bench: Bench, tmp_path: Path) -> None:
        with running(write_trees(tmp_path)) as (program, url):
            own = Page(bench[0].driver, url)
            own.open()
            program.send_signal(signal.SIGINT)
            program.wait()
        own.until(lambda: "steady author" in own.text("#status"))
        assert all("ERR_CONNECTION_REFUSED" in one for one in own.complaints)
