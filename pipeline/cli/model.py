"""The commands about the classifier: tagging with it, training it, measuring it."""

import sys
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import FILE, FOLDER_THERE


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
def evaluate(files: tuple[Path, ...]) -> None:
    """Measure the classifier on labelled passages that it has not seen; by default on held-out gold.

    Example: stp evaluate real_passages.jsonl written_passages.jsonl
    """
    from pipeline.classify import evaluate as evaluation

    click.echo(evaluation.table(files))
