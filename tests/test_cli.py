"""The command line: what it imports, what it answers, and with which exit code it ends."""

import json
import shutil
import sqlite3
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pipeline.cli import stp
from tests.conftest import ROOT, SAMPLE, invoke

SLOW = ("pdfplumber", "spacy", "sklearn", "onnxruntime", "datasette", "sqlite_utils")
PLAN = "stonebeck-2016-10"
CLOSES = {"text": "We will close 40 acute beds at the two hospitals by March 2019.", "id": "a", "more": 1}
ANSWER = [
    "id", "themes", "accepted", "subthemes", "lenses", "strength", "quotes", "quantities", "mentions",
]  # fmt: skip
QUANTITY = [
    "kind", "value", "value_high", "unit", "direction", "by_year", "counts", "text", "start", "end",
]  # fmt: skip


@pytest.fixture
def files(tmp_path):
    """A PDF, the same again under another name, and a web page that calls itself a PDF."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("A Plan.pdf", "again.pdf"):
        shutil.copy(SAMPLE / "pdf" / f"{PLAN}.pdf", folder / name)
    (folder / "page.pdf").write_text("<html><body>Not found</body></html>")
    return sorted(folder.iterdir())


@pytest.fixture
def copied(outputs, tmp_path):
    """Outputs that hold a copy of the database only."""
    shutil.copy(outputs / "stp.db", tmp_path)
    return tmp_path


def tagged(lines: bytes, *args: object):
    return CliRunner().invoke(stp, ["tag", *map(str, args)], input=lines)


def lines(*questions: object) -> bytes:
    return b"".join(
        each if isinstance(each, bytes) else json.dumps(each).encode() + b"\n" for each in questions
    )


def test_help_imports_nothing_slow():
    program = (
        "import sys\nfrom pipeline.cli import stp\nstp(['--help'], standalone_mode=False)\n"
        f"print(sorted(set({SLOW!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in stp.commands)
    assert done.stderr.strip() == "[]"


def test_what_is_not_a_command_is_a_wrong_question():
    assert invoke("nonsense").exit_code == 2
    assert invoke("run", "--nonsense").exit_code == 2


def test_run_refuses_what_it_was_asked_wrongly(small, tmp_path):
    unknown = invoke("run", "--corpus", small, "--outputs", tmp_path / "out", "--plan", "nobody")
    assert (unknown.exit_code, "no plan nobody" in unknown.output) == (2, True)
    empty = invoke("run", "--corpus", tmp_path / "none", "--outputs", tmp_path / "out")
    assert (empty.exit_code, "has no manifest.csv" in empty.output) == (2, True)


def test_outputs_belong_to_one_corpus(small, tmp_path):
    assert invoke("fetch", "--corpus", small, "--outputs", tmp_path / "out").exit_code == 0
    other = invoke("fetch", "--corpus", SAMPLE, "--outputs", tmp_path / "out")
    assert (other.exit_code, "another corpus" in other.output) == (2, True)


def test_a_stage_names_the_one_that_is_missing(small, tmp_path):
    result = invoke("segment", "--corpus", small, "--outputs", tmp_path / "out")
    assert result.exit_code == 1
    assert "run `stp extract` first" in result.output


def test_add_registers_skips_and_refuses(files, tmp_path):
    corpus = tmp_path / "mine"
    result = invoke("add", *files, "--corpus", corpus, "--footprint", "X1", "--published", "2016-10")
    assert result.exit_code == 0, result.output
    assert [line.split()[0] for line in result.output.splitlines()] == ["added", "duplicate", "refused"]
    assert "as a-plan" in result.output and "the file is a web page" in result.output
    assert sorted(path.name for path in (corpus / "pdf").iterdir()) == ["a-plan.pdf", "page.pdf"]
    rows = (corpus / "manifest.csv").read_text().splitlines()[1:]
    assert [row.split(",")[:5] for row in rows] == [
        ["a-plan", "X1", "A Plan", "plan", "2016-10"],
        ["page", "X1", "page", "plan", "2016-10"],
    ]
    assert [row.split(",")[10] for row in rows] == ["", "refused"]


def test_a_dry_run_of_add_says_the_same_and_writes_nothing(files, tmp_path):
    corpus = tmp_path / "mine"
    result = invoke("add", *files, "--corpus", corpus, "--footprint", "X1", "--dry-run")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.output.splitlines()] == [
        "added", "duplicate", "refused", "Nothing",
    ]  # fmt: skip
    assert not corpus.exists()


@pytest.mark.parametrize("wrong", [["--kind", "novel"], ["--nonsense"]])
def test_add_refuses_what_it_does_not_know(files, tmp_path, wrong):
    result = invoke("add", files[0], "--corpus", tmp_path / "mine", "--footprint", "X1", *wrong)
    assert result.exit_code == 2
    assert not (tmp_path / "mine").exists()


def test_status_of_no_corpus(tmp_path):
    assert invoke("status", "--corpus", tmp_path / "none").exit_code == 2
    assert invoke("status", "--corpus", tmp_path).exit_code == 2


def test_verify_finds_nothing_and_prints_the_digest(outputs):
    result = invoke("verify", "--outputs", outputs)
    assert result.exit_code == 0, result.output
    assert len(result.output.split()[-1]) == 64


def test_verify_finds_a_quotation_that_was_changed(copied):
    with sqlite3.connect(copied / "stp.db") as db:
        (ref,) = db.execute("select ref from findings_readable where finding = 1").fetchone()
        db.execute("update findings set quote = 'x' || substr(quote, 2) where id = 1")
    result = invoke("verify", "--outputs", copied)
    assert result.exit_code == 1
    assert ref in result.stderr
    assert "1 problems" in result.stderr or "1 problem" in result.stderr


def test_verify_without_a_database(tmp_path):
    result = invoke("verify", "--outputs", tmp_path)
    assert (result.exit_code, "`stp run` makes it" in result.output) == (2, True)


def test_diff_says_what_changed(outputs, copied):
    old, new = outputs / "stp.db", copied / "stp.db"
    same = invoke("diff", old, new)
    assert (same.exit_code, same.output) == (0, "")
    with sqlite3.connect(new) as db:
        (ref,) = db.execute("select ref from findings_readable where finding = 1").fetchone()
        db.execute("update findings set strength = 'none' where id = 1")
    changed = invoke("diff", old, new)
    assert changed.exit_code == 0
    assert len(changed.output.splitlines()) == 1
    assert ref in changed.output and "strength" in changed.output and "none" in changed.output
    assert invoke("diff", old, new.with_name("none.db")).exit_code == 2


def test_look_writes_a_picture(tmp_path):
    target = tmp_path / "page.png"
    result = invoke("look", PLAN, 3, "--corpus", SAMPLE, "--to", target)
    assert result.exit_code == 0, result.output
    assert target.read_bytes().startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize(("plan", "page"), [("nobody", 1), (PLAN, 0), (PLAN, 99)])
def test_look_at_what_is_not_there(tmp_path, plan, page):
    target = tmp_path / "page.png"
    assert invoke("look", plan, page, "--corpus", SAMPLE, "--to", target).exit_code == 2
    assert not target.exists()


def test_tag_answers_with_the_keys_of_the_contract():
    result = tagged(lines(CLOSES), "-", "--corpus", SAMPLE)
    assert result.exit_code == 0, result.stderr
    (answer,) = map(json.loads, result.stdout.splitlines())
    assert list(answer) == ANSWER
    assert answer["id"] == "a"
    assert "acute_reconfiguration" in answer["accepted"]
    assert set(answer["accepted"]) <= set(answer["themes"])
    assert all(0 <= each <= 1 for each in answer["themes"].values())
    beds = next(each for each in answer["quantities"] if each["kind"] == "beds")
    assert list(beds) == QUANTITY
    assert (beds["value"], beds["direction"], beds["by_year"], beds["text"]) == (40, "down", 2019, "40")
    assert CLOSES["text"][beds["start"] : beds["end"]] == "40"


def test_tag_names_bad_lines_and_answers_the_good_ones_in_order(tmp_path):
    file = tmp_path / "passages.jsonl"
    good = {
        "text": "Ousby District Hospital will keep its emergency department.",
        "footprint": "S03",
        "id": 5,
    }
    file.write_bytes(lines(CLOSES, b"not json\n", b"\n", {"id": "no text"}, good, {"text": "  "}))
    result = tagged(b"", file, "--corpus", SAMPLE)
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", 5]
    said = result.stderr.splitlines()
    assert [line.split(":")[0] for line in said] == ["line 2", "line 4", "line 6"]
    assert all(line.partition(": ")[2] for line in said)
    mention = json.loads(result.stdout.splitlines()[1])["mentions"][0]
    assert list(mention) == ["entity", "kind", "text", "start", "end"]
    assert (mention["kind"], mention["text"]) == ("hospital", "Ousby District Hospital")


def test_tag_without_a_file():
    assert invoke("tag", "nobody.jsonl").exit_code == 2
    assert invoke("tag").exit_code == 2


def test_clean_says_and_then_removes(small, tmp_path):
    out = tmp_path / "out"
    assert invoke("run", "--to", "segment", "--corpus", small, "--outputs", out).exit_code == 0
    (out / "README.md").write_text("kept")
    said = invoke("clean", "--outputs", out)
    assert said.exit_code == 0, said.output
    assert said.output and all(line.startswith("would remove ") for line in said.output.splitlines())
    assert (out / "passages" / f"{PLAN}.jsonl").exists()
    done = invoke("clean", "--outputs", out, "--yes")
    assert done.exit_code == 0
    assert done.output.replace("removed ", "would remove ") == said.output
    assert [path.name for path in out.iterdir() if not path.name.startswith(".")] == ["README.md"]
    assert (small / "manifest.csv").exists() and (small / "pdf" / f"{PLAN}.pdf").exists()
