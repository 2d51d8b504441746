"""The page of several models by their evidence: what it shows, and what it leaves out."""

import json

import pytest
from temper.files.errors import RunError
from temper.files.evidence import open_evidence
from temper.report.command import main
from temper.report.evidence_page import model_table, render
from temper.report.pictures.evidence import evidence_picture, score_picture


def model(value, log_z, score, doubt=None):
    """A row as the program writes it."""
    ranked = doubt is None
    scores = {"part": "test", "n": 45, "log_score": {"value": score, "standard_error": 0.03}}
    return {
        "name": f"units=<{value}>",
        "run": f"out/units-{value}",
        "value": value,
        "n_parameters": 11 * value,
        "log_Z": log_z,
        "standard_error": None if log_z is None else 0.1,
        "doubt": doubt,
        "log_bayes_factor": log_z + 30 if ranked else None,
        "log_bayes_factor_error": 0.14 if ranked else None,
        "probability": 0.5 if ranked else None,
        "scores": None if score is None else scores,
    }


@pytest.fixture
def write(tmp_path):
    """write(models, **more) -> folder with their evidence.json."""

    def to(models, **more):
        content = {"format": "temper-evidence", "format_version": 1, "temper_version": "0.1.0",
                   "key": "model.layer[0].units", "answer": "The data prefer <2>.",
                   "models": models}  # fmt: skip
        (tmp_path / "evidence.json").write_text(json.dumps({**content, **more}))
        return tmp_path

    return to


FOUR = [
    model(1, -50.0, -0.3),
    model(2, -30.0, -0.1),
    model(4, -31.0, -0.2, "not walked"),
    model(8, None, None, "no prior"),
]


def test_pictures_have_the_numbers_where_the_key_has_its_values(write):
    comparison = open_evidence(write(FOUR))
    picture = evidence_picture(comparison)
    assert [row[0] for row in picture.numbers.rows] == [1, 2, 4]
    ranked, doubted = picture.data
    assert (ranked["x"], ranked["y"]) == ([1, 2], [-50.0, -30.0])
    assert ranked["error_y"]["array"] == [0.1, 0.1]
    assert ranked["mode"] == "lines+markers"
    assert (doubted["x"], doubted["y"]) == ([4], [-31.0])
    assert doubted["marker"]["symbol"] == "circle-open"
    assert doubted["mode"] == "markers"
    assert score_picture(comparison).data[0]["y"] == [-0.3, -0.1, -0.2]


def test_models_of_one_name_each_stand_side_by_side(write):
    models = [{**one, "value": None} for one in FOUR[:2]]
    picture = evidence_picture(open_evidence(write(models, key=None)))
    assert picture.data[0]["x"] == ["units=&lt;1&gt;", "units=&lt;2&gt;"]
    assert picture.data[0]["mode"] == "markers"


def test_the_page_says_who_is_not_ranked_and_why(write):
    folder = write(FOUR)
    page = render(open_evidence(folder))
    assert "2 of 4 models can&#39;t be ranked." in page
    assert "units=&lt;4&gt; isn&#39;t ranked: not walked" in page
    assert "The data prefer &lt;2&gt;." in page
    assert "<2>" not in page
    assert model_table(open_evidence(folder)).rows[3][2:] == [None] * 7


def test_without_scores_there_is_no_picture_of_them(write):
    comparison = open_evidence(write([{**one, "scores": None} for one in FOUR]))
    assert score_picture(comparison) is None
    assert 'id="score"' not in render(comparison)


def test_the_command_writes_the_page(write, capsys):
    folder = write(FOUR)
    assert main([str(folder)]) == 0
    assert capsys.readouterr().out.strip() == str(folder / "report.html")
    assert 'id="evidence"' in (folder / "report.html").read_text()


def test_another_file_is_refused(write):
    with pytest.raises(RunError, match="not a comparison of models"):
        open_evidence(write(FOUR, format="temper-diagnosis"))
    with pytest.raises(RunError, match="format version 2"):
        open_evidence(write(FOUR, format_version=2))
