"""The command that shows the database in a browser."""

import socket
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import FOLDER, FOLDER_THERE


@click.command()
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder with stp.db.")  # fmt: skip
@click.option("--corpus", type=FOLDER_THERE, metavar="DIR",
              help="Folder with pdf/; by default the corpus of these outputs.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, metavar="N",
              help="Port to listen at; 0 for any that is free.")  # fmt: skip
@click.option("--open", "open_browser", is_flag=True, help="Open a browser at it.")
def serve(outputs: Path, corpus: Path | None, host: str, port: int, open_browser: bool) -> None:
    """Show the database in a browser: search it, ask it, see each sentence on its page.

    The database is only read, and nothing is fetched from elsewhere. What people code is added to
    CORPUS/labels.db. It runs until it is interrupted.

    Example: stp serve --outputs outputs --open
    """
    try:
        import uvicorn

        from pipeline import serve as serving
    except ModuleNotFoundError as error:
        if error.name not in ("datasette", "uvicorn"):
            raise
        raise click.ClickException(
            "stp serve needs Datasette, which is not installed: pip install 'datasette>=0.65.5,<1'"
        ) from error
    database = outputs / "stp.db"
    if not database.exists():
        raise click.UsageError(f"{database} is not there: `stp run --outputs {outputs}` makes it")
    listening = _listening(host, port)
    site = _site(serving, database, corpus)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
    click.echo(f"{address} shows {database}; Ctrl-C ends it")
    site.pictures.printer.warm()
    if open_browser:
        click.launch(address)
    try:
        server = uvicorn.Server(uvicorn.Config(site.app(), log_level="warning"))
        server.run(sockets=[listening])
    finally:
        site.pictures.printer.close()


def _listening(host: str, port: int) -> socket.socket:
    """A socket that takes connections from now on, so that a browser may be opened before all is up."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise click.UsageError(
            f"cannot listen at {host}:{port} ({error.strerror}): give another --port"
        ) from error


def _site(serving: Any, database: Path, folder: Path | None) -> Any:
    """The site, with the PDFs of the corpus that the outputs came from if no other is given."""
    import sqlite3

    from pipeline.corpus import Corpus

    note = database.parent / "corpus.txt"
    if folder is None and note.exists():
        folder = database.parent / note.read_text().strip()
    try:
        return serving.site(database, Corpus(folder) if folder and folder.is_dir() else None)
    except sqlite3.DatabaseError as error:
        raise click.UsageError(
            f"{database} is not a database of `stp run` ({error}): make it again"
        ) from error
