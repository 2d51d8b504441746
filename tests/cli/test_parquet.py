"""A Parquet file is read as the same table in CSV is, by temper-table of the analysis package."""

import subprocess
import sys

import polars
import pytest

from conftest import SOURCE

sys.path.insert(0, str(SOURCE / "tests" / "mpi"))
from runs import differences  # noqa: E402

N = 40
TABLE = polars.DataFrame(
    {
        "size": [i / 7 for i in range(N)],
        "colour": [("red", "green", "blue")[i % 3] for i in range(N)],
        "flag": [i % 4 == 0 for i in range(N)],
        "price": [2.5 * i + (i * 7) % 5 for i in range(N)],
    }
)
SHORT = ["--layers", "auto", "--kernel", "hmc", "--set", "ladder.rungs=2", "--set", "run.warmup=2",
         "--set", "run.sweeps=5", "--set", "run.steps=2", "--quiet"]  # fmt: skip


@pytest.mark.parametrize("ranks", [0, 2])
def test_it_gives_the_draws_of_the_same_table_in_csv(ranks, temper, tmp_path):
    TABLE.write_csv(tmp_path / "t.csv")
    TABLE.write_parquet(tmp_path / "t.parquet")
    for name in ("csv", "parquet"):
        temper(
            "train", "--data", tmp_path / f"t.{name}", *SHORT, "--out", tmp_path / name, ranks=ranks
        )
    assert differences(tmp_path / "csv" / "draws", tmp_path / "parquet" / "draws") == []
    temper("evaluate", tmp_path / "parquet")


def test_new_rows_may_be_parquet_too(temper, tmp_path):
    TABLE.write_parquet(tmp_path / "t.parquet")
    temper("train", "--data", tmp_path / "t.parquet", *SHORT, "--out", tmp_path / "run")
    TABLE.drop("price").head(3).write_parquet(tmp_path / "new.parquet")
    rows = temper("predict", tmp_path / "run", tmp_path / "new.parquet").stdout.splitlines()
    assert len(rows) == 1 + 3


def test_an_index_of_pandas_without_a_name_is_no_column(tmp_path):
    TABLE.with_columns(__index_level_0__=polars.lit(1)).write_parquet(tmp_path / "t.parquet")
    tool = SOURCE / ".venv" / "bin" / "temper-table"
    said = subprocess.run(
        [tool, tmp_path / "t.parquet"], capture_output=True, text=True, check=True
    ).stdout
    assert said == TABLE.write_csv()


def test_what_is_none_is_refused_with_its_name(temper, tmp_path):
    (tmp_path / "t.parquet").write_text("a,b\n1,2\n")
    said = temper("train", "--data", tmp_path / "t.parquet", *SHORT, check=65).stderr
    assert "temper-table couldn't read it" in said
    assert f"temper-table: {tmp_path / 't.parquet'}: " in said
