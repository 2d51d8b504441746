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

    def first_row(text):
        row = predict(temper, tmp_path / "run", text).stdout.splitlines()[1]
        return [float(value) for value in row.split(",")]

    wanted = first_row("x,c\n,\n1,a\n")
    for words in (",", "NA,n/a", "-,", "?,NULL"):  # one row's sums may be rounded in another order
        assert first_row(f"x,c\n{words}\n") == pytest.approx(wanted, rel=1e-6), words


@pytest.fixture(scope="module")
def single(temper, tmp_path_factory):
    """Of one input, which lacks values."""
    folder = tmp_path_factory.mktemp("single")
    rows = "".join(f"{'' if i % 9 == 0 else i / 7:},{i}\n" for i in range(60))
    (folder / "mine.csv").write_text("x,y\n" + rows)
    flags = ["--impute", "median", "--target", "y"]
    temper("train", "--data", "mine.csv", "--out", "run", *flags, *SHORT, cwd=folder)
    return folder / "run"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("x\n2.5\n3\n", "x,y\n2.5,\n3,\n"),
        ("x\n7", "x,y\n7,\n"),
        ("x\n2\n\n3\n", "x,y\n2,\n,\n3,\n"),
        ("x\r\n\r\n3\r\n\r\n", "x,y\n,\n3,\n"),
        ('x\nNA\n""\n', "x,y\nNA,\n,\n"),
    ],
)
def test_a_single_column_is_enough(temper, single, text, same):
    assert predict(temper, single, text).stdout == predict(temper, single, same).stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x\n", "a header but no row"),
        ("z\n1\n", "has no column x"),
        ("x\n2\n1,5\n", "new.csv:3: has 2 fields where the header has 1"),
        ("x\n1,5\n", "new.csv:2: has 2 fields where the header has 1"),
        ("2\n3\n", "name them as in training"),
    ],
)
def test_a_single_column_that_does_not_fit_is_refused(temper, single, text, message):
    assert message in predict(temper, single, text, check=65).stderr


def test_a_blank_line_is_a_missing_value_of_a_single_column(temper, tmp_path):
    rows = "".join(f"{i},5;{i // 2}\n" for i in range(60))
    (tmp_path / "mine.csv").write_text("x;y\n" + rows)
    temper("train", "--data", "mine.csv", "--out", "run", *SHORT, cwd=tmp_path)
    run = tmp_path / "run"
    message = "new.csv:3: column 'x': a value is missing"
    assert message in predict(temper, run, "x\n1\n\n2\n", check=65).stderr
    comma = predict(temper, run, "x\n1,5\n2\n").stdout
    assert comma == predict(temper, run, "x;y\n1,5;\n2;\n").stdout


def test_a_file_that_cannot_be_written_is_74(temper, run):
    predict(temper, run, "x,colour\n2,red\n", "--out", "/nowhere/p.csv", check=74)
