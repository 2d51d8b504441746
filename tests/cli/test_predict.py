"""New rows: columns by name, the encodings of training, and what is refused."""

import csv
import io
import json

import pytest

ROWS = "".join(
    f"{i},{'red' if i % 3 else 'blue'},{i / 7:.3f},{2 * i / 7 + (i % 3):.3f}\n" for i in range(60)
)
SHORT = ["--set", "run.warmup=10", "--set", "run.sweeps=40", "--set", "output.thin=5"]


@pytest.fixture(scope="module")
def run(temper, tmp_path_factory):
    """A small regression on numbers and text."""
    folder = tmp_path_factory.mktemp("predict")
    (folder / "mine.csv").write_text("id,colour,x,y\n" + ROWS)
    temper("train", "--data", "mine.csv", "--index", "id", "--out", "run", *SHORT, cwd=folder)
    (folder / "mine.csv").unlink()  # it isn't needed
    return folder / "run"


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def predict(temper, run, text, *flags, check=0):
    (run.parent / "new.csv").write_text(text)
    return temper("predict", run, run.parent / "new.csv", *flags, check=check)


def test_the_order_of_columns_is_irrelevant(temper, run):
    one = predict(temper, run, "colour,x\nred,2\nblue,5\n").stdout
    other = predict(temper, run, "x;colour;y\n2,0;red;9\n5,0;blue;9\n").stdout
    assert one == other
    first = rows_of(one)[0]
    assert float(first["y q0.05"]) < float(first["y"]) < float(first["y q0.95"])


def test_the_index_is_kept_and_intervals_are_nested(temper, run):
    text = "id,colour,x\nq7,red,2\n"
    wide = rows_of(predict(temper, run, text, "--interval", "0.98").stdout)[0]
    slim = rows_of(predict(temper, run, text, "--interval", "0.5").stdout)[0]
    assert wide["id"] == "q7"
    assert float(wide["y q0.01"]) < float(slim["y q0.25"])


def test_members_average_to_the_mean(temper, run):
    members = rows_of(predict(temper, run, "colour,x\nred,2\n", "--members").stdout)
    mean = sum(float(row["y"]) for row in members) / len(members)
    whole = json.loads(predict(temper, run, "colour,x\nred,2\n", "--json").stdout)
    assert whole["n_thetas"] == len(members)
    assert whole["rows"][0]["y"]["mean"] == pytest.approx(mean, rel=1e-6)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x\n2\n3\n", "column"),
        ("x,colour,z\n2,red,1\n", "without a column z"),
        ("x,colour\n2,green\n", "new.csv:2: column 'colour': 'green' is no category"),
        ("x,colour\nNA,red\n3,red\n", "new.csv:2: column 'x': a value is missing"),
        ("x,colour\nlong,red\nlong,red\n", "new.csv:2: column 'x': 'long' is no number"),
    ],
)
def test_what_does_not_fit_is_refused(temper, run, text, message):
    assert message in predict(temper, run, text, check=65).stderr


def test_a_column_may_lack_all_its_values_if_training_lacked_some(temper, tmp_path):
    """One row alone, as a service sends it."""
    rows = "".join(f"{i},{'' if i % 5 == 0 else i % 3},{'' if i % 7 == 0 else 'ab'[i % 2]},{i}\n"
                   for i in range(40))  # fmt: skip
    (tmp_path / "mine.csv").write_text("id,x,c,y\n" + rows)
    flags = ["--index", "id", "--impute", "median", "--target", "y"]
    temper("train", "--data", "mine.csv", "--out", "run", *flags, *SHORT, cwd=tmp_path)
    wanted = predict(temper, tmp_path / "run", "x,c\n,\n1,a\n").stdout.splitlines()[1]
    for words in (",", "NA,n/a", "-,", "?,NULL"):
        one = predict(temper, tmp_path / "run", f"x,c\n{words}\n").stdout.splitlines()[1]
        assert one == wanted, words


def test_a_file_that_cannot_be_written_is_74(temper, run):
    predict(temper, run, "x,colour\n2,red\n", "--out", "/nowhere/p.csv", check=74)
