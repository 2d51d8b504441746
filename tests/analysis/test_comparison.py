"""The page of a comparison: which methods it shows, in which order, and what it leaves out."""

from pathlib import Path

import h5py
import numpy as np
import pytest
from temper.comparison import open_comparison
from temper.comparison.scores import level, scores
from temper.files.errors import RunError
from temper.report.command import main
from temper.report.comparison_page import render
from temper.report.pictures.comparison import (
    by_median,
    cost_picture,
    decades,
    final_picture,
    progress_picture,
)
from temper.report.valley import SMALL, View, bottom, minima, panel, seeds_in_lowest

METHODS = ["restarts", "tournament", "sgd"]
OBJECTIVES = [[5.0, 6.0, 7.0], [2.0, 3.0, 9.0], [4.0, 4.0, 4.5]]  # by method and seed
N_SEEDS = 3


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three methods and three seeds on one problem; the last search is still to do."""
    n = len(METHODS) * N_SEEDS
    objective = np.ravel(OBJECTIVES)
    with h5py.File(tmp_path / "compare.h5", "w") as file:
        file.attrs.update(format="temper-compare", config="seed = 1", budget=[1000.0])
        file.attrs["problem_names"] = ["<valley>"]
        file.attrs["metric_names"] = ["test_accuracy"]
        file.attrs["method_names"] = METHODS
        file["problem"] = np.zeros(n, np.uint32)
        file["method"] = np.repeat(np.arange(3, dtype=np.uint32), N_SEEDS)
        file["setting"] = np.zeros(n, np.uint32)
        file["seed"] = np.tile(np.arange(3, dtype=np.uint32), 3)
        file["objective"] = objective
        file["test_metric"] = np.full(n, 0.5)
        file["evaluations"] = np.full(n, 1000.0)
        file["n_seeds"] = np.array([N_SEEDS], np.uint32)
        file["share"] = [0.01, 0.1, 1.0]
        file["trace"] = np.stack([np.full(n, np.inf), objective + 1, objective], axis=1)
        seconds = np.full(n, 2.0)
        file["done"] = np.array([1] * (n - 1) + [0], np.uint8)
    with h5py.File(tmp_path / "seconds.h5", "w") as file:
        file["seconds"] = seconds
    return tmp_path


def test_methods_come_by_median_of_what_is_done(folder):
    comparison = open_comparison(folder)
    assert [METHODS[m] for m in by_median(comparison, 0)] == ["tournament", "sgd", "restarts"]
    assert len(comparison.columns["objective"]) == comparison.n_items - 1


def test_rows_of_seeds_that_were_not_needed_are_not_missed(folder):
    with h5py.File(folder / "compare.h5", "a") as file:
        file["n_seeds"][0] = 2
        file["done"][:] = file["seed"][()] < 2
    comparison = open_comparison(folder)
    assert comparison.n_items == len(comparison.columns["seed"]) == 2 * len(METHODS)


def test_pictures_have_the_numbers(folder):
    comparison = open_comparison(folder)
    progress = progress_picture(comparison, 0).numbers
    column = progress.columns.index("tournament median")
    assert [row[0] for row in progress.rows] == [10, 100, 1000]
    assert np.isnan(progress.rows[0][column])
    assert [row[column] for row in progress.rows[1:]] == [4.0, 3.0]
    final = final_picture(comparison, 0).numbers
    assert sorted(v for name, v in final.rows if name == "restarts") == OBJECTIVES[0]


def test_the_level_is_just_above_the_median_of_restarts(folder):
    comparison = open_comparison(folder)
    assert level(comparison, 0) == pytest.approx(6 * 1.001)
    by_name = {METHODS[one.method]: one for one in scores(comparison, 0)}
    assert by_name["restarts"].to_level.tolist() == [
        100.0,
        1000.0,
        np.inf,
    ]  # one mark late at 5 + 1
    assert by_name["tournament"].to_level.tolist() == [100.0, 100.0, np.inf]
    assert by_name["tournament"].seconds_to_level.tolist() == [0.2, 0.2, np.inf]
    assert by_name["tournament"].near_best == pytest.approx(1 / 3)


def test_the_level_that_was_asked_for_is_kept_to(folder):
    with h5py.File(folder / "compare.h5", "a") as file:
        file.attrs["level"] = [3.5]
    comparison = open_comparison(folder)
    assert level(comparison, 0) == 3.5
    reached = {
        METHODS[one.method]: np.isfinite(one.to_level).mean() for one in scores(comparison, 0)
    }
    assert reached == {"restarts": 0, "tournament": pytest.approx(2 / 3), "sgd": 0}
    assert "3.5 nats, as asked for" in cost_picture(comparison, 0).caption
    with h5py.File(folder / "compare.h5", "a") as file:
        file.attrs["level"] = [np.nan]
    assert level(open_comparison(folder), 0) == pytest.approx(6 * 1.001)


def test_the_cost_picture_names_those_that_do_not_get_there(folder):
    with h5py.File(folder / "compare.h5", "a") as file:
        file["trace"][6:] = 9.0  # sgd
    picture = cost_picture(open_comparison(folder), 0)
    assert "Most searches of sgd don't get there" in picture.caption
    rows = {row[0]: row[1:] for row in picture.numbers.rows}
    assert rows["tournament"][1] == 100
    assert rows["sgd"][1] == np.inf


def test_an_axis_within_one_decade_has_ticks_among_its_values():
    inside = decades(np.array([0.03, 0.08]))["tickvals"]
    assert [tick for tick in inside if 0.03 <= tick <= 0.08] == pytest.approx([0.05])
    assert decades(np.array([0.5, 200.0]))["ticktext"] == ["0.1", "1", "10", "100", "1,000"]


def test_a_comparison_says_what_it_is_on_one_line(folder):
    said = repr(open_comparison(folder))
    assert "3 methods on" in said
    assert "8 of 9 searches" in said
    assert "\n" not in said


def test_equal_medians_are_told_apart_by_mean_then_by_speed(folder):
    with h5py.File(folder / "compare.h5", "a") as file:
        file["objective"][:] = [4, 4, 4, 4 + 1e-9, 4, 4, 4, 4, 9]
        file["trace"][:, 1] = [9, 9, 9, 4, 4, 4, 9, 9, 9]
        file["done"][:] = 1
    order = by_median(open_comparison(folder), 0)
    assert [METHODS[m] for m in order] == ["tournament", "restarts", "sgd"]


def test_a_setting_counts_for_a_seed_by_the_other_seeds(folder):
    with h5py.File(folder / "compare.h5", "a") as file:
        file.attrs["setting_names"] = ["defaults", "fast"] * 3
        file["method"][:], file["done"][:] = 0, 1
        file["setting"][:] = [0, 0, 0, 1, 1, 1, 0, 0, 0]
        file["method"][6:] = 1
        file["objective"][:6] = [1, 5, 6, 4, 4, 0]
    comparison = open_comparison(folder)
    chosen = comparison.columns["setting"][comparison.of(0, 0)]
    assert len(chosen) == 3
    # seed 0: others' medians 5.5, 2 -> 1; seed 1: 3.5, 2 -> 1; seed 2: 3, 4 -> 0
    seeds = comparison.columns["seed"][comparison.of(0, 0)]
    assert dict(zip(seeds.tolist(), chosen.tolist(), strict=True)) == {0: 1, 1: 1, 2: 0}


def test_the_answer_is_that_of_the_program(folder):
    (folder / "answers.txt").write_text("On <valley> use tournament: it beats sgd.\n")
    assert "On &lt;valley&gt; use tournament: it beats sgd." in render(open_comparison(folder))


def test_the_command_writes_a_page_of_a_comparison(folder, capsys):
    assert main([str(folder)]) == 0
    page = Path(capsys.readouterr().out.strip()).read_text()
    assert "8 of 9 searches are done" in page
    assert "Lowest in the median: tournament on &lt;valley&gt;." in page
    assert "<valley>" not in page.split("<script>")[0]


def test_another_file_is_refused(folder):
    with h5py.File(folder / "compare.h5", "a") as file:
        file.attrs["format"] = "something else"
    with pytest.raises(RunError, match="not a comparison"):
        open_comparison(folder)


def test_a_later_version_is_refused(folder):
    with h5py.File(folder / "compare.h5", "a") as file:
        file.attrs["format_version"] = 2
    with pytest.raises(RunError, match="format version 2, and this package reads up to 1"):
        open_comparison(folder)


def add_valley(folder: Path) -> None:
    """Make the problem one of a single parameter: minima at -1 and, deeper, at 2."""
    place = np.linspace(-2, 4, 301)
    curve = np.where(place < 0, (place + 1) ** 2 + 5, (place - 2) ** 2 + 2)
    ends = np.array([2, 2, -1, 2, 2, 2, -1, -1, -1], np.float32)  # by method and seed
    with h5py.File(folder / "compare.h5", "a") as file:
        file["place"], file["curve"] = place[None], curve[None]
        file["minibatch_curve"] = np.stack([curve + 1, curve - 1])[None]
        file["path"] = np.stack([np.full(9, -1.5), np.full(9, -1), ends], axis=1).astype(np.float32)
        file["moment_share"] = [0.0, 0.25, 1.0]
        file["lowest_place"] = ends


def test_a_ball_ends_in_one_of_the_minima(folder):
    add_valley(folder)
    comparison = open_comparison(folder)
    line = comparison.lines[0]
    assert line.place[minima(line)] == pytest.approx([-1, 2])
    assert line.place[bottom(line, -0.1)] == pytest.approx(-1)
    assert line.place[bottom(line, 0.1)] == pytest.approx(2)
    assert seeds_in_lowest(comparison, 0, 0) == [True, True, False]
    assert seeds_in_lowest(comparison, 0, 2) == [False, False]  # the third is still to do


def test_the_ball_lies_on_the_ground_where_its_search_ended(folder):
    add_valley(folder)
    comparison = open_comparison(folder)
    drawn = panel(comparison, 0, METHODS.index("tournament"))
    view = View(comparison.lines[0], SMALL)
    assert drawn["end"] == view.ball(2.0)
    assert drawn["frames"][-1][1:] == drawn["end"]
    assert drawn["frames"][0][1:] == view.ball(-1.5) == drawn["start"]
    assert drawn["end"][1] > drawn["start"][1]  # lower on the page
    assert all(0 <= x <= SMALL[0] for _, x, _ in drawn["frames"])


def test_the_page_says_who_gets_out(folder):
    add_valley(folder)
    text = render(open_comparison(folder))
    for words in ("gets out <span>3 of 3", "sometimes <span>2 of 3", "stuck <span>0 of 2"):
        assert words in text
    assert text.count('class="minibatch"') == 2


def test_a_problem_of_many_parameters_beside_it_has_no_path(folder):
    add_valley(folder)
    with h5py.File(folder / "compare.h5", "a") as file:
        file["problem"][3:] = 1
        file["path"][3:] = np.nan
        file["lowest_place"][3:] = np.nan
        for name in ("place", "curve", "minibatch_curve"):
            values = file[name][()]
            del file[name]
            file[name] = np.concatenate([values, np.full_like(values, np.nan)])
        file.attrs.update(problem_names=["<valley>", "net"], metric_names=["", ""])
        file.attrs["budget"] = [1000.0, 1000.0]
    (folder / "answers.txt").write_text("On <valley> use restarts.\nOn net use sgd.\n")
    text = render(open_comparison(folder))
    assert "restarts on &lt;valley&gt;; tournament on net." in text
    assert "<figcaption>On net use sgd. Lowest objective" in text
    assert text.count('<section class="valley"') == 1
    assert "nan" not in text.split("<section")[1]


def test_without_a_single_parameter_there_is_no_valley(folder):
    assert 'class="valley"' not in render(open_comparison(folder))
