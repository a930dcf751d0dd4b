"""Coding passages by keyboard alone, beside the page that they stand on."""

import shutil
import subprocess
import sys

import pytest

from pipeline import codebook
from tests.browser.conftest import NARROW
from tests.conftest import ROOT, SAMPLE


@pytest.fixture
def drawn(outputs, tmp_path):
    """A corpus with a round of six passages, and the file that the coding goes to."""
    store = pytest.importorskip("pipeline.labels.store", reason="the store of labels is not there")
    from pipeline.labels import material, sample

    corpus, frame = tmp_path / "corpus", codebook.read()
    (corpus / "coding").mkdir(parents=True)
    shutil.copytree(SAMPLE / "pdf", corpus / "pdf")
    pool = list(material.passages(outputs / "stp.db"))
    design = sample.Design("first", 1, {"stratified": 6}, ("anna",), 0.0, len(pool), frame.version)
    sample.write(sample.draw(pool, design, frame, lambda label, text: []), corpus / "coding" / "first.jsonl")
    return corpus, lambda: store.read(corpus / store.NAME)


@pytest.fixture
def begin(outputs, drawn):
    """A way to start a server for that corpus; gives the process and its address."""
    servers = []

    def start(port=0):
        command = [sys.executable, "-m", "pipeline", "serve", "--port", port, "--outputs", outputs]
        command = [str(each) for each in (*command, "--corpus", drawn[0])]
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        servers.append(server)
        return server, server.stdout.readline().split()[0].removesuffix("/")

    yield start
    for server in servers:
        server.terminate()
        server.wait()
        server.stdout.close()


@pytest.fixture
def coding(begin, drawn):
    """A site with the round, and the rows that were said."""
    return begin()[1], drawn[1]


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
    expect = pytest.importorskip("playwright.sync_api").expect
    expect(page.get_by_role("definition").first).to_be_in_viewport()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Passage 1 of 6")).to_be_in_viewport()
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


def test_nothing_is_lost_when_the_server_is_killed_with_two_browsers_open(window, begin, drawn):
    expect = pytest.importorskip("playwright.sync_api").expect
    server, address = begin()
    one, other = (window(address).go("/review/first?annotator=anna&n=1") for _ in range(2))
    for page, key in ((one, "3"), (other, "4"), (one, "c")):
        with page.expect_navigation():
            page.keyboard.press(key)
    one.keyboard.press("t")
    one.keyboard.type("Half a note")
    server.kill()
    server.wait()
    assert [(row.kind, row.label or row.value) for row in drawn[1]()] == [
        ("theme", "workforce"), ("theme", "enablers"), ("strength", "context"),
    ]  # fmt: skip
    one.keyboard.press("Escape")
    with one.expect_event("requestfailed"):
        one.keyboard.press("n")
    begin(address.rpartition(":")[2])
    one.goto(f"{address}/review/first?annotator=anna&n=1")
    expect(one.get_by_label("Note")).to_have_value("Half a note")
    with one.expect_navigation():
        one.keyboard.press("n")
    assert [(row.kind, row.value) for row in drawn[1]()][3:] == [("note", "Half a note")]
    one.goto(f"{address}/review/first?annotator=anna&n=1")
    with one.expect_navigation():
        one.keyboard.press("u")
    one.reload()
    expect(one.get_by_label("Note")).to_have_value("")  # what was taken back does not come again


def test_coding_fits_a_telephone(window, coding):
    small = window(coding[0], viewport=NARROW)
    for path in ("/review", "/review/first?annotator=anna&seen=on"):
        small.go(path)
        assert small.overflow() <= 0
        assert small.faults() == []
