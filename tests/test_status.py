"""What `stp status` says is what the view `coverage` says, and before a run what the register knows."""

import json
import shutil
import sqlite3

from pipeline.summary import COVERAGE
from tests.conftest import ROOT, SAMPLE, invoke


def test_before_a_run_the_register_and_the_files_speak(tmp_path):
    said = invoke("status", "--corpus", SAMPLE, "--outputs", tmp_path)
    assert said.exit_code == 0
    assert f"{tmp_path / 'stp.db'} is not there yet" in said.output
    assert "9 footprints: 2 hole, 7 not read yet" in said.output
    rows = json.loads(invoke("status", "--corpus", SAMPLE, "--outputs", tmp_path, "--json").output)
    assert {row["footprint"] for row in rows if row["state"] == "hole"} == {"Brackenfold", "Dunmarsh Levels"}
    assert all(set(row) >= set(COVERAGE) for row in rows)


def test_the_44_are_holes_with_reasons(tmp_path):
    rows = json.loads(invoke("status", "--corpus", ROOT / "corpus", "--outputs", tmp_path, "--json").output)
    assert len(rows) == 44
    assert {(row["state"], row["registered"], row["files"]) for row in rows} == {("hole", 1, 0)}
    assert all("missing (no address of the PDF is known" in row["reason"] for row in rows)


def test_after_a_run_it_is_the_view(outputs):
    rows = json.loads(invoke("status", "--corpus", SAMPLE, "--outputs", outputs, "--json").output)
    with sqlite3.connect(outputs / "stp.db") as db:
        db.row_factory = sqlite3.Row
        assert rows == [dict(row) for row in db.execute("select * from coverage")]
    assert {row["footprint"]: row["state"] for row in rows if row["state"] != "done"} == {
        "Brackenfold": "hole",
        "Dunmarsh Levels": "hole",
    }
    assert all(row["text_pages"] == row["pages"] - row["unread_pages"] for row in rows)
    shown = invoke("status", "--corpus", SAMPLE, "--outputs", outputs).output.splitlines()
    assert shown[0].split() == list(COVERAGE)
    assert len(shown) == 11 and shown[-1] == "9 footprints: 7 done, 2 hole"


def test_what_came_since_the_run_is_named(outputs, tmp_path):
    """The database does not know of it: to call it a hole without a word would be wrong."""
    corpus = tmp_path / "corpus"
    shutil.copytree(SAMPLE, corpus, ignore=shutil.ignore_patterns("generator", "truth", "coding"))
    told = invoke("status", "--corpus", corpus, "--outputs", outputs)
    assert "is older than" not in told.output
    (corpus / "pdf" / "tarrowshire-2016-10.pdf").unlink()
    found = tmp_path / "found.pdf"
    found.write_bytes((SAMPLE / "pdf" / "tarrowshire-2016-10.pdf").read_bytes() + b"\n")
    assert invoke("add", found, "--corpus", corpus, "--footprint", "S09").exit_code == 0
    told = invoke("status", "--corpus", corpus, "--outputs", outputs)
    assert (
        "is older than the corpus: 2 documents have" in told.output
        and "tarrowshire-2016-10); `stp run`" in told.output
    )
    said = invoke("status", "--corpus", corpus, "--outputs", outputs, "--json")
    assert len(json.loads(said.stdout)) == 9 and "is older than" in said.stderr
