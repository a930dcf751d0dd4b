"""How far people and the model agree, on the report's method page."""

import re
import shutil

import msgspec
import pytest
import sqlite_utils

pytest.importorskip("krippendorff", reason="the extra `labels` is not installed")

from pipeline import codebook, report
from pipeline.labels import agree, store
from pipeline.labels.coding import in_force, judgements
from pipeline.load import labels
from pipeline.report import coded
from tests.conftest import SAMPLE, invoke


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The codings of the sample's study, as they hold."""
    corpus = tmp_path_factory.mktemp("study")
    (corpus / "coding").mkdir()
    shutil.copy(SAMPLE / "coding" / "study.jsonl", corpus / "coding")
    files = [SAMPLE / "coding" / name for name in ("study-anna.csv", "study-ben.json", "study-settled.csv")]
    result = invoke("labels", "import", *files, "--corpus", corpus, "--outputs", corpus)
    assert result.exit_code == 0, result.output
    return in_force(store.read(corpus / store.NAME))


def database(outputs, folder, codings):
    shutil.copy(outputs / "stp.db", folder)
    db = sqlite_utils.Database(folder / "stp.db")
    rows = labels.rows(db, map(msgspec.structs.asdict, codings))
    db["labels"].insert_all(rows)
    return db


@pytest.fixture(scope="module")
def rounds(outputs, study, tmp_path_factory):
    return coded.rounds(database(outputs, tmp_path_factory.mktemp("coded"), study))


def test_people_beside_the_model_as_the_core_measures_it(rounds, study):
    (turn,) = rounds
    assert (turn.name, turn.people) == ("study", ("anna", "ben"))
    assert [names for names, _ in turn.groups] == ["anna and ben", "the model and anna", "the model and ben"]
    assert turn.groups[0][1] == 30 and 30 < turn.groups[1][1] <= 45
    frame = codebook.read()
    said = [each for each in judgements(study, frame) if each.round == "study"]
    people = {each.what: each for each in agree.agreements(said, ("anna", "ben"), frame)}
    names = {coded.SETS.get(each.id, each.label): each.id for each in frame.entries}
    names |= {name: what for what, name in coded.SETS.items()}
    assert {line.kind for line in turn.lines} == {"whole", "label", "part"}
    for line in turn.lines:
        assert line.cells[0] == pytest.approx(people[names[line.name]], nan_ok=True)


def test_one_coder_is_compared_with_the_model_alone(outputs, study, tmp_path):
    db = database(outputs, tmp_path, [row for row in study if row.annotator == "anna"])
    (turn,) = coded.rounds(db)
    assert [names for names, _ in turn.groups] == ["the model and anna"]


def test_what_nobody_can_compare_is_left_out(outputs, study, tmp_path):
    changed = [
        msgspec.structs.replace(row, fingerprint="other words") for row in study if row.annotator == "anna"
    ]
    (turn,) = coded.rounds(database(outputs, tmp_path, changed))
    assert turn.groups == () and turn.lines == ()


def test_the_method_page_shows_it_and_says_when_there_is_none(outputs, study, tmp_path):
    none = (outputs / "report" / "method.html").read_text("utf-8")
    assert "No person has coded passages of these documents." in none and "agreement" in none
    db = database(outputs, tmp_path, study)
    page = dict(report.files(db))["report/method.html"]
    table = re.search(r'<table class="themes agreement">(.*?)</table>', page, re.DOTALL)[1]
    row = re.search(r'<tr class="whole"><th scope="row">Strength</th><td>(.*?)</td>', table, re.DOTALL)[1]
    assert row.startswith("<b>0.87</b> (0.68 to 0.97); 77 % the same; given 48")
    assert "No person has coded" not in page and "study-settled" not in page
