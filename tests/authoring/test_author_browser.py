"""The page in a browser: by keyboard alone, for the eye and the ear, while files are saved."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select
from waitress import create_server

from dialogs.authoring.author_cli import _listen
from dialogs.authoring.page import desk as desk_module
from dialogs.authoring.page.app import make_app
from dialogs.authoring.page.desk import Desk
from dialogs.conversation import Conversation
from dialogs.load import load_trees
from dialogs.log import NoLog
from dialogs.model import Trees
from dialogs.transcript import play
from tests.authoring.author_program import running
from tests.authoring.author_trees import (
    BROKEN,
    EVENING,
    STYLED,
    save,
    write_short_lexicon,
    write_trees,
)
from tests.authoring.chromium import Page, start
from tests.skill.clients.npm import installed


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


@pytest.fixture(scope="module")
def bench(trees: Trees, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A page in a browser and the desk behind it; both serve all tests of this file."""
    folder = write_trees(tmp_path_factory.mktemp("author"))
    write_short_lexicon(folder)
    driver = start(tmp_path_factory.mktemp("chromium"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk_module.Ears, "load", lambda lexicon: trees.ears)
        desk = Desk(folder)
        with served(desk) as url:
            try:
                yield Page(driver, url), desk
            finally:
                driver.quit()


@pytest.fixture
def folder(bench: Bench) -> Iterator[Path]:
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
def page(bench: Bench, folder: Path) -> Iterator[Page]:
    page = bench[0]
    page.open()
    yield page
    assert page.complaints == []


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong for people who use a keyboard, a screen reader, or poor eyes."""
    page.run((installed("axe-core", runs=False) / "axe.min.js").read_text("utf-8"))
    found = page.driver.execute_async_script(
        "const done = arguments[0]; axe.run().then(found => done(found.violations))"
    )
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


class TestByKeyboardAlone:
    def test_the_first_tab_leads_to_the_talk_which_goes_on_by_enter(self, page: Page) -> None:
        page.press(Keys.TAB)
        assert page.focus == "Skip to the talk"
        page.press(Keys.ENTER)
        page.until(lambda: page.focus == "said")
        assert page.here == "front_door/hello"
        page.press("yes i'm safe", Keys.ENTER)
        page.until(lambda: page.here == "front_door/alone")
        assert page.focus == "said"

    def test_enter_with_nothing_written_is_a_silence(self, page: Page) -> None:
        page.find("#said").send_keys(Keys.ENTER)
        page.until(lambda: "(silence)" in page.text("#log"))

    def test_escape_clears_the_line_and_then_stops(self, page: Page) -> None:
        page.find("#said").send_keys("well", Keys.ESCAPE)
        assert page.find("#said").get_attribute("value") == ""
        page.press(Keys.ESCAPE)
        page.until(lambda: ". stopped" in page.text("#log"))
        page.press("yes", Keys.ENTER)
        page.until(lambda: "The talk has ended" in page.text("#word"))

    def test_every_control_is_come_to_by_tab_and_shows_that_it_is(self, page: Page) -> None:
        come_to = set()
        for _ in range(40):
            page.press(Keys.TAB)
            come_to.add(page.focus)
            outline = page.run("return getComputedStyle(document.activeElement).outlineWidth")
            assert page.focus.startswith("Steady Ground") or outline == "3px", page.focus
        assert come_to >= {
            *("tree", "size", "follow", "canvas", "log", "said", "silence", "leave", "away"),
            *("alarm", "danger", "copy", "again", "who"),
        }

    def test_a_place_is_chosen_from_the_list_and_the_talk_begun_there(self, page: Page) -> None:
        page.find("summary").send_keys(Keys.ENTER)
        page.find("#places li:nth-child(2) a").send_keys(Keys.ENTER)
        page.until(lambda: page.focus == "place")
        assert "Is it quiet there?" in page.text("#place")
        page.press(Keys.TAB, Keys.TAB)
        page.find("#place button").send_keys(Keys.ENTER)
        page.until(lambda: page.here == "front_door/alone")


class TestThePicture:
    def test_it_changes_when_the_talk_moves_into_another_tree(self, page: Page) -> None:
        page.say("yes i'm safe")
        page.say("yes")
        page.until(lambda: page.here == "evening/milk")
        assert Select(page.find("#tree")).first_selected_option.text == "evening"
        assert page.find("#canvas svg").get_attribute("aria-label") == "evening: A test."

    def test_the_lit_node_is_in_sight(self, page: Page) -> None:
        Select(page.find("#size")).select_by_value("1.5")
        page.say("i want to kill myself")
        page.until(lambda: page.here == "danger/suicide/number")
        room, node = page.find("#canvas").rect, page.find("#canvas .here").rect
        assert room["y"] - 1 <= node["y"] <= room["y"] + room["height"] - node["height"] + 1

    def test_it_stays_where_it_is_when_it_is_not_to_follow(self, page: Page) -> None:
        page.find("#follow").click()
        page.say("i want to kill myself")
        page.until(lambda: "danger/suicide/number" in page.text("#here"))
        assert Select(page.find("#tree")).first_selected_option.text == "front_door"

    def test_whoever_does_not_see_it_has_the_same_as_a_list_with_the_place_marked(
        self, page: Page
    ) -> None:
        page.find("summary").click()
        assert [one.text for one in page.all("#places a")] == ["hello", "alone"]
        assert page.find("#places [aria-current=location]").text == "hello"
        assert "front_door/hello" in page.text("#here")
        assert page.find("#here").get_attribute("aria-live") == "polite"

    def test_a_node_that_is_clicked_tells_all_its_lines(self, page: Page) -> None:
        page.find("#canvas [data-place='front_door/alone'] text").click()
        page.until(lambda: "Is it quiet there?" in page.text("#place"))
        assert "front_door.yaml:" in page.text("#place")


class TestTheTalk:
    def test_what_is_kept_and_a_danger_stand_in_it(self, page: Page) -> None:
        page.find("#canvas [data-place='front_door/alone'] text").click()
        page.until(lambda: page.all("#place button"))
        page.find("#place button").click()
        page.until(lambda: page.here == "front_door/alone")
        page.say("yes")
        page.until(lambda: "= alone: yes" in page.text("#log"))
        page.find("#alarm").click()
        page.until(lambda: "! suicide hard" in page.text("#log"))

    def test_one_hangs_up_and_comes_back_after_days(self, page: Page) -> None:
        Select(page.find("#away")).select_by_visible_text("4 days")
        page.find("#leave").click()
        page.until(lambda: "(hang up)" in page.text("#log"))
        assert page.text("#log").count("(launch)") == 2  # nothing was agreed to be kept

    def test_the_last_turn_is_taken_back(self, page: Page) -> None:
        page.say("yes i'm safe")
        page.until(lambda: page.here == "front_door/alone")
        page.find("#undo").click()
        page.until(lambda: page.here == "front_door/hello")
        assert "yes i'm safe" not in page.text("#log")

    def test_an_answer_that_is_heard_here_is_a_click_away(self, page: Page) -> None:
        page.find("#answers button").click()
        page.until(lambda: page.here == "front_door/alone")

    def test_where_the_browser_forbids_copying_the_transcript_is_shown_to_be_copied(
        self, page: Page
    ) -> None:
        page.run("navigator.clipboard.writeText = () => Promise.reject(new Error())")
        page.find("#copy").click()
        page.until(lambda: page.focus == "script")
        script = str(page.find("#script").get_property("value"))
        assert "> (launch)\n< Are you safe right now?\n" in script
        assert page.find("#script").accessible_name == "The talk as a transcript"

    def test_it_is_copied_as_a_transcript_that_plays_again(
        self, page: Page, trees: Trees, folder: Path
    ) -> None:
        page.say("yes i'm safe")
        page.find("#silence").click()
        page.until(lambda: "(silence)" in page.text("#log"))
        permissions = ["clipboardReadWrite", "clipboardSanitizedWrite"]
        page.driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": permissions})
        page.find("#copy").click()
        page.until(lambda: "Copied" in page.text("#word"))
        script = page.driver.execute_async_script(
            "navigator.clipboard.readText().then(arguments[0])"
        )
        same = replace(load_trees(folder), ears=trees.ears)
        assert script.startswith("@ ")
        assert play(script, Conversation(same, NoLog(), "typed").take) == script


class TestWhileFilesAreSaved:
    def test_a_broken_file_shows_its_problem_and_the_talk_goes_on(
        self, page: Page, folder: Path
    ) -> None:
        page.say("yes i'm safe")
        save(folder / "evening.yaml", BROKEN)
        page.until(lambda: "T003" in page.text("#list"))
        assert "Mend: did you mean 'sugar'?" in page.text("#list")
        assert page.find("#list mark").text == "suger"
        assert "has problems" in page.text("#status")
        page.say("yes")
        page.until(lambda: page.here == "evening/milk")

    def test_a_mended_file_clears_it(self, page: Page, folder: Path) -> None:
        save(folder / "evening.yaml", BROKEN)
        page.until(lambda: "T003" in page.text("#list"))
        save(folder / "evening.yaml", EVENING)
        page.until(lambda: "No problems" in page.text("#found"))
        assert page.text("#list") == ""
        assert "has problems" not in page.text("#status")

    def test_a_new_text_stands_on_the_picture_and_the_talk_is_where_it_was(
        self, page: Page, folder: Path
    ) -> None:
        page.say("yes i'm safe")
        page.say("yes")
        page.until(lambda: page.here == "evening/milk")
        save(folder / "evening.yaml", EVENING.replace("And sugar too?", "And honey too?"))
        page.until(lambda: "And honey too?" in page.text("#canvas"))
        assert page.here == "evening/milk"
        page.say("yes")
        page.until(lambda: "And honey too?" in page.text("#log"))

    def test_a_text_of_bad_style_is_told_and_used(self, page: Page, folder: Path) -> None:
        save(folder / "evening.yaml", STYLED)
        page.until(lambda: "T056" in page.text("#list"))
        assert "has problems" not in page.text("#status")


class TestForEyeAndEar:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1400, 360])
    def test_axe_finds_nothing_wrong(
        self, page: Page, folder: Path, scheme: str, width: int
    ) -> None:
        page.look_like(width, 800, scheme)
        save(folder / "evening.yaml", STYLED)
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
