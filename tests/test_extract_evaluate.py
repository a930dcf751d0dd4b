"""The measures of reading, the peers' readings, and the pages that a person has read."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from pipeline.extract import pages
from pipeline.extract.annotated import annotations, read_pages
from pipeline.extract.evaluate import OURS, TAGGED, annotated_counts
from pipeline.extract.measures import Count, Run, f1, outside, plain, similarity, tau, total, whole, words_of
from pipeline.extract.parts import Box
from pipeline.extract.readings import own, peers
from pipeline.records import Page

from .synthetic_pages import document

HERE = Path(__file__).parent
REAL = HERE.parents[1] / "shared" / "real_pdfs"
ANNOTATED = annotations((HERE / "annotations" / "pages.jsonl").read_bytes())
NOWHERE = Box(0, 0, 0, 0)
needs_documents = pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not here")


def test_measures_of_order() -> None:
    truth = ["one", "two", "three", "four"]
    assert (tau(truth, truth), similarity(truth, truth)) == (1, 1)
    assert tau(truth, truth[::-1]) == -1
    assert similarity(truth, ["one", "two", "four"]) == 0.75
    assert similarity([], []) == 1
    assert similarity(truth, []) == 0


def test_counts_of_pages_add_up() -> None:
    counts = [
        Count("a", "tau", "x", 1, 0.5, 1),
        Count("a", "tau", "y", 1, 1, 1),
        Count("a", "tau", "x", 1, 1, 1),
    ]
    assert total(counts) == [Count("a", "tau", "x", 2, 1.5, 2), Count("a", "tau", "y", 1, 1, 1)]
    assert total(counts)[0].value == 0.75
    assert Count("a", "tau", "x", 0, 0, 0).value == 1


def test_f1_counts_each_thing_once() -> None:
    assert f1("a", "b", "x", Counter("abbc"), Counter("abd")) == Count("a", "b", "x", 4, 4.0, 7)


def test_words_are_compared_without_what_engines_write_differently() -> None:
    assert plain(["Long-term care in neigh-", "bourhoods • 2016-17 and Mid-", "Sussex"]) == [
        "longterm", "care", "in", "neighbourhoods", "201617", "and", "mid", "sussex",
    ]  # fmt: skip
    assert words_of([Run("neigh", NOWHERE), Run("bourhoods and", NOWHERE, True), Run("beds", NOWHERE)]) == [
        "neighbourhoods", "and", "beds",
    ]  # fmt: skip


def test_a_block_is_whole_only_if_nothing_stands_in_between() -> None:
    blocks = ["the first block of all", "the second block of all", "short"]
    text = "The first block of all. The second strange words block of all. short"
    assert whole("a", "x", blocks, text) == Count("a", "blocks whole", "x", 2, 1, 2)


def test_every_engine_reads_the_words_of_a_made_page_where_they_stand() -> None:
    pdf, (truth,) = document(21, 1)
    (page,) = [page for page in pages(pdf) if isinstance(page, Page)]
    readings = {OURS: own(page), **{name: read[1] for name, read in peers(pdf, [1]).items()}}
    assert set(readings) - {OURS} == {
        "pdfplumber", "pdfminer.six", *(["pdftotext"] if shutil.which("pdftotext") else []),
    }  # fmt: skip
    top, bottom = truth.margins
    for runs in readings.values():
        body = outside(runs, [Box(0, 0, 1, top), Box(0, bottom, 1, 1)])
        assert Counter(words_of(body)) == Counter(plain(truth.words))


def test_annotations_are_boxes_and_no_words() -> None:
    assert len(ANNOTATED) >= 30
    parts = {part: {each.file for each in ANNOTATED if each.set == part} for part in ("tuning", "held-out")}
    assert not parts["tuning"] & parts["held-out"]
    assert min(map(len, parts.values())) >= 5
    for each in ANNOTATED:
        for area in each.blocks:
            assert area.kind in (
                "heading", "paragraph", "bullet", "table", "caption", "footnote", "furniture", "figure",
            )  # fmt: skip
            assert (area.level > 0) == (area.kind in ("heading", "bullet"))
            x0, top, x1, bottom = area.box
            assert 0 <= x0 < x1 <= 1 and 0 <= top < bottom <= 1


@needs_documents
def test_pages_that_a_person_has_read() -> None:
    """The figures that hold; `stp evaluate-extraction` prints all of them."""
    name = "dementia-strategy-summary-designed.pdf"
    wanted = [each for each in ANNOTATED if each.file == name]
    pdf = (REAL / name).read_bytes()
    assert [page.page for page in read_pages(pdf, wanted)] == [4, 6, 7, 9, 10]
    found = {(c.measure, c.engine): c.value for c in total(annotated_counts(pdf, wanted, with_peers=False))}
    assert found["order tau", OURS] >= 0.98
    assert found["edit similarity", OURS] >= 0.95
    assert found["blocks whole", TAGGED] >= 0.98
    assert found["furniture recall", OURS] >= 0.97


def test_the_command_prints_a_table_and_writes_json(tmp_path: Path) -> None:
    target = tmp_path / "figures.json"
    options = ["--no-peers", "--documents", str(tmp_path / "none"), "--json", str(target)]
    installed = str(Path(sys.executable).with_name("stp"))  # as `make evaluate-extraction` calls it
    done = subprocess.run(
        [installed, "evaluate-extraction", *options], cwd=HERE.parent, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "order tau" in done.stdout
    assert "only made pages and specimens were measured" in done.stderr
    figures = {
        (figure["sample"], figure["measure"]): figure["value"]
        for figure in json.loads(target.read_bytes())["figures"]
        if figure["engine"] == OURS
    }
    assert figures["made", "order tau"] > 0.99 and figures["made", "edit similarity"] > 0.97
    assert figures["specimens", "order tau"] > 0.99 and figures["specimens", "edit similarity"] > 0.98
    assert figures["specimens", "heading F1"] > 0.92 and figures["specimens", "bullet F1"] > 0.98
    assert figures["specimens", "furniture precision"] == figures["specimens", "furniture recall"] == 1
