"""Options that several commands share, and the database that they ask."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import click

from pipeline import spreadsheet

Command = Callable[..., None]

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
FOLDER_THERE = click.Path(exists=True, file_okay=False, path_type=Path)


def in_corpus(command: Command) -> Command:
    """The options that every stage takes."""
    options = (
        click.option("--corpus", type=FOLDER, default="corpus/sample",
                     show_default=True, metavar="DIR", help="Folder with manifest.csv and pdf/."),
        click.option("--outputs", type=FOLDER, default="outputs",
                     show_default=True, metavar="DIR", help="Folder to write into."),
        click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, metavar="N",
                     help="Worker processes."),
        click.option("--cluster", default="", metavar="ADDRESS",
                     help="Work on a Dask cluster instead, by its scheduler's address (tcp://…)."),
        click.option("--plan", "only", multiple=True, metavar="ID", help="Only this plan (repeatable)."),
        click.option("--retry", is_flag=True, help="Try again what failed before."),
    )  # fmt: skip

    @wraps(command)
    def with_job(
        corpus: Path, outputs: Path, jobs: int, cluster: str, only: tuple[str, ...], retry: bool, **rest: Any
    ) -> None:
        from pipeline.corpus import Corpus, CorpusError
        from pipeline.stages import Job, OutputsError, hold

        job = Job(Corpus(corpus), outputs, jobs, only, retry, cluster)
        try:
            unknown = set(only) - {plan.id for plan in job.corpus.plans()}
            if unknown:
                raise CorpusError(f"no plan {', '.join(sorted(unknown))} in {corpus}/manifest.csv")
            if cluster:
                from pipeline.stages.engines import dashboard

                click.echo(f"dashboard: {dashboard(cluster)}", err=True)
            # A dry run leaves no trace, so it claims no outputs either.
            with contextlib.nullcontext() if rest.get("dry_run") else hold(job):
                command(job, **rest)
        except (CorpusError, OutputsError) as error:
            raise click.UsageError(str(error)) from error

    for option in reversed(options):
        with_job = option(with_job)
    return with_job


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command of a group and of the groups in it, with its words after `stp`."""
    for name, command in group.commands.items():
        words = f"{above} {name}".strip()
        if isinstance(command, click.Group):
            yield from commands(command, words)
        else:
            yield words, command


def database(path: Path, mode: str = "ro") -> Any:
    """An existing database; full-text search can be checked through a writable connection only."""
    import sqlite3

    import sqlite_utils

    if not path.exists():
        raise click.UsageError(f"{path} is not there: `stp run` makes it")
    return sqlite_utils.Database(sqlite3.connect(f"file:{path}?mode={mode}", uri=True))


def corpus_of(outputs: Path, given: Path | None) -> Any:
    """The corpus that was given, or the one that outputs say they came from; None if it is not here."""
    from pipeline.corpus import Corpus

    note = outputs / "corpus.txt"
    folder = given or (outputs / note.read_text().strip() if note.exists() else None)
    return Corpus(folder) if folder and folder.is_dir() else None


def write_csv(path: Path, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """A CSV file for a spreadsheet."""
    path.write_text(spreadsheet.table(columns, rows), encoding="utf-8", newline="")


def table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Rows under their heads, for the screen."""
    lines = [[str(each) for each in row] for row in (columns, *rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(each.ljust(width) for each, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
