"""Coding passages by keyboard alone, beside the page that they stand on."""

import shutil
import subprocess
import sys

import pytest

from pipeline import codebook
from tests.browser.conftest import NARROW
from tests.conftest import ROOT, SAMPLE


@pytest.fixture
def coding(outputs, tmp_path):
    """A site with a round of six passages, and the file that the coding goes to."""
    store = pytest.importorskip("pipeline.labels.store", reason="the store of labels is not there")
    from pipeline.labels import material, sample

    corpus, frame = tmp_path / "corpus", codebook.read()
    (corpus / "coding").mkdir(parents=True)
    shutil.copytree(SAMPLE / "pdf", corpus / "pdf")
    pool = list(material.passages(outputs / "stp.db"))
    design = sample.Design("first", 1, {"stratified": 6}, ("anna",), 0.0, len(pool), frame.version)
    sample.write(sample.draw(pool, design, frame, lambda label, text: []), corpus / "coding" / "first.jsonl")
    command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", "--outputs", outputs]
    with subprocess.Popen(
        [*command, "--corpus", corpus], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        address = server.stdout.readline().split()[0].removesuffix("/")
        yield address, lambda: store.read(corpus / store.NAME)
        server.terminate()


def test_by_keyboard_a_passage_is_coded_taken_back_and_left(window, coding):
    address, rows = coding
    visitor = window(address)
    page = visitor.go("/")
    page.get_by_role("link", name="Code the passages").click()
    page.get_by_label("Your name").fill("anna")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Passage 1 of 6").wait_for()
    page.wait_for_load_state()
    for key in ("3", "K", "m", "u"):
        with page.expect_navigation():
            page.keyboard.press(key)
    assert page.get_by_role("button", name="Workforce").get_attribute("aria-pressed") == "true"
    assert page.get_by_role("button", name="commitment").get_attribute("aria-pressed") == "false"
    page.keyboard.press("?")
    assert page.get_by_role("definition").first.is_visible()
    page.keyboard.press("t")
    page.keyboard.type("n: a note, not a key")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("n")
    page.get_by_role("heading", name="Passage 2 of 6").wait_for()
    assert [(row.kind, row.label, row.value) for row in rows()] == [
        ("theme", "workforce", "yes"),
        ("theme", "workforce>roles_skills", "yes"),
        ("strength", "", "commitment"),
        ("undo", "", "3"),
        ("note", "", "n: a note, not a key"),
    ]
    assert visitor.faults("moderate", "serious", "critical") == []
    assert visitor.left() == [] and visitor.complaints == []


def test_coding_fits_a_telephone(window, coding):
    small = window(coding[0], viewport=NARROW)
    for path in ("/review", "/review/first?annotator=anna&seen=on"):
        small.go(path)
        assert small.overflow() <= 0
        assert small.faults() == []
