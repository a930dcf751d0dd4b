"""What cog writes into README.md and docs/: answers of the sample's database, commands, tables, views.

Reads the command line, the schema and, for the answers, the database of a run on the sample, which is
brought up to date first. The docs can so never say what the code does not do.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import click
import sqlite_utils

from pipeline.classify import evaluation
from pipeline.cli import stp
from pipeline.cli.options import commands as every
from pipeline.cli.stages import STAGES
from pipeline.load import schema, views
from pipeline.load.tables import TABLES
from pipeline.questions import QUESTIONS

ROOT = Path(__file__).resolve().parent.parent
OUTPUTS = Path(
    os.environ.get("STP_OUTPUTS") or ROOT / ("outputs-docs" if shutil.which("tesseract") else "outputs")
)
"""Where the sample's database lies. The docs show a run without OCR, on machines that have it as well."""

LONGEST = 110
"""Characters of a value that is shown."""

TYPES = {str: "text", int: "integer", float: "real"}


@cache
def database() -> sqlite3.Connection:
    """The database of a run on the sample, read only; `stp run` makes it or brings it up to date."""
    command = [sys.executable, "-m", "pipeline", "run", "--outputs", str(OUTPUTS)]
    # Without a PATH no OCR engine is found.
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PATH": ""}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"the docs need a run on the sample, and `stp run` failed:\n{done.stderr}")
    return sqlite3.connect(f"file:{OUTPUTS / 'stp.db'}?mode=ro", uri=True)


def answer(question: str) -> str:
    """One of the questions in SQL, and what the sample answers."""
    sql = QUESTIONS[question].in_readme()
    cursor = database().execute(sql)
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    if not rows:
        sys.exit(f"the sample has no answer to:\n{sql}")
    return f"```sql\n{sql}\n```\n\n{table(names, rows)}"


def table(names: Sequence[str], rows: Iterable[Sequence[Any]], longest: int = LONGEST) -> str:
    """Rows as a table in Markdown; a longer value is cut at a word, and shows so."""
    lines = [names, ["---"] * len(names), *([_cell(value, longest) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def commands() -> str:
    """Each command and what it does; the stages together."""
    rows = [(f"`stp {name}`", _help(each)[0]) for name, each in every(stp) if name not in STAGES]
    stages = ", ".join(f"`stp {name}`" for name in STAGES)
    rows.insert(1, (stages, "One stage alone; it names the stage before it where that has not run."))
    return table(["command", "what it does"], rows, longest=1000)


def commands_in_full() -> str:
    """Each command with its arguments, its options and an example."""
    return "\n\n".join(_command(name, each) for name, each in every(stp))


def tables() -> str:
    """Each table with its columns."""
    parts = []
    for name, each in TABLES.items():
        rows = [
            (f"`{column}`{' (key)' if column in each.pk else ''}", _type(of), of.description)
            for column, of in each.columns.items()
        ]
        parts.append(
            f"### {name}\n\n{each.description}.\n\n{table(['column', 'type', 'what it means'], rows, 1000)}"
        )
    return "\n\n".join(parts)


def all_views() -> str:
    """Each view with its columns."""
    db = sqlite_utils.Database(memory=True, strict=True)
    schema.create(db)
    views.create(db)
    described: dict[str, list[tuple[str, str]]] = {}
    for row in views.describe(db):
        described.setdefault(row["table"], []).append((row["column"], row["description"]))
    parts = []
    for name, ((_, description), *columns) in described.items():
        rows = [(f"`{column}`", words) for column, words in columns]
        parts.append(f"### {name}\n\n{description}.\n\n{table(['column', 'what it means'], rows, 1000)}")
    return "\n\n".join(parts)


STUDIED = ("all labels", "themes", "sub-themes", "lenses", "strength")
"""Lines of the agreement that docs/coding.md shows; each label has its own besides."""


def study() -> str:
    """How far the coders of the worked study agree, with each other and with the model of now."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "study"
        shutil.copytree(ROOT / "corpus" / "sample", corpus)
        coding = corpus / "coding"
        database()
        _labels("import", coding / "study-anna.csv", coding / "study-ben.json", corpus=corpus)
        said = _labels("agree", "--round", "study", "--outputs", OUTPUTS, corpus=corpus)
    lines = [line for line in said.splitlines()[2:] if line.strip()]
    kept = [line for line in lines if not line.startswith("  ") or line.strip().startswith(STUDIED)]
    return "```text\n" + "\n".join(kept) + "\n```"


def _labels(command: str, *arguments: object, corpus: Path) -> str:
    words = [sys.executable, "-m", "pipeline", "labels", command, *arguments, "--corpus", corpus]
    done = subprocess.run([str(word) for word in words], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"the docs need the worked study, and `stp labels {command}` failed:\n{done.stderr}")
    return done.stdout


MEASURED = {"real_passages": "real", "written_passages": "written", "gold": "gold, held out"}
"""Sets of passages in models/evaluation.json, and what the model card calls them."""


def measurements() -> str:
    """The classifier's figures by set of passages."""
    kept = {each.name: each for each in evaluation.kept().sets}
    columns = [list(_figures(kept[name])) for name in MEASURED]
    rows = [(of[0][0], *(figures for _, figures in of)) for of in zip(*columns, strict=True)]
    return table(["", *MEASURED.values()], rows)


def _figures(each: evaluation.Measured) -> Iterator[tuple[str, str]]:
    yield "passages, documents", f"{each.passages:,}, {each.documents}"
    for group in each.groups:
        one = group.score
        yield f"{group.name}, micro F1 (95 % over documents)", f"{one.f1:.3f} ({one.low:.3f}-{one.high:.3f})"
        yield f"{group.name}, precision, recall", f"{one.precision:.3f}, {one.recall:.3f}"
        yield f"{group.name}, macro F1, over labels of 10 passages and more", f"{group.macro_many:.3f}"
    yield "strength by the classifier alone, macro F1", f"{each.strength:.3f}"
    ece = "" if each.ece is None else f"{each.ece:.3f}"
    yield "median ECE of labels with 30 passages and more", ece
    held = each.held
    yield "accept band: themes from p", f"{each.bands.accept:.2f}"
    yield "its precision, share of true labels held", f"{held.precision:.3f}, {held.held:.3f}"
    yield (
        "reject band: themes under p, share of true labels lost",
        f"{each.bands.reject:.2f}, {held.lost:.3f}",
    )


def labels() -> str:
    """F1 of each label by set of passages, and on how many passages that carry it."""
    kept = {each.name: each for each in evaluation.kept().sets}
    columns = [kept[name].labels for name in MEASURED]
    rows = [
        (of[0].label, *(f"{one.score.f1:.3f} (n {one.score.n})" if one.score.n else "–" for one in of))
        for of in zip(*columns, strict=True)
    ]
    return table(["label", *MEASURED.values()], rows)


def learning() -> str:
    """The learning curve."""
    points = evaluation.kept().learning
    head = ["gold passages", *(f"{each.passages:,}" for each in points)]
    return table(head, [("themes, micro F1, of the words alone", *(f"{each.f1:.3f}" for each in points))])


def _command(name: str, command: click.Command) -> str:
    what, example = _help(command)
    arguments = [
        each.make_metavar(click.Context(command))
        for each in command.params
        if isinstance(each, click.Argument)
    ]
    options = [each for each in command.params if isinstance(each, click.Option)]
    lines = [f"### stp {' '.join([name, *arguments])}", "", what, "", f"Example: `{example}`"]
    if options:
        lines += ["", table(["option", "what it does"], [_option(each, command) for each in options], 1000)]
    return "\n".join(lines)


def _help(command: click.Command) -> tuple[str, str]:
    """The text of a command's help in one line, and its example."""
    text, _, example = (command.help or "").partition("Example:")
    return " ".join(text.split()), " ".join(example.split())


def _option(option: click.Option, command: click.Command) -> tuple[str, str]:
    name, words = option.get_help_record(click.Context(command)) or ("", "")
    return f"`{name}`", " ".join(words.split())


def _type(column: Any) -> str:
    of = TYPES[column.type] + (", or none" if column.optional else "")
    return f"{of}; refers to `{column.refers}`" if column.refers else of


def _cell(value: Any, longest: int) -> str:
    """A value as a cell: a table row's own cells are divided by " · ", figures have commas."""
    if isinstance(value, float):
        value = f"{value:,.10g}"
    text = "" if value is None else re.sub(r"\s+", " ", str(value).replace("\t", " · "))
    if len(text) > longest:
        text = text[:longest].rsplit(" ", 1)[0] + " …"
    return text.replace("|", "\\|")
