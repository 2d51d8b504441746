"""One judgement of a run, said alike everywhere, and advice that mends what it is about."""

import json
import os
import re
import subprocess

import pytest

from conftest import HMC_TO_THE_PRIOR, program, prose

GAUSSIAN = (
    '[potential]\ntype = "gaussian"\ndim = 6\ncondition = 10\n'
    + HMC_TO_THE_PRIOR
    + """\
[run]
warmup = 200
sweeps = {sweeps}
steps = 1
copies = {copies}
"""
)


@pytest.fixture
def trained(temper, tmp_path):
    """trained(config, *arguments) -> (folder of a run of it, what train said at its end)."""

    def train(config: str, *arguments: object):
        file = tmp_path / "config.toml"
        file.write_text(config)
        out = tmp_path / "run"
        end = temper("train", file, "--out", out, "--force", "--quiet", *arguments).stdout
        return out, end

    return train


def judged(run) -> dict:
    """What the run has in it."""
    return json.loads((run / "diagnosis.json").read_text())


def ids(run) -> set[str]:
    """What is wrong with it."""
    return {f["id"] for f in judged(run)["findings"] if f["severity"] != "note"}


@pytest.mark.parametrize("name", ["my runs", "$(touch evil)", "it's; touch evil", "-x"])
def test_advice_can_be_pasted_whatever_the_folder_is_called(name, temper, tmp_path):
    small = ("--data", "iris", "--layers", "4,3,3", "--warmup", 4, "--sweeps", 8, "--quiet")
    end = prose(temper("train", *small, f"--out={name}", cwd=tmp_path).stdout)
    folder = r"('(?:[^']|'\\'')+'|\S+?)"
    advice = re.search(rf"temper resume {folder} --sweeps 200", end)[0]
    more = re.search(rf"temper evaluate {folder}; temper diagnose {folder};", end)[0]
    env = {**os.environ, "PATH": f"{program().parent}:{os.environ['PATH']}"}
    shell = f"set -e; {more} {advice} --quiet"
    subprocess.run(["bash", "-c", shell], cwd=tmp_path, env=env, check=True, capture_output=True)
    assert not (tmp_path / "evil").exists()


def test_everybody_says_the_same(temper, trained):
    run, end = trained(GAUSSIAN.format(rungs=3, sweeps=300, copies=2))
    stored = judged(run)
    sentence = stored["verdict"]["sentence"]
    page = temper("diagnose", run).stdout
    assert judged(run) == stored
    assert json.loads(temper("diagnose", run, "--json").stdout) == stored
    for text in (prose(end), prose(page)):
        assert f"Verdict: {sentence}." in text
        for finding in stored["findings"]:
            assert finding["what"] in text
            assert finding["advice"] in text
    assert f"{stored['verdict']['light']}: {sentence}" in temper("inspect", run).stdout
    ladder = stored["ladder"]
    assert f"barrier {ladder['barrier']:.2f}, {ladder['round_trips']} round trips" in end
    assert f"barrier {ladder['barrier']:.2f}: about {ladder['rungs_wanted']} rungs" in page
    evidence = temper("evidence", run).stdout
    assert f"log Z = {stored['evidence']['log_z']:.3f}"[:-1] in evidence


def test_round_trips_are_counted_alike_on_the_way_and_at_the_end(trained, tmp_path):
    """One that ends in the last exchange, after which nobody explores, counts in neither."""
    lines = tmp_path / "metrics.jsonl"
    config = GAUSSIAN.format(rungs=2, sweeps=325, copies=2)
    run, _ = trained(config, "--metrics", lines)
    last = json.loads(lines.read_text().splitlines()[-1])
    assert last["round_trips"] == judged(run)["ladder"]["round_trips"] > 0


def test_a_short_run_is_told_how_to_go_on_and_that_is_enough(temper, trained):
    run, _ = trained(GAUSSIAN.format(rungs=6, sweeps=60, copies=2))
    assert {"convergence.size", "ladder.too-short"} & ids(run)
    for _ in range(2):
        page = prose(temper("diagnose", run).stdout)
        sweeps = [int(n) for n in re.findall(r"temper resume \S+ --sweeps (\d+)", page)]
        if not sweeps:
            break
        temper("resume", run, "--sweeps", max(sweeps), "--quiet")
    assert not {"convergence.size", "ladder.too-short"} & ids(run), page


def test_a_ladder_that_is_too_coarse_is_told_how_many_rungs_it_wants(trained):
    wide = GAUSSIAN.replace("condition = 10", "condition = 10\nprior_scale = 30")
    run, _ = trained(wide.format(rungs=3, sweeps=300, copies=2))
    assert "ladder.too-coarse" in ids(run)
    finding = next(f for f in judged(run)["findings"] if f["id"] == "ladder.too-coarse")
    settings = re.findall(r"((?:ladder|run)\.\w+) = (\d+)", finding["advice"])
    arguments = [a for key, value in settings for a in ("--set", f"{key}={value}")]
    run, _ = trained(wide.format(rungs=3, sweeps=300, copies=2), *arguments)
    assert not {i for i in ids(run) if i.startswith("ladder.too-coarse")}
    assert "ladder.misplaced" not in ids(run)


SLOW = """\
[potential]
type = "gaussian"
dim = 6
condition = 1000
[kernel]
type = "rwm"
[ladder]
rungs = 4
t_max = 8.0
[run]
warmup = 200
sweeps = 1500
copies = 2
"""


def test_replicas_that_exchange_and_get_nowhere_are_told_how_many_steps_bring_them_round(trained):
    run, _ = trained(SLOW, "--set", "run.steps=1")
    finding = next(f for f in judged(run)["findings"] if f["id"] == "ladder.slow")
    steps = re.search(r"run\.steps = \d+", finding["advice"])[0]
    run, _ = trained(SLOW, "--set", steps.replace(" ", ""))
    assert "ladder.slow" not in ids(run)


def test_a_run_of_few_sweeps_is_said_to_be_too_short(temper, trained):
    run, _ = trained(GAUSSIAN.format(rungs=3, sweeps=5, copies=1))
    assert judged(run)["verdict"]["light"] == "grey"
    assert "too short to judge" in prose(temper("diagnose", run).stdout)


MODES = """\
[potential]
type = "mixture"
dim = 2
positions = [-5.0, 5.0]
sd = 0.3
prior_sd = 5.0
[kernel]
type = "hmc"
step = 0.2
[ladder]
rungs = 3
t_min = 1.0
t_max = 3.0
adapt = false
[run]
warmup = 300
sweeps = 600
steps = 2
copies = 4
[output]
thin = 1
"""


def test_copies_in_different_modes_of_equal_energy_are_seen(trained):
    run, end = trained(MODES)
    assert "convergence.modes" in ids(run)
    assert judged(run)["verdict"]["light"] == "red"
    (theta,) = [q for q in judged(run)["quantities"] if q["name"] == "theta[0]"]
    assert len(theta["upper_mode_share"]) == 4
    assert "by copy" in end


DESCENTS = """\
[potential]
type = "gaussian"
dim = 4
[kernel]
type = "adam"
lr = 0.01
[ladder]
temperatures = [0.0]
[run]
sweeps = 200
steps = 20
copies = 3
"""


def test_descents_are_judged_as_such(trained):
    run, end = trained(DESCENTS)
    assert judged(run)["run"]["purpose"] == "descents"
    assert judged(run)["verdict"]["light"] == "green"
    assert "3 descents at T = 0 have come to rest" in end
    assert judged(run)["quantities"] == judged(run)["temperatures"] == []


def test_a_run_that_may_not_be_written_is_judged_all_the_same(temper, trained):
    run, _ = trained(GAUSSIAN.format(rungs=3, sweeps=100, copies=1))
    stored = judged(run)
    (run / "diagnosis.json").unlink()
    (run / "diagnosis.json").mkdir()  # as good as a folder that is read-only, and for root, too
    result = temper("diagnose", run, "--json")
    assert "not kept in the run" in result.stderr
    assert json.loads(result.stdout) == stored
