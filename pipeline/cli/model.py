"""The commands about the classifier: tagging with it, training it, measuring it."""

import sys
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import FILE, FOLDER, FOLDER_THERE, database, table, write_csv


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--corpus", type=FOLDER_THERE, default="corpus",
              show_default=True, metavar="DIR", help="Corpus whose gazetteers name the places.")  # fmt: skip
def tag(file: Any, corpus: Path) -> None:
    """Tag passages from anywhere: JSON Lines in, JSON Lines out, in order. `-` is standard input.

    Each line has "text" and may have "section", "context", "id" and "footprint".

    Example: echo '{"text": "We will close 40 acute beds by 2019."}' | stp tag -
    """
    from pipeline import tag as tagging
    from pipeline.corpus import Corpus

    bad = 0
    for number, answer in tagging.answers(file, Corpus(corpus).entities()):
        if isinstance(answer, tagging.Unreadable):
            click.echo(f"line {number}: {answer.reason}", err=True)
            bad += 1
        else:
            sys.stdout.buffer.write(answer + b"\n")
    if bad:
        raise click.exceptions.Exit(1)


@click.command()
def train() -> None:
    """Fit the classifier to the gold passages, with the encoder that is shipped.

    Example: stp train
    """
    from pipeline.classify import train as training

    click.echo(training.ship())


@click.command()
@click.argument("files", nargs=-1, type=FILE)
@click.option("--reading-sheet", "number", type=click.IntRange(min=1), metavar="N",
              help="Draw N findings for a person to hold against the page, as CSV.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another draw.")
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder with stp.db, from which is drawn.")  # fmt: skip
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              default="reading-sheet.csv", show_default=True, help="Where to write the sheet.")  # fmt: skip
@click.option("--read", "filled", type=FILE, metavar="SHEET", help="Count what a filled sheet says.")
def evaluate(
    files: tuple[Path, ...], number: int | None, seed: int, outputs: Path, target: Path, filled: Path | None
) -> None:
    """Measure the classifier on labelled passages that it has not seen; by default on held-out gold.

    With --reading-sheet a person measures the findings: the sheet is filled with y and n, and read.

    Example: stp evaluate --reading-sheet 100 --seed 7 --to sheet.csv
    """
    if sum(map(bool, (files, number, filled))) > 1:
        raise click.UsageError("give FILES, --reading-sheet or --read, not two of them")
    if number:
        _draw(outputs, number, seed, target)
    elif filled:
        _count(filled)
    else:
        from pipeline.classify import evaluate as evaluation

        click.echo(evaluation.table(files))


def _draw(outputs: Path, number: int, seed: int, target: Path) -> None:
    from pipeline import reading

    # Someone may have spent a day on it.
    if target.exists():
        raise click.UsageError(f"{target} is there already: give another --to")
    rows = reading.sheet(database(outputs / "stp.db"), number, seed)
    write_csv(target, reading.COLUMNS, (row.values() for row in rows))
    click.echo(f"wrote {len(rows)} findings to {target}: answer with y or n, then --read {target}")


def _count(filled: Path) -> None:
    from pipeline import reading
    from pipeline.corpus import rows

    try:
        shares = reading.shares(rows(filled))
    except ValueError as error:
        raise click.UsageError(f"{filled}, {error}") from error
    lines = [
        (each.question, each.right, each.judged, f"{each.right / each.judged:.3f}" if each.judged else "",
         f"{each.low:.3f} to {each.high:.3f}")
        for each in shares
    ]  # fmt: skip
    click.echo(table(("question", "right", "judged", "share", "95 % interval (Wilson)"), lines))
