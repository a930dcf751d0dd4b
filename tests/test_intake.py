"""Which footprint a file is of, and whether it is another state of a plan that is known."""

import shutil

import pikepdf
import pytest

from pipeline.corpus import Corpus, intake
from pipeline.corpus.match import Names, match, plain
from pipeline.similarity import alike, pages_in_common, pages_that_differ
from tests.conftest import ROOT, SAMPLE, invoke

REAL = Corpus(ROOT / "corpus")
NAMES = Names(REAL.footprints(), REAL.entities())


@pytest.mark.parametrize("row", REAL.footprints(), ids=lambda row: row["short_name"])
def test_every_footprint_is_known_by_its_names_in_a_file_name(row):
    for name in (
        row["name"].replace(" ", "_") + "_STP",
        plain(row["name_on_plan"]).replace(" ", "-") + "-stp-october-2016-final",
        row["short_name"] + " STP Oct 16",
    ):
        assert match(name, "", (), NAMES).footprint == row["code"], name


@pytest.mark.parametrize(
    ("name", "title", "text", "footprint"),
    [
        ("scan0001", "", "Annual report of a school", ""),
        ("north-somerset-report", "", "", ""),
        ("scan0001", "", "The Bristol, North Somerset and South Gloucestershire footprint", "E54000039"),
        ("devon-and-dorset", "", "", ""),
        ("plan", "Our Dorset: Sustainability and Transformation Plan", "Devon was asked too", "E54000041"),
        ("plan", "", "NHS Dorset CCG, Dorset County Council", "E54000041"),
    ],
)
def test_a_footprint_is_proposed_where_it_is_clear(name, title, text, footprint):
    found = match(name, title, (text,), NAMES)
    assert found.footprint == footprint, found
    assert found.why


@pytest.mark.parametrize(
    ("name", "cover", "kind", "published"),
    [
        ("Devon STP 21 October 2016", "", "plan", "2016-10-21"),
        ("devon_stp_2016-11-04", "", "plan", "2016-11-04"),
        ("Devon STP 04.11.16", "", "plan", "2016-11-04"),
        ("Devon draft STP Oct 16", "", "plan", "2016-10"),
        ("Devon STP draft", "", "draft", ""),
        ("Devon STP", "Checkpoint submission, 30 June 2016", "draft", "2016-06-30"),
        ("Devon STP public summary", "November 2016", "summary", "2016-11"),
        ("Devon STP Appendix B", "", "annex", ""),
        ("Devon STP refresh", "", "update", ""),
        ("Devon long term plan", "", "five-year plan", ""),
        ("Devon STP", "99 October 2016", "plan", "2016-10"),
    ],
)
def test_kind_and_date(name, cover, kind, published):
    found = match(name, "", (cover,), NAMES)
    assert (found.kind, found.published) == (kind, published)


def test_pages_are_compared_by_their_words():
    old = ["one two three four five", "page with some words on it", "the last page of the plan"]
    new = ["One  two, three four\nfive!", "page with other words on it", "a new page between the two",
           "the last page of the plan"]  # fmt: skip
    assert pages_that_differ(old, old) == "3 pages before, 3 now; all pages have the same words"
    assert pages_that_differ(old, new) == "3 pages before, 4 now; pages 2-3 changed"
    assert pages_that_differ(new, new[1:]) == "4 pages before, 3 now; page 1 of the old removed"
    assert pages_in_common(old, new) == pytest.approx(2 / 3)
    assert alike(old, old) == 1 and alike(old, ["nothing of this sort stands there"]) == 0
    assert pages_in_common([], old) == alike([""], old) == 0


@pytest.fixture
def folder(tmp_path):
    """Two plans under names that say nothing, a shorter state of one of them, and what is no PDF."""
    folder = tmp_path / "given" / "inside"
    folder.mkdir(parents=True)
    shutil.copy(SAMPLE / "pdf" / "stonebeck-2016-10.pdf", folder / "a.pdf")
    shutil.copy(SAMPLE / "pdf" / "calderwick-2016-11.pdf", folder / "b.PDF")
    with pikepdf.open(folder / "a.pdf") as document:
        del document.pages[-1]
        document.save(folder / "c.pdf")
    (folder / "stonebeck and whinmoss.pdf").write_text("<html>Not found</html>")
    (folder / "notes.txt").write_text("not looked at")
    corpus = tmp_path / "mine"
    corpus.mkdir()
    shutil.copy(SAMPLE / "footprints.csv", corpus)
    shutil.copytree(SAMPLE / "gazetteers", corpus / "gazetteers")
    return folder.parent


def test_a_folder_is_shown_and_then_registered(folder, tmp_path):
    corpus = tmp_path / "mine"
    said = invoke("add", folder, "--corpus", corpus, "--dry-run")
    assert said.exit_code == 0, said.output
    assert "4 of 4 files recognised" in said.output
    assert "another state of the plan, as old as a.pdf" in said.output
    assert not (corpus / "manifest.csv").exists()
    done = invoke("add", folder, "--corpus", corpus, "--yes")
    assert done.exit_code == 0, done.output
    plans = {plan.id: plan for plan in Corpus(corpus).plans()}
    assert {(plan.id, plan.footprint, plan.kind, plan.published, plan.status) for plan in plans.values()} == {
        ("a", "S02", "plan", "2016-10-21", ""),
        ("b", "S03", "plan", "2016-11", ""),
        ("c", "S02", "version", "2016-10-21", ""),
        ("stonebeck-and-whinmoss", "S02", "version", "", "refused"),
    }
    again = invoke("add", folder, "--corpus", corpus, "--yes")
    assert again.output.count("the same content as") == 4 and "0 of 4" in again.output


def test_a_folder_needs_names_to_go_by(folder, tmp_path):
    nameless = invoke("add", folder, "--corpus", tmp_path / "none", "--yes")
    assert nameless.exit_code == 2 and "no footprints.csv" in nameless.output
    half = invoke("add", folder, "--corpus", tmp_path / "mine", "--kind", "draft")
    assert half.exit_code == 2 and "--footprint" in half.output


def test_a_row_that_waits_for_a_file_is_filled(folder, tmp_path):
    corpus = tmp_path / "mine"
    (corpus / "manifest.csv").write_text(
        "id,footprint,title,kind,published,url,archive_url,sha256,bytes,specimen,status,note\n"
        "calderwick-2016-10,S03,The plan,plan,2016,,,,0,,,no address of the PDF is known; no lead either\n"
    )
    done = invoke("add", folder / "inside" / "b.PDF", "--corpus", corpus, "--yes")
    assert done.exit_code == 0, done.output
    (plan,) = Corpus(corpus).plans()
    assert (plan.id, plan.title, plan.published, plan.note) == (
        "calderwick-2016-10",
        "The plan",
        "2016-11",
        "",
    )
    assert Corpus(corpus).pdf(plan.id).exists()


def test_a_draft_stays_one_and_is_compared_with_its_plan(folder, tmp_path):
    """What June and October share, whether they come together or one after the other."""
    inside, corpus = folder / "inside", tmp_path / "mine"
    june = inside / "stonebeck STP June 2016.pdf"
    (inside / "c.pdf").rename(june)
    together = invoke("add", june, inside / "a.pdf", "--corpus", corpus, "--dry-run")
    said = "another state of the plan, older than a"
    assert f"{said}.pdf: 100% of pages and 100% of words in common" in together.output, together.output
    assert together.output.count("another state") == 1 and "version" not in together.output
    for file in (inside / "a.pdf", june):
        assert invoke("add", file, "--corpus", corpus, "--yes").exit_code == 0
    plans = {plan.id: plan for plan in Corpus(corpus).plans()}
    assert [(plan.kind, plan.note[: len(said)]) for plan in plans.values()] == [("plan", ""), ("draft", said)]


def test_a_plan_that_comes_after_its_draft_is_the_plan(folder, tmp_path):
    inside, corpus = folder / "inside", tmp_path / "mine"
    june = inside / "stonebeck STP June 2016.pdf"
    (inside / "c.pdf").rename(june)
    assert invoke("add", june, "--corpus", corpus, "--yes").exit_code == 0
    done = invoke("add", inside / "a.pdf", "--corpus", corpus, "--yes")
    assert "another state of the plan, newer than stonebeck-stp-june-2016" in done.output, done.output
    assert {plan.id: plan.kind for plan in Corpus(corpus).plans()} == {
        "a": "plan", "stonebeck-stp-june-2016": "draft",
    }  # fmt: skip


def test_a_year_alone_does_not_say_which_is_newer(folder, tmp_path):
    """A plan that waited for its file is of 2016, and June 2016 is not after that: its cover speaks."""
    inside, corpus = folder / "inside", tmp_path / "mine"
    june = inside / "stonebeck STP June 2016.pdf"
    (inside / "c.pdf").rename(june)
    words = ["--footprint", "S02", "--published", "2016"]
    assert invoke("add", inside / "a.pdf", "--corpus", corpus, *words).exit_code == 0
    said = invoke("add", june, "--corpus", corpus, "--dry-run").output
    assert "another state of the plan, older than a:" in said, said


@pytest.mark.parametrize(
    ("one", "other", "age"),
    [
        ("2016-10", "2016-06-30", "newer than"), ("2016-06", "2016-10-21", "older than"),
        ("2016-10", "2016-10", "as old as"), ("2016-10", "2016-10-21", "of unknown age beside"),
        ("2016", "2016-06", "of unknown age beside"), ("", "2016", "of unknown age beside"),
        ("", "", "of unknown age beside"),
    ],
)  # fmt: skip
def test_which_of_two_dates_is_later(one, other, age):
    assert intake.age(one, other) == age
