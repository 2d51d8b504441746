"""An archive holds the run's values to the bit, and is read as the run is."""

import h5py
import numpy as np
import pytest
import temper as analysis

USAGE, IO = 64, 74


@pytest.fixture(scope="module")
def run(temper, tmp_path_factory):
    path = tmp_path_factory.mktemp("pack") / "run"
    temper("train", "--data", "iris", "--warmup", "10", "--sweeps", "30", "--out", path)
    return path


@pytest.fixture
def archive(temper, run, tmp_path):
    path = tmp_path / "archive"
    result = temper("pack", run, "--out", path)
    assert "every value compared" in result.stdout
    return path


def test_every_value_and_scale_is_the_same(run, archive):
    files = sorted(path.relative_to(run) for path in run.rglob("*.h5") if "draws" in str(path))
    for name in [*files, "run.h5"]:
        with h5py.File(run / name) as one, h5py.File(archive / name) as two:
            assert list(one) == list(two)
            for key in one:
                np.testing.assert_array_equal(one[key][()], two[key][()])
                assert [d.label or [s.name for s in d.values()] for d in one[key].dims] == [
                    d.label or [s.name for s in d.values()] for d in two[key].dims
                ]
            assert {"packed": two.attrs.get("packed")}.keys() | one.attrs.keys() >= two.attrs.keys()


def test_draws_are_chunked_and_compressed(archive):
    with h5py.File(archive / "draws" / "replica-0000.h5") as file:
        theta = file["theta"]
        assert theta.chunks is not None
        assert theta.compression == "gzip"
        assert theta.shuffle
        assert theta.fletcher32


def test_the_analysis_package_reads_it_the_same_way(run, archive):
    one, two = analysis.open_run(run), analysis.open_run(archive)
    np.testing.assert_array_equal(one.energy.values, two.energy.values)
    np.testing.assert_array_equal(one.draws(rung=0).values, two.draws(rung=0).values)
    assert one.best().objective == two.best().objective


def test_a_flipped_bit_is_found(temper, archive):
    assert "is right" in temper("inspect", archive, "--verify").stdout
    file = archive / "draws" / "replica-0001.h5"
    with h5py.File(file) as opened:
        chunk = opened["theta"].id.get_chunk_info(0)
    content = bytearray(file.read_bytes())
    content[chunk.byte_offset + chunk.size // 2] ^= 1
    file.write_bytes(content)
    result = temper("inspect", archive, "--verify", check=IO)
    assert "replica-0001.h5: damaged" in result.stderr


def test_an_archive_is_not_gone_on_with(temper, archive):
    assert "archive" in temper("resume", archive, check=USAGE).stderr
    assert "archive" in temper("evaluate", archive, check=USAGE).stderr


def test_what_exists_is_not_overwritten(temper, run, archive):
    assert "exists" in temper("pack", run, "--out", archive, check=USAGE).stderr
