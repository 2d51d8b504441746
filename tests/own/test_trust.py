"""A run folder from somebody else doesn't load the code that it names; one's own goes on, and says
what has changed in it.
"""

import os
import shutil

import pytest

from conftest import HERE, SOURCE


def plugin(library):
    return f'type = "plugin"\nlibrary = "{library}"'


@pytest.fixture
def stranger(gauss, train, monkeypatch, tmp_path):
    """A run that somebody else began; its library leaves a file when it is loaded."""
    library, sign = gauss("SIGN"), tmp_path / "it was loaded"
    monkeypatch.setenv("SIGN", str(sign))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "of the stranger"))
    train(plugin(library), sweeps=20)
    sign.unlink()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "mine"))
    return sign


@pytest.mark.parametrize("ranks", [0, 2])
@pytest.mark.parametrize("verb", ["resume", "landscape", "evaluate"])
def test_code_of_a_strangers_run_is_not_loaded(verb, ranks, stranger, temper, tmp_path):
    said = temper(verb, tmp_path / "run", ranks=ranks, check=64).stderr
    assert "code that you have not trained with before" in said
    assert "--trust-model" in said
    assert "gauss_SIGN.so" in said
    assert not stranger.exists()


@pytest.mark.parametrize("verb", ["inspect", "diagnose", "evidence", "predict"])
def test_what_needs_no_model_asks_for_no_trust(verb, stranger, temper, tmp_path):
    new = [tmp_path / "new.csv"] if verb == "predict" else []
    said = temper(verb, tmp_path / "run", *new, check=None).stderr
    assert "--trust-model" not in said
    assert not stranger.exists()


def test_trust_is_asked_for_once(stranger, temper, tmp_path):
    few = ["--grid", "0", "--searches", "0", "--quiet"]
    temper("landscape", tmp_path / "run", *few, "--trust-model")
    assert stranger.exists()
    temper("landscape", tmp_path / "run", *few)


def test_the_same_name_elsewhere_is_not_the_same_code(gauss, train, temper, tmp_path):
    """A stranger's run may say "mine.so": that of his own folder isn't that of mine."""
    for folder in ("mine", "his"):
        (tmp_path / folder).mkdir()
        shutil.copy(gauss(), tmp_path / folder / "mine.so")
    (tmp_path / "run.toml").write_text((HERE / "gauss.toml").read_text())
    temper("train", "../run.toml", "--out", "../run", cwd=tmp_path / "mine")
    temper("resume", "../run", cwd=tmp_path / "mine")
    assert "his/mine.so" in temper("resume", "../run", cwd=tmp_path / "his", check=64).stderr


@pytest.mark.parametrize("ranks", [0, 2])
def test_a_run_that_is_gone_on_with_from_elsewhere_says_where_it_was_begun(
    ranks, gauss, temper, tmp_path
):
    for folder in ("begun", "elsewhere"):
        (tmp_path / folder).mkdir()
    shutil.copy(gauss(), tmp_path / "begun" / "mine.so")
    (tmp_path / "run.toml").write_text((HERE / "gauss.toml").read_text())
    temper("train", "../run.toml", "--out", "../run", cwd=tmp_path / "begun")
    for flags in ([], ["--trust-model"]):
        said = temper(
            "resume", "../run", *flags, cwd=tmp_path / "elsewhere", ranks=ranks, check=64
        ).stderr
        assert f"there is no {tmp_path}/elsewhere/mine.so" in said
        assert f"begun with {tmp_path}/begun/mine.so" in said


@pytest.mark.usefixtures("python_of_tests")
def test_a_module_beside_is_found_again(train, temper, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(HERE / "energies.py", tmp_path / "beside.py")
    train('type = "python"\nfunction = "beside:one"', sweeps=4)
    temper("resume", tmp_path / "run", "--sweeps", "8")


@pytest.mark.usefixtures("python_of_tests")
def test_functions_of_python_are_code_too(train, temper, tmp_path, monkeypatch):
    train(f'type = "python"\nfunction = "{HERE / "energies.py"}:one"', sweeps=4)
    temper("resume", tmp_path / "run")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))
    said = temper("resume", tmp_path / "run", check=64).stderr
    assert "energies.py:one" in said


def test_where_nothing_can_be_kept_the_flag_is_asked_for_each_time(
    gauss, train, temper, tmp_path, monkeypatch
):
    monkeypatch.setenv("XDG_STATE_HOME", "/proc/nowhere")
    train(plugin(gauss()), sweeps=4)
    assert "--trust-model" in temper("resume", tmp_path / "run", check=64).stderr
    temper("resume", tmp_path / "run", "--trust-model")


def test_a_changed_library_is_said(gauss, train, temper, tmp_path):
    library = tmp_path / "mine.so"
    shutil.copy(gauss(), library)
    train(plugin(library), sweeps=20)
    assert "has changed" not in temper("resume", tmp_path / "run", "--sweeps", "24").stderr
    os.replace(shutil.copy(gauss("MANY"), tmp_path / "new.so"), library)
    said = temper("resume", tmp_path / "run", "--sweeps", "30", "--quiet", ranks=2).stderr
    assert said.count(f"{library} has changed since the run began") == 1


def test_security_md_says_so():
    assert "--trust-model" in (SOURCE / "SECURITY.md").read_text()
