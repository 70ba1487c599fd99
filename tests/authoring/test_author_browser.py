"""The page in a browser: by keyboard alone, the picture and the talk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from dialogs.conversation import Conversation
from dialogs.load import load_trees
from dialogs.log import NoLog
from dialogs.model import Trees
from dialogs.transcript import play
from tests.authoring.chromium import Page


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
        self, page: Page, trees: Trees, trees_folder: Path
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
        same = replace(load_trees(trees_folder), ears=trees.ears)
        assert script.startswith("@ ")
        assert play(script, Conversation(same, NoLog(), "typed").take) == script
