"""The commands that ask a database: is it sound, and what has a rerun changed."""

from pathlib import Path

import click

from pipeline.cli.options import FILE, FOLDER, database


@click.command()
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder whose stp.db is verified.")  # fmt: skip
def verify(outputs: Path) -> None:
    """Check the database: integrity, every quotation, span and box; print its digest.

    Example: stp verify --outputs outputs
    """
    from pipeline.load import verify as verifying

    db = database(outputs / "stp.db", mode="rw")
    problems = list(verifying.problems(db))
    for problem in problems:
        click.echo(f"{problem.check}: {problem.where}: {problem.message}", err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} problems in {outputs / 'stp.db'}")
    click.echo(f"no problem found; digest {verifying.digest(db)}")


@click.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
def diff(old: Path, new: Path) -> None:
    """Say which findings a rerun added, lost or changed.

    Example: stp diff outputs-before/stp.db outputs/stp.db
    """
    from pipeline.load import difference

    for change in difference.changes(database(old), database(new)):
        what = f" {change.field}" if change.field else ""
        click.echo(f"{change.change}{what} {change.theme} {change.ref}: {change.old} → {change.new}")
