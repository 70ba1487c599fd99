"""Which speech model is used."""

from pathlib import Path

import pytest

from voice_local.model import NoModel, find_model, installed_models, takes_grammars


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEADY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("STEADY_MODEL", raising=False)
    return tmp_path / "home"


def model_at(folder: Path) -> Path:
    (folder / "am").mkdir(parents=True)
    (folder / "am" / "final.mdl").write_bytes(b"\0B")
    return folder


class TestNothingInstalled:
    def test_the_message_says_where_was_looked_and_how_to_get_one(self, home: Path):
        with pytest.raises(NoModel) as told:
            find_model()
        assert str(home / "models") in str(told.value)
        assert "steady model get" in str(told.value)

    def test_the_synthetic_model_never_stands_in(self):
        with pytest.raises(NoModel):
            find_model()


class TestSeveralModels:
    def test_what_is_named_goes_before_the_environment(self, tmp_path, monkeypatch):
        named, other = model_at(tmp_path / "named"), model_at(tmp_path / "other")
        monkeypatch.setenv("STEADY_MODEL", str(other))
        assert find_model(named) == named

    def test_the_environment_goes_before_what_was_fetched(self, home, tmp_path, monkeypatch):
        model_at(home / "models" / "vosk-model-small-en-us-0.15")
        monkeypatch.setenv("STEADY_MODEL", str(model_at(tmp_path / "mine")))
        assert find_model() == tmp_path / "mine"

    def test_the_default_one_goes_before_others_that_were_fetched(self, home):
        model_at(home / "models" / "a-model")
        default = model_at(home / "models" / "vosk-model-small-en-us-0.15")
        assert find_model() == default

    def test_another_that_was_fetched_is_used_where_the_default_is_not(self, home):
        other = model_at(home / "models" / "a-model")
        assert find_model() == other


class TestNames:
    def test_a_fetched_model_is_found_by_its_name(self, home):
        fetched = model_at(home / "models" / "a-model")
        assert find_model("a-model") == fetched

    def test_a_folder_that_is_no_model_is_said_to_be_none(self, tmp_path):
        with pytest.raises(NoModel, match=r"holds no am/final\.mdl"):
            find_model(tmp_path)

    def test_half_a_download_is_no_model(self, home):
        model_at(home / "models" / ".a-model.part")
        assert list(installed_models()) == []


class TestGrammars:
    def test_a_model_with_its_graph_in_two_parts_takes_them(self, tmp_path):
        folder = model_at(tmp_path / "m")
        assert not takes_grammars(folder)
        (folder / "graph").mkdir()
        (folder / "graph" / "HCLr.fst").touch()
        assert takes_grammars(folder)
