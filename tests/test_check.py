"""The lint over whole folders: seeded mistakes, the shipped trees, speed, and the command."""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialogs.check import find_problems
from dialogs.check_cli import check
from dialogs.check_reviews import review_hash
from dialogs.check_text import seconds_of, sentences_of
from dialogs.check_words import read_bans
from dialogs.load import PACKAGE, load_trees
from dialogs.problems import Problem
from tests.good_content import FILES, write_good_folder

TODAY = date(2026, 11, 22)

KEEP = "    effect: keep_answers\n"
SUICIDE = "danger/suicide.yaml"
SEEDS = [
    ("front_door.yaml", f"{KEEP}    go: to_the_point\n", KEEP, "T016"),
    ("front_door.yaml", "otherwise: alone\n", "otherwise: alnoe\n", "T003"),
    ("front_door.yaml", "    shorter: Are you safe right now?\n", "", "T030"),
    ("front_door.yaml", "Say yes, no, or not sure, and", "That was a dirty answer, and", "T056"),
    ("first_hours.yaml", "hours: 24-72", "hours: 36-72", "T017"),
    (SUICIDE, "closing: \"I'll be quiet", "closing: \"Goodbye, I'll be quiet", "T057"),
    (SUICIDE, '- "Just yes or no. {lifeline}', '- "Just yes or no. 988. {lifeline}', "T059"),
    ("people.yaml", 'help: "{emergency} is', 'help: "{emergency} or {poison} is', "T060"),
    ("people.yaml", "go: return", "go: emergency_first", "T003"),
    ("system.yaml", "  lost_thread:", "  lost_threat:", "T075"),
]  # fmt: skip
"""A file of the shipped trees, what stands there, what is written instead, and what is found."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped trees with all that lies beside them, to be spoilt."""
    folder = tmp_path_factory.mktemp("shipped")
    for name in ("trees", "numbers", "lexicon"):
        shutil.copytree(PACKAGE / name, folder / name)
    return folder / "trees"


@pytest.fixture(scope="module")
def before(copy: Path) -> Counter[Problem]:
    """What is wrong with the copy while nothing is spoilt."""
    return Counter(find_problems(copy))


class TestShipped:
    def test_nothing_is_wrong_with_the_shipped_trees(self) -> None:
        """Below `--release`."""
        assert [str(problem) for problem in find_problems()] == []

    def test_a_release_fails_for_what_only_people_can_do(self) -> None:
        """Nobody has dialled the numbers, and no clinician has read the texts."""
        found = Counter(problem.code for problem in find_problems(release=True))
        assert found["T071"] >= 8
        assert found["T082"] >= 100
        assert set(found) <= {"T071", "T072", "T082"}


class TestSeededMistakes:
    @pytest.mark.parametrize(("name", "was", "now", "code"), SEEDS)
    def test_each_is_found_once_where_it_is(
        self, copy: Path, before: Counter[Problem], name: str, was: str, now: str, code: str
    ) -> None:
        """One mistake, one problem, in its file and line."""
        path = copy / name
        text = path.read_text(encoding="utf-8")
        assert was in text
        path.write_text(text.replace(was, now, 1), encoding="utf-8")
        try:
            found = list((Counter(find_problems(copy)) - before).elements())
        finally:
            path.write_text(text, encoding="utf-8")
        new = [problem for problem in found if problem.code == code]
        assert len(new) == 1, found
        assert new[0].path == str(path)
        assert {problem.code for problem in found} <= {code, "T032", "T050"}


class TestGraph:
    def test_a_question_that_asks_again_breaks_a_circle(self, tmp_path: Path) -> None:
        """The same circle without `again` could be walked for ever."""
        question = FILES["trees/front_door.yaml"].replace("{else: end}", "{else: hello}")
        trees = write_good_folder(tmp_path, **{"trees/front_door.yaml": question})
        assert find_problems(trees) == ()
        once = question.replace("    again: true\n", "")
        trees = write_good_folder(tmp_path, **{"trees/front_door.yaml": once})
        assert [problem.code for problem in find_problems(trees)] == ["T034"]

    def test_a_circle_is_told_in_the_order_of_the_walk(self, tmp_path: Path) -> None:
        """From the node that is written first, and by the shortest way round."""
        text = (
            "tree: example\nabout: x\ntopic: why\nstart: one\nnodes:\n"
            "  one: {go: [{if: when is known, to: two}, {to: three}]}\n"
            "  two: {go: [{if: when is known, to: three}, {to: end}]}\n"
            "  three: {go: [{if: when is known, to: two}, {to: four}]}\n"
            "  four: {go: one}\n"
        )
        trees = write_good_folder(tmp_path, **{"trees/example.yaml": text})
        (found,) = find_problems(trees)
        assert "from node 'one': one -> three -> four -> one" in found.message

    def test_two_calls_of_one_tree_are_no_circle(self, tmp_path: Path) -> None:
        """Each call comes back to its own node."""
        text = (
            "tree: example\nabout: x\ntopic: why\nstart: one\nnodes:\n"
            "  one: {call: begin, go: two}\n  two: {call: begin, go: end}\n"
        )
        assert find_problems(write_good_folder(tmp_path, **{"trees/example.yaml": text})) == ()

    def test_a_tree_that_calls_itself_is_a_circle(self, tmp_path: Path) -> None:
        """It would be nested without end."""
        text = (
            "tree: example\nabout: x\ntopic: why\nstart: one\nnodes:\n"
            "  one: {call: example, go: end}\n"
        )
        trees = write_good_folder(tmp_path, **{"trees/example.yaml": text})
        assert [problem.code for problem in find_problems(trees)] == ["T034"]

    def test_what_lies_behind_an_unknown_target_is_not_told_as_unreachable(
        self, tmp_path: Path
    ) -> None:
        """One mistake, one problem."""
        text = (
            "tree: example\nabout: x\ntopic: why\nstart: one\nnodes:\n"
            "  one: {say: Hello., go: tow}\n  two: {say: Hello., go: end}\n"
        )
        trees = write_good_folder(tmp_path, **{"trees/example.yaml": text})
        assert [problem.code for problem in find_problems(trees)] == ["T003"]


class TestWords:
    @pytest.mark.parametrize(
        "said",
        [
            "I'm calling an ambulance now.",
            "I can send someone to you.",
            "You're fine, just rest.",
            "Don't worry, you'll be okay.",
            "Take half the dose tonight.",
            "Start with two pills.",
            "Just stop today.",
            "It gets better.",
            "This is confidential.",
            "Nobody will know.",
            "I'm a real person.",
            "I know how you feel.",
            "Goodbye for now.",
            "It's legal in your state.",
            "You feel amazing on it.",
            "Are you an addict?",
            "You failed again.",
            "You shouldn't have used.",
            "Why did you do it?",
            "Your days are reset. Day zero.",
            "Did you commit suicide?",
            "It was a failed attempt.",
            "I don't understand that.",
            "You're not thinking of hurting yourself, right?",
            "Aren't you safe?",
            "Call 800 484 3731 now.",
            "Call nine eight eight.",
            "Text 741741.",
        ],
    )
    def test_what_no_prompt_may_say(self, tmp_path: Path, said: str) -> None:
        """Each of these is found, in any line."""
        assert _codes(tmp_path, said) & {"T056", "T057", "T058", "T059"}

    @pytest.mark.parametrize(
        "said",
        [
            "I can't call for you, so use your phone.",
            "Are you safe right now?",
            "Say you're safe, or say no.",
            "Don't just stop without a doctor.",
            "Even half the dose can kill.",
            "It's not your fault.",
            "Slips are common, and you are still here.",
            "Nothing is lost by a slip.",
            "Breathe in for one, two, three, four.",
            "You're not alone in this.",
            "To stop suddenly can be dangerous.",
            "Is coffee part of it?",
            "Go somewhere you are safe.",
        ],
    )
    def test_what_may_be_said(self, tmp_path: Path, said: str) -> None:
        """Good prose passes."""
        assert _codes(tmp_path, said) == set()

    def test_what_is_said_to_an_answer_is_looked_at_too(self, tmp_path: Path) -> None:
        """Every line that can be spoken is."""
        door = FILES["trees/front_door.yaml"]
        text = door.replace("{else: end}", "{else: {go: end, say: Addict.}}")
        trees = write_good_folder(tmp_path, **{"trees/front_door.yaml": text})
        assert [problem.code for problem in find_problems(trees)] == ["T056"]

    def test_the_list_of_words_must_itself_be_readable(self, tmp_path: Path) -> None:
        """It ships with the program, so this is a bug and not an author's problem."""
        (tmp_path / "x.yaml").write_text("a: [", encoding="utf-8")
        with pytest.raises(ValueError, match="did not find expected node content"):
            read_bans(tmp_path / "x.yaml")


def _codes(folder: Path, said: str) -> set[str]:
    quoted = said.replace("'", "''")
    text = (
        "tree: example\nabout: x\ntopic: why\nstart: one\nnodes:\n"
        f"  one: {{say: '{quoted}', go: end}}\n"
    )
    trees = write_good_folder(folder, **{"trees/example.yaml": text})
    return {problem.code for problem in find_problems(trees)}


class TestMeasure:
    def test_a_number_is_spoken_digit_by_digit(self) -> None:
        """Eleven digits take as long as eleven words."""
        numbers = load_trees().numbers
        spoken = seconds_of("{samhsa}", numbers)
        assert spoken == seconds_of("one two three four five six seven eight nine ten eleven", {})

    def test_a_number_said_once_more_is_no_sentence(self) -> None:
        """Saying it twice is the rule."""
        assert len(sentences_of("Call {samhsa}. {samhsa}. It's free.")) == 2


class TestReviews:
    def test_a_mark_holds_until_a_word_changes(self, tmp_path: Path) -> None:
        """The hash is that of the words and ways that were read."""
        text = (
            "tree: example\nabout: x\ntopic: why\nstart: one\nnodes:\n"
            "  one: {say: Hi., go: two}\n"
            "  two: {clinical: true, reviewed_by: Ada, reviewed_hash: HASH, say: Hello., go: end}\n"
        )
        folder = write_good_folder(tmp_path, **{"trees/example.yaml": text})
        trees = load_trees(folder)
        seen = text.replace("HASH", review_hash(trees.nodes["example/two"], trees))
        for content, stale in ((seen, False), (seen.replace("Hello", "Good day"), True)):
            write_good_folder(tmp_path, **{"trees/example.yaml": content})
            found = {problem.code for problem in find_problems(folder, release=True, today=TODAY)}
            assert ("T083" in found) is stale


class TestSize:
    def test_two_thousand_nodes_are_checked_like_two(self, tmp_path: Path) -> None:
        """How fast is measured in `bench/check.py`."""
        head = "tree: example\nabout: x\ntopic: why\nstart: n0\nnodes:\n"
        question = FILES["trees/front_door.yaml"].split("  hello:\n")[1]
        nodes = "".join(
            f"  n{i}:\n{question}".replace("{else: end}", f"{{else: n{i + 1}}}")
            for i in range(2_000)
        )
        last = "  n2000: {say: Hello., go: end}\n"
        trees = write_good_folder(tmp_path, **{"trees/example.yaml": head + nodes + last})
        assert find_problems(trees) == ()


class TestAnswers:
    def test_an_answer_may_not_sound_like_danger(self, tmp_path: Path) -> None:
        """Unless it leads to where danger leads."""
        question = FILES["trees/front_door.yaml"].replace("ask: safe", "ask: feeling")
        sets = "feeling:\n  bad: [i want to die]\n  good: [good]\n"
        for target, codes in (("end", ["T038"]), ("danger/suicide/", [])):
            text = question.replace("{else: end}", f"{{bad: {target}, good: end}}")
            files = {"trees/front_door.yaml": text, "lexicon/choices.yaml": sets}
            found = find_problems(write_good_folder(tmp_path, **files))
            assert [problem.code for problem in found] == codes

    def test_a_template_that_cannot_be_read_is_left_to_the_ears(self, tmp_path: Path) -> None:
        """They tell it with its column."""
        files = {"lexicon/choices.yaml": "tea_or_milk:\n  tea: ['(tea']\n  milk: tea\nx: y\n"}
        assert find_problems(write_good_folder(tmp_path, **files)) == ()


class TestMissing:
    def test_a_front_door_and_the_help_lines_are_never_missing(self, tmp_path: Path) -> None:
        """The engine goes there by itself."""
        trees = write_good_folder(tmp_path)
        (trees / "people.yaml").unlink()
        (found,) = find_problems(trees)
        assert (found.code, Path(found.path).name) == ("T074", "people.yaml")


class TestCommand:
    def test_a_file_that_cannot_be_opened_exits_with_3(self, tmp_path: Path) -> None:
        """The machine is at fault, not the author."""
        trees = write_good_folder(tmp_path)
        (trees / "odd.yaml").mkdir()
        result = CliRunner().invoke(check, [str(trees)])
        assert result.exit_code == 3
        assert f"  mend: it must be a file that you may read; see: ls -ld {trees}" in result.output

    def test_a_good_folder_exits_with_0(self, tmp_path: Path) -> None:
        """And says so."""
        result = CliRunner().invoke(check, [str(write_good_folder(tmp_path))])
        assert (result.exit_code, result.output) == (0, "No problems.\n")

    def test_problems_exit_with_1_and_are_counted(self, tmp_path: Path) -> None:
        """By code, after all of them were told."""
        head = "tree: example\nabout: x\ntopic: why\nstart: one\nnodes:\n"
        bad = f"{head}  one: {{say: Dirty., go: on}}\n"
        trees = write_good_folder(tmp_path, **{"trees/example.yaml": bad})
        result = CliRunner().invoke(check, [str(trees)])
        assert result.exit_code == 1
        assert result.output.endswith(
            "2 problems:\n  T003 unknown target: 1\n  T056 a word of shame: 1\n"
        )
        assert "add a node 'on' under 'nodes:' of the tree 'example'.\n" in result.output

    def test_a_release_shows_the_first_few_of_what_people_must_do(self, tmp_path: Path) -> None:
        """And all of it with `--all`."""
        trees = str(write_good_folder(tmp_path))
        few = CliRunner().invoke(check, ["--release", trees])
        every = CliRunner().invoke(check, ["--release", "--all", trees])
        assert few.exit_code == every.exit_code == 1
        assert few.output.count(" T082 clinical node") == 3
        assert "T082 not reviewed: 14  (11 not shown: --all shows them)" in few.output
        assert every.output.count(" T082 clinical node") == 14

    def test_wrong_usage_exits_with_2(self, tmp_path: Path) -> None:
        """A folder without trees, or none at all."""
        assert CliRunner().invoke(check, [str(tmp_path)]).exit_code == 2
        assert CliRunner().invoke(check, [str(tmp_path / "nowhere")]).exit_code == 2
