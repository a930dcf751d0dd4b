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

    Each line has "text" and may have "section", "context", "id", "footprint" and "doc": lines of one document
    are read in its light.

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


WEIGHT = click.option(
    "--weight", "given", multiple=True, metavar="WHO=N",
    help="Count gold decided by a coder (anna=3), in a round (:first=2) or both (anna:first=3) N times.",
)  # fmt: skip


@click.command()
@click.option("--gold", "files", multiple=True, type=FILE, metavar="FILE",
              help="Gold to learn from as well, such as people's (repeatable).")  # fmt: skip
@WEIGHT
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Where to write; by default the shipped classifier is replaced.")  # fmt: skip
def train(files: tuple[Path, ...], given: tuple[str, ...], target: Path | None) -> None:
    """Fit the classifier to the gold passages, with the encoder that is shipped.

    Example: stp train --gold corpus/mine/coding/gold/first.jsonl --weight anna=3
    """
    from pipeline.classify import classifier
    from pipeline.classify import train as training

    click.echo(training.ship(files, _weights(given), target or classifier.FILE))


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
@click.option("--errors", type=click.IntRange(min=1), metavar="N",
              help="Show the N errors that the classifier was surest of, with their text.")  # fmt: skip
@click.option("--keep", is_flag=True,
              help="Keep the figures in models/evaluation.json, for the model card.")  # fmt: skip
@click.option("--learning", is_flag=True, help="Say what F1 fewer gold passages would have given.")
@click.option("--before", multiple=True, type=FILE, metavar="FILE",
              help="Gold without the new labels (repeatable); by default the shipped.")  # fmt: skip
@click.option("--after", multiple=True, type=FILE, metavar="FILE",
              help="New gold: say by label what it buys (repeatable).")  # fmt: skip
@WEIGHT
def evaluate(
    files: tuple[Path, ...], number: int | None, seed: int, outputs: Path, target: Path, filled: Path | None,
    errors: int | None, keep: bool, learning: bool, before: tuple[Path, ...], after: tuple[Path, ...],
    given: tuple[str, ...],
) -> None:  # fmt: skip
    """Measure the classifier on labelled passages that it has not seen; by default on held-out gold.

    With --reading-sheet a person measures the findings: the sheet is filled with y and n, and read. With
    --after, what new labels buy: F1 by label without and with them, on FILES, or else on the new passages
    themselves in folds of whole documents.

    Example: stp evaluate --reading-sheet 100 --seed 7 --to sheet.csv
    """
    if sum(map(bool, (files or after, number, filled))) > 1:
        raise click.UsageError("give FILES or --after, --reading-sheet or --read, not two of them")
    if before and not after:
        raise click.UsageError("--before is compared with --after: give both")
    if number:
        _draw(outputs, number, seed, target)
    elif filled:
        _count(filled)
    else:
        try:
            if after:
                from pipeline.classify import gain

                click.echo(gain.table(before, after, files, _weights(given)))
            else:
                _measure(files, errors or 0, keep, learning)
        except ValueError as error:
            raise click.UsageError(str(error)) from error


def _measure(files: tuple[Path, ...], errors: int, kept: bool, learning: bool) -> None:
    from pipeline.classify import evaluate as evaluation
    from pipeline.classify.evaluation import KEPT, keep
    from pipeline.classify.learning import curve

    measurements = []
    for judged in evaluation.sets(files):
        measurements.append(evaluation.measured(judged))
        click.echo(f"{evaluation.text(measurements[-1])}\n")
        if errors:
            click.echo(f"the {errors} errors it was surest of\n{evaluation.hardest(judged, errors)}\n")
    points = curve() if learning else []
    for point in points:
        click.echo(f"{point.passages:>6,} gold passages: themes micro F1 {point.f1:.3f} of the words alone")
    if kept:
        keep(measurements, points)
        click.echo(f"kept in {KEPT.name}")


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


def _weights(given: tuple[str, ...]) -> dict[str, int]:
    weights = {}
    for each in given:
        who, _, number = each.rpartition("=")
        if not who or not number.isdecimal():
            raise click.UsageError(f"--weight {each}: say who and a whole number, such as anna=3")
        weights[who] = int(number)
    return weights
