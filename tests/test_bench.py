import json

import pytest

from pipeline.bench import cases, documents, measure, rivals, scale, script, table
from pipeline.bench.measure import Measure
from tests.conftest import SAMPLE, invoke

ONE = SAMPLE / "pdf" / "pellan-sound-2016-11.pdf"


def spinning(count):
    """Work of some CPU time, as the bench prepares it."""

    def work():
        return len([number for number in range(count) if number % 3])

    return work


def test_a_function_is_measured_in_its_own_process():
    taken = measure.function(spinning, 300_000)
    assert taken.units == 200_000
    assert 0 < taken.cpu < 5 and 0 < taken.wall < 60
    assert 5 << 20 < taken.peak < 500 << 20


def test_a_command_is_measured_with_its_workers_and_its_failure_is_told():
    taken = measure.command(["--help"], count=3)
    assert taken.units == 3 and 0 < taken.cpu < 5
    with pytest.raises(measure.subprocess.CalledProcessError) as error:
        measure.command(["no-such-command"])
    assert b"No such command" in error.value.stderr


def test_the_median_is_taken_figure_by_figure():
    runs = [Measure(3.0, 1.0, 10, 1, 7), Measure(1.0, 2.0, 30, 1, 7), Measure(2.0, 9.0, 20, 1, 7)]
    assert measure.median(runs) == Measure(2.0, 2.0, 20, 1, 7)


@pytest.mark.parametrize("name, reader", rivals.readers())
def test_every_reader_reads_every_page(name, reader):
    assert reader([ONE])() == 8


def test_the_script_that_a_user_would_write_finds_something(tmp_path):
    script.main(str(tmp_path / "found.csv"), str(ONE))
    head, *rows = (tmp_path / "found.csv").read_text().splitlines()
    assert head == "file,page,theme,sentence"
    assert len(rows) > 20
    assert {row.split(",")[1] for row in rows} <= set("12345678")


def test_made_documents_differ_and_the_same_number_is_the_same_document(tmp_path):
    from pipeline import extract

    first = documents.write(tmp_path / "a", 3, 2)
    again = documents.write(tmp_path / "b", 3, 2)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    texts = [[page.text for page in extract.pages(path.read_bytes())] for path in first]
    assert [len(pages) for pages in texts] == [2, 2, 2]
    assert len({text for pages in texts for text in pages}) == 6
    assert all(150 < len(text.split()) < 600 for pages in texts for text in pages)


def test_scale_measures_a_run_and_a_rerun(tmp_path, monkeypatch):
    monkeypatch.setattr(scale, "PAGES", 1)
    monkeypatch.setattr(cases, "views", lambda: ["coverage"])
    (each,) = scale.measured([2], tmp_path)
    assert (each.documents, each.pages, each.slowest_view) == (2, 2, "coverage")
    assert list(each.stages) == ["fetch", "extract", "segment", "classify", "find", "load", "report"]
    assert each.passages > 10
    assert each.rerun_cpu < each.cpu / 3
    head, row = [
        line for line in table.scale([each]).splitlines() if line.startswith(("| documents", "| 2 |"))
    ][:2]
    assert row.count("|") == head.count("|")


def test_pdfs_of_any_name_become_a_corpus(tmp_path):
    (tmp_path / "A Plan.pdf").write_bytes(ONE.read_bytes())
    (tmp_path / "broken.pdf").write_bytes(b"no PDF")
    corpus = cases.corpus(sorted(tmp_path.glob("*.pdf")), tmp_path / "corpus")
    assert [(plan.id, plan.status) for plan in corpus.plans()] == [("a-plan", ""), ("broken", "refused")]


def test_the_bench_prints_ratios_and_keeps_a_history(tmp_path, monkeypatch):
    def listed(corpus, folder):
        yield "reading", "ours", "page", lambda: Measure(2.0, 1.0, 50 << 20, 0, 10)
        yield "reading", "theirs", "page", lambda: Measure(8.0, 5.0, 90 << 20, 0, 10)
        yield "reading", "half | of it", "page", lambda: Measure(8.0, 5.0, 90 << 20, 0, 5)
        yield "asking", "one", "query", lambda: Measure(0.25, 0.0, 1 << 20, 0, 1)

    monkeypatch.setattr(cases, "listed", listed)
    monkeypatch.setattr(cases, "corpus", lambda pdfs, folder: None)
    history, figures = tmp_path / "benchmarks.md", tmp_path / "figures.json"
    history.write_text("# Benchmarks\n\nWords.\n")
    result = invoke("bench", "--pdfs", SAMPLE / "pdf", "--runs", 2, "--json", figures, "--add", history)
    assert result.exit_code == 0, result.output
    lines = history.read_text().splitlines()
    assert lines[:3] == ["# Benchmarks", "", "Words."]
    assert f", {table.machine()}" in lines[4]
    assert "| ours | 10 pages | 1.00 | 100.00 |  | 2.00 |  | 50 |" in lines
    assert "| theirs | 10 pages | 5.00 | 500.00 | 5.00 | 8.00 | 4.00 | 90 |" in lines
    assert "| half \\| of it | 5 pages | 5.00 | 1000.00 |  | 8.00 |  | 90 |" in lines
    assert "| one | 1 query | – | – |  | 0.25 |  | 1 |" in lines
    rows = json.loads(figures.read_text())["rows"]
    assert [row["cpu_ratio"] for row in rows] == [None, 5.0, None, None]


def test_a_folder_without_pdfs_is_said(tmp_path):
    result = invoke("bench", "--pdfs", tmp_path)
    assert result.exit_code == 2
    assert "holds no PDF" in result.output
