"""Opening runs: what is seen, by replica and by rung, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import h5py
import numpy as np
import pytest
import temper
import xarray as xr
from make_run import MadeRun, add, write_best_slot, write_run
from temper.export import choose_draws


def set_in_run_file(run: Path, committed: int) -> None:
    """Commit as the program does, behind the reader's back."""
    with h5py.File(run / "run.h5", "r+") as file:
        file["committed"][()] = committed


def test_by_rung_follows_the_replicas_through_their_swap(tiny_run: temper.Run) -> None:
    # Replica 1 holds rung 0 in sweeps 2 and 3.
    assert tiny_run.by_rung.energy.dims == ("sweep", "copy", "rung")
    np.testing.assert_array_equal(
        tiny_run.by_rung.energy.isel(copy=0), [[0, 1], [10, 11], [21, 20], [31, 30]]
    )
    np.testing.assert_array_equal(
        tiny_run.by_rung.replica_at.isel(copy=0), [[0, 1], [0, 1], [1, 0], [1, 0]]
    )


def test_the_copies_of_a_run_keep_their_own_replicas(gaussian: temper.Run) -> None:
    energy, rungs = gaussian.energy.values, gaussian.by_replica.rung_of.values
    by_rung = gaussian.by_rung.energy.values
    for sweep in (0, 17, 1999):
        for copy in (0, 1):
            mine = np.arange(4) + 4 * copy
            for replica in mine:
                assert by_rung[sweep, copy, rungs[sweep, replica]] == energy[sweep, replica]
    assert set(gaussian.by_rung.replica_at.isel(copy=1).values.ravel()) == {4, 5, 6, 7}


@pytest.mark.parametrize(
    "key",
    [
        (slice(None, None, -3), 0, [1, 0]),
        (5, slice(None), 2),
        (-1, 0, 0),
        (slice(0, 0), 0, 0),
        ([4, 2], 1, slice(1, 3)),
        (slice(3, 9, 2), slice(None), slice(None, None, 2)),
    ],
)
def test_lazy_arrays_index_as_numpy_does(gaussian: temper.Run, key: tuple[object, ...]) -> None:
    lazy = gaussian.by_rung.energy
    loaded = lazy.copy(data=lazy.values)
    np.testing.assert_array_equal(lazy[key].values, loaded[key].values)


def test_names_and_units_are_in_the_attributes(tiny_run: temper.Run) -> None:
    assert tiny_run.energy.attrs["units"] == "nat"
    assert tiny_run.by_rung.prior_energy.attrs["units"] == "nat"
    assert tiny_run.by_replica.prior_energy.attrs["long_name"] == "V"


def test_a_new_dataset_is_seen_with_what_the_file_says_of_it(tiny_run: temper.Run) -> None:
    values = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0], [6.0, 7.0]])
    with h5py.File(tiny_run.path / "run.h5", "r+") as file:
        told = {"long_name": "length of the step", "units": "cm"}
        add(file, "step_length", values, ("sweep", "replica"), **told)
        add(file, "lag", values[:, :1, np.newaxis], ("sweep", "copy", "pair"))
    run = tiny_run.refresh()
    assert run.by_replica.step_length.attrs == told
    np.testing.assert_array_equal(run.by_rung.step_length[2:, 0], [[5.0, 4.0], [7.0, 6.0]])
    assert run.swaps.lag.attrs == {"long_name": "lag", "units": ""}


def test_warmup_is_left_out_unless_asked_for(tiny: MadeRun, tmp_path: Path) -> None:
    tiny.n_warmup = 2
    run = temper.open_run(write_run(tmp_path / "run", tiny))
    np.testing.assert_array_equal(run.energy, [[20, 21], [30, 31]])
    np.testing.assert_array_equal(run.by_rung.energy.isel(copy=0), [[21, 20], [31, 30]])
    np.testing.assert_array_equal(run.by_rung.sweep, [2, 3])  # counted from the first of all
    np.testing.assert_array_equal(run.swaps.accept_prob.values.ravel(), [np.nan, 0.5])
    np.testing.assert_array_equal(run.metrics_by_rung.test_accuracy.isel(copy=0), [[1.0, 0.75]])
    np.testing.assert_array_equal(run.draws(rung=0)[:, 0, 0], [18])
    np.testing.assert_array_equal(run.draws(rung=0, warmup=True)[:, 0, 0], [0, 18])
    np.testing.assert_array_equal(run.draws(replica=1, warmup=True)[:, 0], [6, 18])

    for everything in (run.with_warmup, temper.open_run(run.path, warmup=True)):
        assert everything.energy.sizes["sweep"] == 4
        assert everything.metrics.sizes["draw"] == 2
        np.testing.assert_array_equal(everything.by_rung.is_warmup, [True, True, False, False])
        np.testing.assert_array_equal(everything.kept(everything.energy), run.energy)


def test_a_run_in_its_warmup_has_no_rows_yet(tiny: MadeRun, tmp_path: Path) -> None:
    tiny.n_warmup, tiny.committed = 3, 2
    run = temper.open_run(write_run(tmp_path / "run", tiny))
    assert run.energy.sizes["sweep"] == 0
    assert run.draws(rung=0).sizes["draw"] == 0
    assert run.with_warmup.energy.sizes["sweep"] == 2


def test_the_ladder_has_a_row_for_each_round_that_has_begun(tiny: MadeRun, tmp_path: Path) -> None:
    run = temper.open_run(write_run(tmp_path / "run", tiny))
    np.testing.assert_array_equal(run.ladder.temperature, [[1, 2], [1, 4]])
    np.testing.assert_array_equal(run.ladder.first_sweep, [0, 2])
    set_in_run_file(run.path, 2)  # sweep 2, the first of round 1, is not there
    np.testing.assert_array_equal(run.refresh().ladder.temperature, [[1, 2]])


def test_beta_zero_is_an_infinite_temperature(tiny: MadeRun, tmp_path: Path) -> None:
    tiny.beta[:, 1] = 0.0
    run = temper.open_run(write_run(tmp_path / "run", tiny))
    assert np.isinf(run.ladder.temperature.values[-1, 1])


def test_only_committed_rows_are_seen_until_the_run_is_refreshed(
    tiny: MadeRun, tmp_path: Path
) -> None:
    tiny.committed = 3
    run = temper.open_run(write_run(tmp_path / "run", tiny))
    assert run.energy.sizes["sweep"] == 3
    assert run.metrics.sizes["draw"] == 1  # the draw after sweep 3 is not committed
    assert run.draws(rung=0).sizes["draw"] == 1
    assert not run.finished

    set_in_run_file(run.path, 4)
    assert run.energy.sizes["sweep"] == 3
    assert run.refresh().energy.sizes["sweep"] == 4
    assert run.draws(rung=0).sizes["draw"] == 2
    assert run.finished


def test_a_run_with_nothing_committed_has_arrays_of_no_rows(tiny: MadeRun, tmp_path: Path) -> None:
    tiny.committed = 0
    run = temper.open_run(write_run(tmp_path / "run", tiny))
    assert run.by_rung.energy.shape == (0, 1, 2)
    assert run.swaps.accept_prob.shape == (0, 1, 1)
    assert run.draws(rung=1).values.shape == (0, 1, 6)
    assert run.metrics_by_rung.test_accuracy.values.shape == (0, 1, 2)
    assert run.ladder.sizes["round"] == 0
    assert run.best() is None


def test_sweeps_without_energies_are_left_out_of_statistics(tiny: MadeRun, tmp_path: Path) -> None:
    tiny.config = '[exchange]\ntest = "corrected"\n'
    tiny.energy[[0, 2]] = np.nan
    run = temper.open_run(write_run(tmp_path / "run", tiny))
    np.testing.assert_array_equal(run.sweeps_with_energy, [1, 3])
    known = run.with_energy(run.by_rung.energy)
    np.testing.assert_array_equal(known.sweep, [1, 3])
    np.testing.assert_array_equal(known.values[:, 0, 0], [10, 31])
    assert run.to_arviz(rows="sweep").posterior.sizes["draw"] == 2


def test_a_single_replica_is_a_run_without_pairs(tiny: MadeRun, tmp_path: Path) -> None:
    tiny.beta = tiny.beta[:, :1]
    tiny.energy, tiny.prior_energy = tiny.energy[:, :1], tiny.prior_energy[:, :1]
    tiny.rung_of = np.zeros((4, 1), dtype=int)
    tiny.accept_prob, tiny.accepted = tiny.accept_prob[..., :0], tiny.accepted[..., :0]
    tiny.theta = tiny.theta[:, :1]
    tiny.metrics = {}
    run = temper.open_run(write_run(tmp_path / "run", tiny))
    assert run.swaps.accept_prob.values.shape == (4, 1, 0)
    np.testing.assert_array_equal(run.by_rung.energy.values.ravel(), [0, 10, 20, 30])


def test_draws_of_a_rung_come_from_whichever_replica_held_it(tiny_run: temper.Run) -> None:
    # theta counts up over draw, replica, parameter: draw 0 of replica 0 begins with 0, of replica
    # 1 with 6; draw 1 with 12 and 18. Rung 0 was held by replica 0, then by replica 1.
    cold = tiny_run.draws(rung=0)
    assert cold.dims == ("draw", "copy", "parameter")
    np.testing.assert_array_equal(cold.isel(copy=0, parameter=0), [0, 18])
    np.testing.assert_array_equal(tiny_run.draws(rung=1).isel(copy=0, parameter=0), [6, 12])
    np.testing.assert_array_equal(tiny_run.draws(replica=1).isel(parameter=0), [6, 18])
    np.testing.assert_array_equal(cold["sweep"], [1, 3])
    assert cold.isel(draw=1, copy=0, parameter=slice(2, 4)).values.tolist() == [20, 21]


def test_draws_want_a_rung_or_a_replica(tiny_run: temper.Run) -> None:
    with pytest.raises(ValueError, match="either a rung or a replica"):
        tiny_run.draws()


def test_metrics_by_rung_follow_the_replicas_too(tiny_run: temper.Run) -> None:
    np.testing.assert_array_equal(
        tiny_run.metrics_by_rung.test_accuracy.isel(copy=0), [[0.5, 0.25], [1.0, 0.75]]
    )


def test_parameters_are_cut_into_named_layers(tiny_run: temper.Run) -> None:
    layers = tiny_run.parameters(tiny_run.draws(replica=0)[0])
    assert list(layers) == ["layer0/weights", "layer0/bias"]
    np.testing.assert_array_equal(layers["layer0/weights"], [[0, 1], [2, 3]])
    np.testing.assert_array_equal(layers["layer0/bias"], [4, 5])
    assert tiny_run.parameters(tiny_run.draws(rung=0))["layer0/bias"].shape == (2, 1, 2)


def test_the_best_state_is_the_whole_committed_one_of_lowest_objective(
    tiny_run: temper.Run,
) -> None:
    # Slot 1 of replica 0 holds sweep 1: U + V = 10 + 0.5.
    assert tiny_run.best().replica == 0
    assert tiny_run.best().objective == 10.5

    file_of_draws = tiny_run.path / "draws" / "replica-0000.h5"
    with h5py.File(file_of_draws, "r+") as file:  # better, but of a sweep that is not committed
        write_best_slot(file, 0, 4, np.ones(6), (1.0, 1.0))
    assert tiny_run.best(0).objective == 10.5
    with h5py.File(file_of_draws, "r+") as file:  # better, committed and whole
        write_best_slot(file, 0, 2, np.ones(6), (1.0, 1.0))
    assert tiny_run.best(0).objective == 2.0
    with h5py.File(file_of_draws, "r+") as file:  # cut short by a kill
        file["best_theta"][0, 5] = 9.0
    assert tiny_run.best(0).objective == 10.5


def test_the_objective_leaves_the_constant_of_the_prior_out(tiny: MadeRun, tmp_path: Path) -> None:
    tiny.attributes = {"prior_constant": 0.25}
    run = temper.open_run(write_run(tmp_path / "run", tiny))
    assert run.best().energy + run.best().prior_energy == 10.5
    assert run.best().objective == 10.25


def test_a_state_without_a_finite_energy_is_no_best_state(tiny_run: temper.Run) -> None:
    for replica in (0, 1):  # zeros, as they were written before any energy was known
        with h5py.File(tiny_run.path / "draws" / f"replica-000{replica}.h5", "r+") as file:
            for slot in (0, 1):
                write_best_slot(file, slot, 0, np.zeros(6), (np.inf, 0.0))
    assert tiny_run.best() is None
    with pytest.raises(temper.RunError, match="no best state yet"):
        choose_draws(tiny_run, "best")


def test_config_and_sessions_are_plain_python(tiny: MadeRun, tmp_path: Path) -> None:
    tiny.config = '[run]\nseed = 7\n[kernel]\ntype = "sgd"\n'
    tiny.sessions = [{"event": "start", "ranks": 3}]
    run = temper.open_run(write_run(tmp_path / "run", tiny))
    assert run.config == {"run": {"seed": 7}, "kernel": {"type": "sgd"}}
    with (run.path / "sessions.jsonl").open("a") as file:
        file.write('{"event": "end", "ra')  # killed in the middle of a line
    assert run.sessions == [{"event": "start", "ranks": 3}]


def test_a_run_opens_beside_other_readers(tiny_run: temper.Run) -> None:
    with h5py.File(tiny_run.path / "run.h5", "r") as file:
        assert file["energy"][0, 1] == tiny_run.energy.values[0, 1]


def test_xarray_opens_the_file_by_itself(tiny_run: temper.Run) -> None:
    with xr.open_dataset(tiny_run.path / "run.h5", engine="h5netcdf") as data:
        assert dict(data["energy"].sizes) == {"sweep": 4, "replica": 2}


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(temper.RunError, match=re.escape("no run.h5")):
        temper.open_run(tmp_path)


def test_a_file_that_is_no_hdf5_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.h5").write_text("hello")
    with pytest.raises(temper.RunError, match="not a readable HDF5 file"):
        temper.open_run(tmp_path)


def test_hdf5_of_something_else_is_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "run.h5", "w") as file:
        file.attrs["format"] = "other"
    with pytest.raises(temper.RunError, match="'temper-run'"):
        temper.open_run(tmp_path)


def test_a_later_format_is_refused_by_its_number(tiny: MadeRun, tmp_path: Path) -> None:
    tiny.attributes = {"format_version": 4}
    with pytest.raises(temper.RunError, match="format version 4, and this package reads up to 3"):
        temper.open_run(write_run(tmp_path / "run", tiny))
