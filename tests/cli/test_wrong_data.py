"""Bad data: exit 65 and one line that names the file, the line and the column. No run is left."""

import pytest

HEADER = "height,weight,price\n"
ROWS = [f"{1 + i / 10},{2 + i / 5},{3 + i}\n" for i in range(20)]

# name: (row, what it becomes, parts of the message)
WRONG = {
    "missing value": (5, "1.5,,8\n", ["mine.csv:7", "weight"]),
    "a word among numbers": (5, "1.5,heavy,8\n", ["mine.csv:7", "weight", "heavy"]),
    "a field too few": (5, "1.5,8\n", ["mine.csv:7", "2"]),
    "a field too many": (5, "1.5,2,8,9\n", ["mine.csv:7", "4"]),
    "infinite": (5, "1.5,inf,8\n", ["mine.csv:7", "weight"]),
}


def train(temper, folder, **options):
    arguments = ["--data", "mine.csv", "--target", "price", "--out", "run"]
    return temper(
        "train", *arguments, "--set", "run.sweeps=2", "--set", "run.warmup=0", cwd=folder, **options
    )


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("ranks", [0, 2])
def test_is_refused(name, ranks, temper, tmp_path):
    row, becomes, parts = WRONG[name]
    rows = [becomes if i == row else r for i, r in enumerate(ROWS)]
    (tmp_path / "mine.csv").write_text(HEADER + "".join(rows))
    result = train(temper, tmp_path, ranks=ranks, check=65)
    messages = [m for m in result.stderr.splitlines() if m.startswith("temper: ")]
    assert len(messages) == 1, result.stderr
    for part in parts:
        assert part in messages[0]
    assert not (tmp_path / "run").exists()


def test_clean_data_is_accepted(temper, tmp_path):
    (tmp_path / "mine.csv").write_text(HEADER + "".join(ROWS))
    train(temper, tmp_path)
    assert (tmp_path / "run" / "run.h5").exists()


def test_a_target_that_is_no_column_is_refused_with_the_nearest(temper, tmp_path):
    (tmp_path / "mine.csv").write_text(HEADER + "".join(ROWS))
    result = temper(
        "train", "--data", "mine.csv", "--target", "prise", "--out", "run", cwd=tmp_path, check=None
    )
    assert result.returncode in (64, 65)
    assert "price" in result.stderr
