"""The command `stp`: each stage, all stages, and the questions asked of a corpus or a database.

Commands are thin: they read options, call a core, and print. Whatever is slow to import is imported
inside the command that needs it, so that `stp --help` answers at once.
"""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__

if TYPE_CHECKING:
    from pipeline.stages import Job, Stage
    from pipeline.stages.run import Outcome

STAGES = {
    "fetch": "Check that each registered PDF is there and is the one registered.",
    "extract": "Read the PDFs: words, reading order, headings, tables, furniture.",
    "segment": "Cut the pages into passages.",
    "classify": "Give passages their themes, sub-themes and lenses.",
    "find": "Turn tagged passages into findings with quotation, strength, quantities and places.",
    "load": "Build the database from everything found.",
    "report": "Write the report from the database.",
}

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
        click.option("--plan", "only", multiple=True, metavar="ID", help="Only this plan (repeatable)."),
        click.option("--retry", is_flag=True, help="Try again what failed before."),
    )  # fmt: skip

    @wraps(command)
    def with_job(
        corpus: Path, outputs: Path, jobs: int, only: tuple[str, ...], retry: bool, **rest: Any
    ) -> None:
        from pipeline.corpus import Corpus, CorpusError
        from pipeline.stages import Job, OutputsError, hold

        job = Job(Corpus(corpus), outputs, jobs, only, retry)
        try:
            unknown = set(only) - {plan.id for plan in job.corpus.plans()}
            if unknown:
                raise CorpusError(f"no plan {', '.join(sorted(unknown))} in {corpus}/manifest.csv")
            with hold(job):
                command(job, **rest)
        except (CorpusError, OutputsError) as error:
            raise click.UsageError(str(error)) from error

    for option in reversed(options):
        with_job = option(with_job)
    return with_job


@click.group()
@click.version_option(__version__)
def stp() -> None:
    """From a folder of plans in PDF to a database of tagged findings.

    Example: stp run --corpus corpus/sample --outputs outputs
    """


@stp.command()
@click.option("--to", type=click.Choice(list(STAGES)), default="report", help="The last stage to run.")
@in_corpus
def run(job: "Job", to: str) -> None:
    """Run all stages; what is up to date is skipped.

    Example: stp run --corpus corpus/mine --outputs outputs-mine
    """
    from pipeline import summary

    names = list(STAGES)[: list(STAGES).index(to) + 1]
    outcomes = [_stage(name, job) for name in names]
    if to == "report":
        click.echo(summary.screen(job, outcomes))
    _leave(outcomes)


def _stage_command(name: str, line: str) -> None:
    @stp.command(name, help=f"{line}\n\nExample: stp {name} --corpus corpus/sample --outputs outputs")
    @in_corpus
    def command(job: "Job") -> None:
        outcome = _stage(name, job)
        click.echo(f"{name}: {outcome.done} done, {outcome.current} up to date, {len(outcome.failed)} failed")
        if outcome.blocked:
            raise click.ClickException(
                f"{name} lacks what an earlier stage writes for {', '.join(outcome.blocked)}: "
                f"run `{_before(name)}` first"
            )
        _leave([outcome])


for _name, _line in STAGES.items():
    _stage_command(_name, _line)


@stp.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--corpus", required=True, type=FOLDER, metavar="DIR",
              help="Folder to add to; made if it is not there.")  # fmt: skip
@click.option(
    "--footprint", required=True, metavar="CODE", help="Code of the footprint, as in footprints.csv."
)
@click.option("--id", "plan_id", default="", help="Id of the plan; by default from the file's name.")
@click.option("--title", default="", help="Title; by default from the file's name.")
@click.option("--kind", default="plan", show_default=True, help="plan, draft, summary, annex, update, …")
@click.option("--published", default="", metavar="DATE", help="Date of publication, e.g. 2016-10-21.")
@click.option("--url", default="", help="Address at which it was published.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def add(
    files: tuple[Path, ...], corpus: Path, footprint: str, plan_id: str, title: str, kind: str,
    published: str, url: str, dry_run: bool,
) -> None:  # fmt: skip
    """Register PDFs as plans of a footprint and copy them into a corpus.

    Example: stp add plans/*.pdf --corpus corpus/mine --footprint E54000001
    """
    from pipeline.corpus import KINDS, Corpus, CorpusError
    from pipeline.corpus import add as register
    from pipeline.records import Plan
    from pipeline.stages.run import refusal

    if kind not in KINDS:
        raise click.UsageError(f"--kind is one of: {', '.join(KINDS)}")
    template = Plan(id=plan_id, footprint=footprint, title=title, kind=kind, published=published, url=url)
    try:
        for added in register(Corpus(corpus), files, template=template, probe=refusal, dry_run=dry_run):
            reason = f" ({added.reason})" if added.reason else ""
            click.echo(f"{added.outcome:<10} {added.path.name} as {added.plan.id}{reason}")
    except CorpusError as error:
        raise click.UsageError(str(error)) from error
    if dry_run:
        click.echo("Nothing was written (dry run).")


@stp.command()
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder whose stp.db is verified.")  # fmt: skip
def verify(outputs: Path) -> None:
    """Check the database: integrity, every quotation, span and box; print its digest.

    Example: stp verify --outputs outputs
    """
    from pipeline.load import verify as verifying

    db = _database(outputs / "stp.db", mode="rw")
    problems = list(verifying.problems(db))
    for problem in problems:
        click.echo(f"{problem.check}: {problem.where}: {problem.message}", err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} problems in {outputs / 'stp.db'}")
    click.echo(f"no problem found; digest {verifying.digest(db)}")


@stp.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
def diff(old: Path, new: Path) -> None:
    """Say which findings a rerun added, lost or changed.

    Example: stp diff outputs-before/stp.db outputs/stp.db
    """
    from pipeline.load import difference

    for change in difference.changes(_database(old), _database(new)):
        what = f" {change.field}" if change.field else ""
        click.echo(f"{change.change}{what} {change.theme} {change.ref}: {change.old} → {change.new}")


@stp.command()
@click.argument("plan")
@click.argument("page", type=click.IntRange(min=1))
@click.option("--corpus", type=FOLDER_THERE, default="corpus/sample",
              show_default=True, metavar="DIR", help="Folder with manifest.csv and pdf/.")  # fmt: skip
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Where to write the picture; by default PLAN-pPAGE.png here.")  # fmt: skip
def look(plan: str, page: int, corpus: Path, target: Path | None) -> None:
    """Write a picture of a page as it was read: words, blocks in order, tables, furniture.

    Example: stp look harrowmere-2016-10 3
    """
    from pipeline.corpus import Corpus
    from pipeline.stages.run import picture

    pdf = Corpus(corpus).pdf(plan)
    if not pdf.exists():
        raise click.UsageError(f"{pdf} is not there: see `stp status --corpus {corpus}`")
    target = target or Path(f"{plan}-p{page}.png")
    try:
        png = picture(pdf, page)
    except ValueError as error:
        raise click.UsageError(f"{pdf.name}: {error}") from error
    target.write_bytes(png)
    click.echo(f"wrote {target}")


@stp.command()
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


@stp.command()
@click.option("--corpus", type=FOLDER_THERE, default="corpus/sample",
              show_default=True, metavar="DIR", help="Folder with manifest.csv and pdf/.")  # fmt: skip
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder with stp.db.")  # fmt: skip
def status(corpus: Path, outputs: Path) -> None:
    """Show, footprint by footprint, what is registered, read and found.

    Example: stp status --corpus corpus/sample --outputs outputs
    """
    from pipeline import summary
    from pipeline.corpus import Corpus, CorpusError

    try:
        click.echo(summary.coverage(Corpus(corpus), outputs / "stp.db"))
    except CorpusError as error:
        raise click.UsageError(str(error)) from error


@stp.command()
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder to empty.")  # fmt: skip
@click.option("--yes", is_flag=True, help="Remove; without it the command only says what it would remove.")
def clean(outputs: Path, yes: bool) -> None:
    """Remove what the stages wrote. Nothing that a person made lies there.

    Example: stp clean --outputs outputs --yes
    """
    from pipeline.stages.gather import made

    for path in made(outputs, remove=yes):
        click.echo(f"{'removed' if yes else 'would remove'} {path}")


@stp.command()
def train() -> None:
    """Fit the classifier to the gold passages, with the encoder that is shipped.

    Example: stp train
    """
    from pipeline.classify import train as training

    click.echo(training.ship())


@stp.command()
@click.argument("files", nargs=-1, type=FILE)
def evaluate(files: tuple[Path, ...]) -> None:
    """Measure the classifier on labelled passages that it has not seen; by default on held-out gold.

    Example: stp evaluate real_passages.jsonl written_passages.jsonl
    """
    from pipeline.classify import evaluate as evaluation

    click.echo(evaluation.table(files))


def _stage(name: str, job: "Job") -> "Outcome":
    from pipeline.stages import MAPPED, gather
    from pipeline.stages import run as running

    if name == "load":
        return gather.load(job)
    if name == "report":
        return gather.report(job)
    stage = next(each for each in MAPPED if each.name == name)
    return _with_progress(stage, job, running.stage)


def _with_progress(stage: "Stage", job: "Job", run: Callable[..., "Outcome"]) -> "Outcome":
    """A bar on a terminal; elsewhere nothing until the summary."""
    if not sys.stderr.isatty():
        return run(stage, job)
    with click.progressbar(length=1, label=f"{stage.name:<9}", file=sys.stderr) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        outcome = run(stage, job, progress=progress)
        bar.update((bar.length or 1) - bar.pos)
        return outcome


def _before(name: str) -> str:
    names = list(STAGES)
    return f"stp {names[max(0, names.index(name) - 1)]}"


def _leave(outcomes: "list[Outcome]") -> None:
    """Exit code 1 if a plan is unresolved."""
    failed = [f"{outcome.stage}: {plan}" for outcome in outcomes for plan in outcome.failed]
    if failed:
        raise click.ClickException(
            f"{len(failed)} failed ({', '.join(failed)}); see the issues table, then use --retry"
        )


def _database(path: Path, mode: str = "ro") -> Any:
    """An existing database; full-text search can be checked through a writable connection only."""
    import sqlite3

    import sqlite_utils

    if not path.exists():
        raise click.UsageError(f"{path} is not there: `stp run` makes it")
    return sqlite_utils.Database(sqlite3.connect(f"file:{path}?mode={mode}", uri=True))
