"""The docs say what the code does: tables are current, commands exist, queries answer, links resolve."""

import ast
import importlib.metadata
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from pipeline import segment
from pipeline.classify import classifier, inputs
from pipeline.cli import stp
from pipeline.cli.options import commands
from pipeline.extract import furniture, ocr, tagged, window
from pipeline.load import repeats
from pipeline.load.tables import TABLES
from pipeline.load.views import VIEWS
from tests.conftest import ROOT

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
MAKEFILE = (ROOT / "Makefile").read_text()
COMMANDS = dict(commands(stp))
PLACEHOLDERS = ("PLAN", "STAGE", "COMMAND", "CORPUS", "OUTPUTS", "…", "*")

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
COG = re.compile(r"<!-- \[\[\[cog.*?\]\]\] -->", re.DOTALL)


def code(page: Path) -> list[str]:
    """The lines of code and the code between backticks of a page."""
    text = COG.sub("", page.read_text())
    lines = [
        line for language, block in FENCE.findall(text) if language != "sql" for line in block.splitlines()
    ]
    return lines + CODE.findall(FENCE.sub("", text).replace("\\|", "|"))


def queries(page: Path) -> list[str]:
    return [block for language, block in FENCE.findall(page.read_text()) if language == "sql"]


def parsed(line: str) -> list[str]:
    """The words of the call of `stp` or `make` in a line, if there is one."""
    call = re.search(r"(?:^|[|] |/)((?:stp|make)(?: .*)?)$", line.partition("  #")[0].strip())
    return shlex.split(call.group(1)) if call else []


def wrong(words: list[str]) -> str:
    """What does not exist in a call of `stp` or `make`, or nothing."""
    program, *rest = words
    if not rest or rest[0] in PLACEHOLDERS:
        return ""
    if program == "make":
        targets = re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE) + stage_names()
        given = [word for word in rest if "=" not in word]
        variables = [word.partition("=")[0] for word in rest if "=" in word]
        missing = [word for word in given if word not in targets]
        return ", ".join(
            missing + [name for name in variables if f"$({name})" not in MAKEFILE and name != "YES"]
        )
    if rest[0].startswith("--"):
        return "" if rest[0] in ("--help", "--version") else rest[0]
    command = stp
    while isinstance(command, click.Group) and rest:
        name, *rest = rest
        if name.startswith("--"):
            return "" if name == "--help" else name
        command = command.commands.get(name)
        if command is None:
            return name
    options = {name for each in command.params for name in (*each.opts, *each.secondary_opts)} | {"--help"}
    return ", ".join(word for word in rest if word.startswith("--") and word not in options)


def stage_names() -> list[str]:
    return re.search(r"^STAGES = (.*)$", MAKEFILE, re.MULTILINE).group(1).split()


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings get on the web."""
    heads = re.findall(r"^#+ (.*)$", FENCE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_what_cog_wrote_is_current(outputs):
    docs = re.search(r"^DOCS = (.*)$", MAKEFILE, re.MULTILINE).group(1).split()
    assert "README.md" in docs
    # With OCR installed, the other tests' run has read the pictures; the docs show one that has not.
    where = {} if shutil.which("tesseract") else {"STP_OUTPUTS": str(outputs)}
    cog = Path(sys.executable).with_name("cog")
    done = subprocess.run(
        [cog, "--check", "--diff", *docs], cwd=ROOT, env=os.environ | where, capture_output=True, text=True
    )
    assert done.returncode == 0, f"run `make docs`\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    command = COMMANDS[name]
    text, found, example = (command.help or "").partition("Example: ")
    assert len(text.split()) >= 5 and found, f"stp {name} has no help, or no example in it"
    words = parsed(example.split("\n")[0].strip())
    assert " ".join(words).startswith(f"stp {name}")
    assert wrong(words) == ""
    assert all(each.help for each in command.params if each.param_type_name == "option")


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_shown_exists_with_its_options(page):
    calls = [words for line in code(page) if (words := parsed(line))]
    faults = {" ".join(words): fault for words in calls if (fault := wrong(words))}
    assert faults == {}


def test_the_check_for_commands_finds_what_is_wrong():
    assert wrong(parsed("stp nonsense --corpus x")) == "nonsense"
    assert wrong(parsed(".venv/bin/stp run --nonsense")) == "--nonsense"
    assert wrong(parsed("make nonsense")) == "nonsense"
    assert len([line for line in code(README) if parsed(line)]) > 10


def test_the_queries_of_the_readme_answer(outputs):
    db = sqlite3.connect(f"file:{outputs / 'stp.db'}?mode=ro", uri=True)
    asked = queries(README)
    assert len(asked) >= 5
    for sql in asked:
        assert db.execute(sql).fetchall(), sql


def test_the_example_joins_answer(outputs):
    db = sqlite3.connect(f"file:{outputs / 'stp.db'}?mode=ro", uri=True)
    asked = queries(ROOT / "docs" / "database.md")
    assert len(asked) >= 5
    for sql in asked:
        assert db.execute(sql).fetchall(), sql


def test_the_readme_is_short():
    assert len(README.read_text().splitlines()) <= 220


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_relative_link_resolves(page):
    for link in LINK.findall(FENCE.sub("", page.read_text())):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link}: there is no such heading"


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_path_named_exists(page):
    """Paths of the repository between backticks; what a run makes is left out."""
    for span in CODE.findall(FENCE.sub("", page.read_text())):
        if re.fullmatch(r"(?:corpus/(?!mine)|models/|pipeline/|docs/|tests/)[\w./-]*", span):
            assert (ROOT / span).exists(), f"{page.name} names {span}"


def test_every_table_and_view_is_described():
    text = (ROOT / "docs" / "database.md").read_text()
    for name in (*TABLES, *VIEWS):
        assert f"\n### {name}\n" in text


def test_the_method_has_the_constants_of_the_code():
    text = (ROOT / "docs" / "method.md").read_text()
    for words in (
        f"tags cover at least {tagged.COVER:.0%}".replace("%", " %"),
        f"bottom {furniture.BAND:.0%}".replace("%", " %"),
        f"{furniture.SHARE:.0%}".replace("%", " %") + f" of the pages and on {furniture.LEAST} at least",
        f"fewer than {window.FEW} characters",
        f"{ocr.DPI} dpi",
        f"heading of {segment.SHORTEST_HEADING} words",
        f"longer than {segment.LONGEST} words",
        f"at most {inputs.LONGEST} tokens",
        f"from a probability of {classifier.THRESHOLD} on",
        f"at least {repeats.SIMILAR} of their pairs",
        f"fewer than {repeats.LEAST_WORDS} words",
    ):
        assert words in " ".join(text.split()), words
    assert (window.PICTURED, repeats.SHINGLE) == (0.5, 2), "half the page; pairs of words"


def test_operations_has_the_limits_of_the_code():
    text = " ".join((ROOT / "docs" / "operations.md").read_text().split())
    constants = {}
    for name in ("steps.py", "attempt.py"):
        for node in ast.parse((ROOT / "pipeline" / "stages" / name).read_text()).body:
            if isinstance(node, ast.Assign):
                constants[ast.unparse(node.targets[0])] = ast.unparse(node.value)
    assert constants["MEMORY_LIMIT"] == "4 << 30" and "4 GB of address space" in text
    assert f"{constants['PAGE_SECONDS']} seconds a page" in text
    assert f"after {constants['DEATHS']} such pages" in text


def test_dependencies_are_those_of_the_project_with_their_licences():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = (project["dependencies"], *project["optional-dependencies"].values())
    declared = {each.partition("==")[0] for group in groups for each in group}
    listed = re.findall(
        r"^\| ([a-z][\w-]*) \| ([^|]+) \|", (ROOT / "docs" / "dependencies.md").read_text(), re.M
    )
    rows = {name: licence for name, licence in listed if name != "package"}
    assert set(rows) == declared
    train = {each.partition("==")[0] for each in project["optional-dependencies"]["train"]}
    for name, licence in rows.items():
        if name in train:  # not installed where the tests run
            continue
        said = licences(importlib.metadata.distribution(name))
        for each in licence.split(", "):
            family = each.split("-")[0]
            assert family in said, f"{name} is said to be under {each}; its metadata say: {said[:200]}"


def test_nothing_installed_is_under_the_agpl():
    said = {each.metadata["Name"]: licences(each) for each in importlib.metadata.distributions()}
    assert [name for name, words in said.items() if re.search("AGPL|Affero", words)] == []


def licences(package: importlib.metadata.Distribution) -> str:
    """What a package's metadata say of its licence, or the first line of its licence file."""
    metadata = package.metadata
    classifiers = [each for each in metadata.get_all("Classifier") or [] if each.startswith("License ::")]
    said = [metadata.get("License-Expression") or "", (metadata.get("License") or "")[:200], *classifiers]
    files = [each for each in package.files or [] if each.name.upper().startswith("LICEN")]
    said += [each.read_text()[:60] for each in files[:1] if each.locate().exists()]
    return " ".join(said)
