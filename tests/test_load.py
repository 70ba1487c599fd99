"""Trees as the engine gets them, and everything that keeps them from it."""

import gc
from pathlib import Path

import pytest

from dialogs.content import load_content
from dialogs.load import PACKAGE, load_trees, read_trees
from dialogs.model import Go, Line, Window
from dialogs.problems import ContentProblems
from tests.good_content import FILES, write_good_folder

TREE = """\
tree: example
about: An example.
topic: why
start: hello
migrate: {old: hello, gone: begin/}
nodes:
  hello:
    clinical: true
    reviewed_by: Ada Reader
    reviewed_on: 2026-11-22
    reviewed_hash: 0123456789ab
    say:
      - {id: known, if: when known, text: "You said when."}
      - {text: "When was it, with {lifeline} near?"}
    shorter: When was it?
    no_match:
      - You can say today.
      - One word is fine.
    shrink: {say: "Was it today?", yes: known, no: unknown}
    ask: when
    also: [substances]
    again: true
    patience_seconds: 12
    barge_in: false
    answers:
      known: {go: by_time, say: "Okay.", set: {came: yes}}
      else: [{if: substances has alcohol, to: tea}, {to: begin/}]
    otherwise: park
  by_time:
    windows:
      - {hours: 0-24, go: tea, caution: 2}
      - {hours: 24-, go: begin/water, caution: 1}
  tea:
    say: >-
      Make some
      tea.
    set: {warm: yes}
    effect: keep_answers
    call: begin
    go: return
"""


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A folder of trees with the example in it."""
    return write_good_folder(tmp_path, **{"trees/example.yaml": TREE})


class TestTree:
    def test_a_question_is_all_that_was_written(self, example: Path) -> None:
        """Every key of a question, as the engine reads it."""
        node = load_trees(example).nodes["example/hello"]
        assert node.say == (
            Line("example.hello.say.known", "You said when.", ("known", "when")),
            Line("example.hello.say.2", "When was it, with {lifeline} near?"),
        )
        assert node.shorter == Line("example.hello.shorter", "When was it?")
        assert [line.id for line in node.no_match] == [
            "example.hello.no_match.1",
            "example.hello.no_match.2",
        ]
        assert node.shrink is not None
        assert (node.shrink.say.id, node.shrink.yes, node.shrink.no) == (
            "example.hello.shrink",
            "known",
            "unknown",
        )
        assert (node.ask, node.save, node.also, node.again) == (
            "when",
            "hello",
            ("substances",),
            True,
        )
        assert (node.patience_seconds, node.barge_in, node.clinical) == (12.0, False, True)
        assert (node.review.by, node.review.on, node.review.text_hash) == (
            "Ada Reader",
            "2026-11-22",
            "0123456789ab",
        )
        assert node.otherwise == "park"

    def test_answers_lead_to_places(self, example: Path) -> None:
        """Targets are whole places, also those that name a tree's start."""
        answers = load_trees(example).nodes["example/hello"].answers
        assert answers["known"].go == (Go("example/by_time"),)
        assert answers["known"].say == Line("example.hello.answers.known", "Okay.")
        assert answers["known"].set == {"came": "yes"}
        assert answers["else"].go == (
            Go("example/tea", ("has", "substances", ("alcohol",))),
            Go("begin/water"),
        )

    def test_windows_cover_the_hours(self, example: Path) -> None:
        """The last one is open."""
        assert load_trees(example).nodes["example/by_time"].windows == (
            Window(0.0, 24.0, "example/tea", 2),
            Window(24.0, None, "begin/water", 1),
        )

    def test_a_statement_speaks_acts_calls_and_goes_on(self, example: Path) -> None:
        """A folded text is one line."""
        node = load_trees(example).nodes["example/tea"]
        assert node.say == (Line("example.tea.say", "Make some tea."),)
        assert (node.set, node.effect, node.call) == ({"warm": "yes"}, "keep_answers", "begin")
        assert node.go == (Go("return"),)

    def test_the_tree_knows_its_topic_and_where_old_places_went(self, example: Path) -> None:
        """For changes of topic, and for parked conversations."""
        trees = load_trees(example)
        tree = trees.trees["example"]
        assert (tree.start, tree.topic) == ("example/hello", "why")
        assert tree.migrate == {"old": "example/hello", "gone": "begin/water"}
        assert trees.topics == {"slip": "begin", "why": "example"}
        assert trees.dangers["suicide"] == "danger/suicide"

    def test_everything_knows_where_it_was_written(
        self, example: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """File, line and column."""
        monkeypatch.chdir(example)
        node = load_trees(example).nodes["example/hello"]
        assert node.source == ("example.yaml", 7, 3)
        assert node.say[1].source == ("example.yaml", 14, 16)
        assert node.say[0].condition_source == ("example.yaml", 13, 25)
        assert node.places["otherwise"] == ("example.yaml", 28, 16)

    def test_a_question_is_saved_under_its_own_name(self, example: Path) -> None:
        """Unless `save` says another; what is no question saves nothing."""
        nodes = load_trees(example).nodes
        assert nodes["example/hello"].save == "hello"
        assert nodes["example/tea"].save is None


class TestHash:
    def test_it_is_the_same_for_the_same_trees(self, example: Path) -> None:
        """Twelve hex digits; comments and layout do not count."""
        before = load_trees(example).hash
        path = example / "example.yaml"
        path.write_text("# a remark\n" + path.read_text().replace("tea.\n", "tea.\n\n"))
        assert load_trees(example).hash == before
        assert len(before) == 12

    def test_any_word_changes_it(self, example: Path) -> None:
        """A parked conversation must notice."""
        before = load_trees(example).hash
        path = example / "example.yaml"
        path.write_text(path.read_text().replace("Make some", "Brew some"))
        assert load_trees(example).hash != before


class TestLanguage:
    def test_what_is_translated_is_spoken_so(self, example: Path) -> None:
        """The rest stays English."""
        node = load_trees(example, language="es").nodes["front_door/hello"]
        assert node.shorter is not None
        assert node.shorter.text == "¿Sin peligro?"
        assert node.say[0].text == "Are you safe right now?"

    def test_conditions_and_ways_stay(self, tmp_path: Path) -> None:
        """Only the words change, of every kind of line."""
        spanish = (
            "example.hello.say.known: Ya.\nexample.hello.no_match.1: Hoy.\n"
            "example.hello.shrink: ¿Hoy?\nexample.hello.answers.known: Bien.\n"
            'danger/abuse.stop: "Llame al {emergency}."\nsystem.end: Aquí estoy.\n'
        )
        files = {"trees/example.yaml": TREE, "languages/es/example.yaml": spanish}
        trees = load_trees(write_good_folder(tmp_path, **files), language="es")
        node = trees.nodes["example/hello"]
        assert node.say[0] == Line("example.hello.say.known", "Ya.", ("known", "when"))
        assert node.no_match[0].text == "Hoy."
        assert node.shrink is not None
        assert node.shrink.say.text == "¿Hoy?"
        answer = node.answers["known"]
        assert answer.say is not None
        assert answer.say.text == "Bien."
        assert trees.trees["danger/abuse"].stop == Line(
            "danger/abuse.stop", "Llame al {emergency}."
        )
        assert trees.lines["end"].text == "Aquí estoy."
        assert trees.hash == load_trees(tmp_path / "trees").hash


class TestProblems:
    def test_all_are_told_at_once_in_file_order(self, tmp_path: Path) -> None:
        """Over all files."""
        bad = TREE.replace("otherwise: park", "otherwise: prak").replace("call: begin", "call: x")
        files = {"trees/example.yaml": bad, "trees/another.yaml": "tree: another\n"}
        with pytest.raises(ContentProblems) as error:
            load_trees(write_good_folder(tmp_path, **files))
        told = [(Path(p.path).name, p.line, p.code) for p in error.value.problems]
        assert told == [
            ("another.yaml", 1, "T005"),
            ("another.yaml", 1, "T005"),
            ("another.yaml", 1, "T005"),
            ("example.yaml", 28, "T003"),
            ("example.yaml", 39, "T022"),
        ]

    def test_a_file_that_cannot_be_read_is_one_problem(self, tmp_path: Path) -> None:
        """Ways into it are not told again."""
        files = {"trees/example.yaml": TREE, "trees/begin.yaml": "tree: begin\n  x: y\n"}
        _, problems = read_trees(write_good_folder(tmp_path, **files))
        assert [(Path(p.path).name, p.code) for p in problems] == [("begin.yaml", "T001")]

    @pytest.mark.parametrize(
        ("was", "now", "code"),
        [
            ("shorter: When was it?", "shorter: [When]", "T006"),
            ("nodes:\n", "nodes:\n  tea_time: Hello.\n", "T006"),
            ("    no_match:\n      - You", "    no_match:\n      - [x]\n      - You", "T006"),
            ("also: [substances]", "also: substances", "T006"),
            ("also: [substances]", "also: [substance]", "T019"),
            ("also: [substances]", "also: [[substances]]", "T006"),
            ("hours: 24-,", "hours: later,", "T019"),
            ("hours: 24-,", "hours: 24-x,", "T019"),
            ("hours: 24-,", "hour: 24-,", "T005"),
            ("hours: 24-,", "hours: 24-72,", "T017"),
            ("hours: 0-24,", "hours: 2-24,", "T017"),
            ("caution: 2", "caution: much", "T019"),
            ("patience_seconds: 12", "patience_seconds: soon", "T019"),
            ("again: true", "again: yes", "T019"),
            ("tree: example\n", "", "T005"),
            ("yes: known, no", "no", "T005"),
            ("again: true", "save: Hello", "T007"),
            ('{text: "When', '{id: known, text: "When', "T002"),
            ('{text: "When was it, with {lifeline} near?"}', "When?", "T006"),
            (
                "no_match:\n      - You can say today.\n      - One word is fine.",
                "no_match: {a: b}",
                "T006",
            ),
            ('{say: "Was it today?", yes: known, no: unknown}', "Was it today?", "T006"),
            ('{say: "Was it today?", yes', "{yes", "T005"),
            (
                "windows:\n      - {hours: 0-24, go: tea, caution: 2}",
                "windows:\n      - 0-24",
                "T006",
            ),
            ("    windows:\n", "    windows: 3\n    set:\n", "T006"),
            ("go: return", "go: {to: return}", "T006"),
            ("tree: example", "tree: [example]", "T006"),
            ("    ask: when\n", "    ask: [when]\n", "T006"),
            ("yes: known,", "yes: knwon,", "T009"),
            ('{text: "When', '{txt: "When', "T005"),
            ("{to: begin/}]", "{too: begin/}]", "T005"),
            ("{to: begin/}]", "begin/]", "T006"),
            ("go: by_time, say", "goo: by_time, say", "T005"),
            ("topic: why", "topic: because", "T019"),
            ("start: hello", "start: helo", "T003"),
            ("start: hello", "start: end", "T003"),
            ("old: hello", "old: [hello]", "T006"),
            ("{came: yes}", "{came: [yes]}", "T006"),
            ("near?", "near}?", "T011"),
            ("tea.\n", "tea {now.\n", "T011"),
            ("effect: keep_answers", "effect: [keep_answers]", "T006"),
            ("    windows:\n", "    say: Hi.\n    windows:\n", "T021"),
        ],
    )
    def test_error_in_one_value(self, tmp_path: Path, was: str, now: str, code: str) -> None:
        """The value is named, and nothing crashes."""
        assert was in TREE
        files = {"trees/example.yaml": TREE.replace(was, now, 1)}
        _, problems = read_trees(write_good_folder(tmp_path, **files))
        assert code in [problem.code for problem in problems]
        assert {Path(problem.path).name for problem in problems} == {"example.yaml"}

    def test_a_single_no_match_needs_no_list(self, tmp_path: Path) -> None:
        """One text is a list of one."""
        text = TREE.replace(
            "no_match:\n      - You can say today.\n      - One word is fine.",
            "no_match: Say today.",
        )
        trees = load_trees(write_good_folder(tmp_path, **{"trees/example.yaml": text}))
        assert [line.id for line in trees.nodes["example/hello"].no_match] == [
            "example.hello.no_match.1"
        ]

    def test_a_question_without_answers_is_told(self, tmp_path: Path) -> None:
        """It would be heard, and lead nowhere."""
        text = (
            TREE.split("    answers:")[0]
            + "    otherwise: by_time\n  by_time:"
            + TREE.split("  by_time:")[1]
        )
        _, problems = read_trees(write_good_folder(tmp_path, **{"trees/example.yaml": text}))
        assert [(p.code, p.message) for p in problems] == [
            ("T005", "question 'hello' has no 'answers'")
        ]

    def test_what_lies_beside_the_trees_is_read_as_strictly(self, tmp_path: Path) -> None:
        """Numbers, translations and the engine's own lines."""
        files = {
            "numbers/us.yaml": FILES["numbers/us.yaml"] + "  odd: 911\n  none: {service: x}\n",
            "languages/es/front_door.yaml": "front_door.hello.say: [a]\n",
            "trees/system.yaml": FILES["trees/system.yaml"] + "  odd: [x]\n",
            "lexicon/choices.yaml": "tea: milk\n",
        }
        trees, problems = read_trees(write_good_folder(tmp_path, **files), language="es")
        told = [(Path(p.path).name, p.code) for p in problems]
        assert told == [
            ("us.yaml", "T006"),
            ("us.yaml", "T005"),
            ("system.yaml", "T006"),
            ("front_door.yaml", "T006"),
        ]
        assert trees.nodes["front_door/hello"].say[0].text == "Are you safe right now?"

    def test_a_region_without_numbers_has_none(self, tmp_path: Path) -> None:
        """Then every placeholder of a number is told."""
        trees, problems = read_trees(write_good_folder(tmp_path), region="xx")
        assert trees.numbers == {}
        assert {problem.code for problem in problems} == {"T011"}


class TestLoadingAll:
    @pytest.mark.parametrize("on", [True, False])
    def test_leaves_the_search_for_garbage_as_it_was(self, tmp_path: Path, on: bool) -> None:
        (tmp_path / "trees").mkdir()
        (tmp_path / "lexicon").mkdir()
        was_on = gc.isenabled()
        (gc.enable if on else gc.disable)()
        try:
            with pytest.raises(FileNotFoundError):  # there is no lexicon
                load_content(trees=tmp_path / "trees", lexicon=tmp_path / "lexicon")
            assert gc.isenabled() == on
        finally:
            (gc.enable if was_on else gc.disable)()


class TestShipped:
    def test_the_shipped_trees_load(self) -> None:
        """With all dangers answered and all numbers in place."""
        trees = load_trees()
        assert set(trees.dangers) >= {"suicide", "overdose", "using_alone", "check"}
        assert {"lifeline", "emergency", "never_use_alone"} <= set(trees.numbers)

    def test_numbers_are_looked_for_beside_the_trees_first(self, tmp_path: Path) -> None:
        """A folder of trees alone uses the numbers of the package."""
        alone = write_good_folder(tmp_path / "a").rename(tmp_path / "trees")
        assert load_trees(alone).numbers.keys() == load_trees(PACKAGE / "trees").numbers.keys()
