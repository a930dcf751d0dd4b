"""Options that several commands share, and the database that they ask."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

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
            with hold(job):
                command(job, **rest)
        except (CorpusError, OutputsError) as error:
            raise click.UsageError(str(error)) from error

    for option in reversed(options):
        with_job = option(with_job)
    return with_job


def database(path: Path, mode: str = "ro") -> Any:
    """An existing database; full-text search can be checked through a writable connection only."""
    import sqlite3

    import sqlite_utils

    if not path.exists():
        raise click.UsageError(f"{path} is not there: `stp run` makes it")
    return sqlite_utils.Database(sqlite3.connect(f"file:{path}?mode={mode}", uri=True))
