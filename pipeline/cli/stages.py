"""The commands that run stages: each one, all of them, and the clearing away of what they wrote."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import FOLDER, in_corpus

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


@click.command()
@click.option("--to", type=click.Choice(list(STAGES)), default="report", help="The last stage to run.")
@in_corpus
def run(job: "Job", to: str) -> None:
    """Run all stages; what is up to date is skipped.

    Example: stp run --corpus corpus/mine --outputs outputs-mine
    """
    from pipeline import summary

    names = list(STAGES)[: list(STAGES).index(to) + 1]
    outcomes = [run_stage(name, job) for name in names]
    if to == "report":
        click.echo(summary.screen(job, outcomes))
    leave(outcomes)


def stage(name: str, line: str) -> click.Command:
    """The command that runs the stage ``name``, which does what ``line`` says."""

    @click.command(name, help=f"{line}\n\nExample: stp {name} --corpus corpus/sample --outputs outputs")
    @in_corpus
    def command(job: "Job") -> None:
        outcome = run_stage(name, job)
        click.echo(f"{name}: {outcome.done} done, {outcome.current} up to date, {len(outcome.failed)} failed")
        if outcome.blocked:
            raise click.ClickException(
                f"{name} lacks what an earlier stage writes for {', '.join(outcome.blocked)}: "
                f"run `{_before(name)}` first"
            )
        leave([outcome])

    return command


@click.command()
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder to empty.")  # fmt: skip
@click.option("--yes", is_flag=True, help="Remove; without it the command only says what it would remove.")
def clean(outputs: Path, yes: bool) -> None:
    """Remove what the stages wrote. Nothing that a person made lies there.

    Example: stp clean --outputs outputs --yes
    """
    from pipeline.stages import OutputsError
    from pipeline.stages.gather import made

    try:
        for path in made(outputs, remove=yes):
            click.echo(f"{'removed' if yes else 'would remove'} {path}")
    except OutputsError as error:
        raise click.UsageError(str(error)) from error


def run_stage(name: str, job: "Job") -> "Outcome":
    """Run one stage, with a bar on a terminal."""
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


def leave(outcomes: "list[Outcome]") -> None:
    """Exit code 1 if a plan is unresolved."""
    failed = [f"{outcome.stage}: {plan}" for outcome in outcomes for plan in outcome.failed]
    if failed:
        raise click.ClickException(
            f"{len(failed)} failed ({', '.join(failed)}); see the issues table, then use --retry"
        )
