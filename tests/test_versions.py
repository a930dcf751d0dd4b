"""Two states of a plan compared: what was added, removed and reworded, and which findings it touches."""

import csv
import io
import shutil
from collections import Counter

import pikepdf
import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import versions
from tests.conftest import SAMPLE, invoke


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """Outputs of a corpus with a sample plan, and the same without its third page and with one reworded."""
    folder = tmp_path_factory.mktemp("versions")
    corpus = folder / "corpus"
    corpus.mkdir()
    shutil.copy(SAMPLE / "footprints.csv", corpus)
    shutil.copytree(SAMPLE / "gazetteers", corpus / "gazetteers")
    plan = SAMPLE / "pdf" / "stonebeck-2016-10.pdf"
    earlier = folder / "earlier.pdf"
    with pikepdf.open(plan) as document:
        del document.pages[2]
        document.save(earlier)
    for file, kind, name, date in ((plan, "plan", "new", "2016-10"), (earlier, "draft", "old", "2016-06")):
        words = ["--footprint", "S02", "--kind", kind, "--id", name, "--published", date]
        assert invoke("add", file, "--corpus", corpus, *words).exit_code == 0
    done = invoke("run", "--corpus", corpus, "--outputs", folder / "out", "--to", "load")
    assert done.exit_code == 0, done.output
    # One passage of the older state is made to read as it did before it was sharpened.
    db = sqlite_utils.Database(folder / "out" / "stp.db")
    row = next(db.query("select * from passages where plan = 'old' and text like '%948%' limit 1"))
    text = row["text"].replace("948", "990")
    db.execute(
        "update passages set text = ?, fingerprint = 'x', strength = 'aspiration' where id = ?",
        [text, row["id"]],
    )
    db.execute("update quantities set text = '990' where passage = ? and text = '948'", [row["id"]])
    db.conn.commit()
    db.close()
    return folder / "out"


def test_a_page_that_came_and_a_passage_that_was_sharpened(outputs):
    found = versions.changes(sqlite_utils.Database(outputs / "stp.db"), "old", "new")
    changed = [each for each in found if each.change == "changed" and "948" in each.new]
    assert len(changed) == 1
    assert changed[0].matters.startswith("strength, figures")
    assert (changed[0].old_strength, "990" in changed[0].old_figures) == ("aspiration", True)
    assert "948" in changed[0].new_figures
    added = [each for each in found if each.change == "added"]
    assert {each.new_page for each in added} == {3}
    assert any("Whinmoss General Hospital" in each.new and each.matters == "finding" for each in added)
    assert [each for each in found if each.change == "removed"] == []


def test_the_other_way_round_it_is_removed(outputs):
    db = sqlite_utils.Database(outputs / "stp.db")
    there = Counter(each.change for each in versions.changes(db, "old", "new"))
    back = Counter(each.change for each in versions.changes(db, "new", "old"))
    assert (back["removed"], back["added"], back["changed"]) == (there["added"], 0, there["changed"])
    assert versions.changes(db, "new", "new") == []
    with pytest.raises(ValueError, match="no plan nobody"):
        versions.changes(db, "old", "nobody")


def test_the_view_says_what_only_one_of_them_says(outputs):
    db = sqlite_utils.Database(outputs / "stp.db")
    rows = list(db.query("select * from between_versions"))
    assert {(row["old_plan"], row["new_plan"]) for row in rows} == {("old", "new")}
    found = versions.changes(db, "old", "new")
    expected = {each.new_ref for each in found if each.old != each.new and each.new}
    assert {row["ref"] for row in rows if row["change"] == "added"} == expected
    assert ["990" in row["quote"] for row in rows if row["change"] == "removed"] == [True]


def test_the_command_lists_and_writes(outputs, tmp_path):
    listed = invoke("versions", "old", "new", "--outputs", outputs)
    assert listed.exit_code == 0, listed.output
    assert "changed (strength, figures" in listed.output and "aspiration →" in listed.output
    for name in ("changes.html", "changes.csv"):
        assert invoke("versions", "old", "new", "--outputs", outputs, "--to", tmp_path / name).exit_code == 0
    html = (tmp_path / "changes.html").read_text()
    assert "<del>990" in html and "<ins>948" in html
    assert "http" not in html.replace("https://", "").partition("</style>")[0]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "changes.csv").read_text())))
    found = versions.changes(sqlite_utils.Database(outputs / "stp.db"), "old", "new")
    assert [row["new_ref"] for row in rows] == [each.new_ref for each in found]
    assert invoke("versions", "old", "nobody", "--outputs", outputs).exit_code == 2
    assert invoke("versions", "old", "new", "--outputs", outputs, "--to", tmp_path / "x.doc").exit_code == 2


WORDS = "we will close may keep 40 beds by 2019 the ward"
TEXT = st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT)
def test_a_word_diff_gives_back_both_texts(old, new):
    found = list(versions.words(old, new))
    assert " ".join(" ".join(each.words for each in found if each.kind != "removed").split()) == new
    kept = [word for each in found if each.kind != "added" for word in each.words.split()]
    assert kept == old.split()
