"""The command that brings the plans: over the network what is missing, then the check of what is there."""

import sys
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import in_corpus
from pipeline.cli.stages import leave, run_stage

if TYPE_CHECKING:
    from pipeline.fetch.client import Client
    from pipeline.records import Plan
    from pipeline.stages import Job
    from pipeline.stages.collect import Outcome, Request


@click.command()
@click.option("--only", "wanted", multiple=True, metavar="CODE",
              help="Only this footprint or plan (repeatable).")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say which addresses would be asked, and ask none.")
@click.option("--offline", is_flag=True, help="Check what is there; ask no address.")
@click.option(
    "--again", is_flag=True, help="Ask also for what is held: has it changed? Nothing is overwritten."
)
@click.option("--contact", default="", metavar="ADDRESS",
              help="Mail or web address by which a site's owner can reach you.")  # fmt: skip
@click.option("--archive", default="https://web.archive.org", show_default=True, metavar="URL",
              help="The Wayback Machine, or another with the same interface; empty for none.")  # fmt: skip
@click.option("--mirror", "mirrors", multiple=True, metavar="URL",
              help="Where ID.pdf lies; {id} and {sha256} are filled in (repeatable).")  # fmt: skip
@click.option("--delay", type=click.FloatRange(min=0), default=2, show_default=True, metavar="SECONDS",
              help="Pause between two requests to a host.")  # fmt: skip
@click.option("--max-mb", type=click.IntRange(min=1), default=200, show_default=True, metavar="MB",
              help="The largest file that is taken.")  # fmt: skip
@click.option(
    "--allow-private", is_flag=True, help="Ask addresses inside private networks too (your own server)."
)
@in_corpus
def fetch(
    job: "Job", wanted: tuple[str, ...], dry_run: bool, offline: bool, again: bool, contact: str,
    archive: str, mirrors: tuple[str, ...], delay: float, max_mb: int, allow_private: bool,
) -> None:  # fmt: skip
    """Bring the PDFs that are missing, then check that each is the one registered.

    What is there and right is not asked for, so a corpus that is whole needs no network. A plan is looked
    for at its registered address, then in the archive, on mirrors, and at the leads of leads.csv.

    Example: stp fetch --corpus corpus --outputs outputs-44 --contact me@example.org
    """
    import datetime

    from pipeline.fetch.client import Client, Limits
    from pipeline.stages import collect

    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    request = collect.Request(today, archive, mirrors, again, offline)
    plans = _plans(job, wanted)
    if dry_run:
        _intentions(job, plans, request)
        return
    limits = Limits(bytes=max_mb << 20, delay=delay)
    client = Client(contact=contact, limits=limits, allow_private=allow_private)
    outcomes = _collected(job, plans, request, client)
    client.close()
    checked = run_stage("fetch", job)
    missing = [each.plan for each in outcomes if each.outcome == "missing"]
    click.echo(
        f"fetch: {len(outcomes) - len(missing)} of {len(outcomes)} plans held; "
        f"{checked.done} done, {checked.current} up to date, {len(checked.failed)} failed"
    )
    leave([checked])
    passing = sorted(each.plan for each in outcomes if each.passing)
    if passing:
        raise click.ClickException(
            f"{len(passing)} may come another time ({', '.join(passing)}): run it again"
        )


def _collected(job: "Job", plans: "list[Plan]", request: "Request", client: "Client") -> "list[Outcome]":
    """What became of each plan, told as it is known. A corpus that is whole is only looked at."""
    from pipeline.stages import collect, survey

    if not request.again and all(collect.stands(job.corpus, plan) == "held" for plan in plans):
        return [collect.Outcome(plan.id, "held") for plan in plans]
    outcomes = []
    with collect.hold(job.corpus), survey.reader() as read:
        for outcome in collect.collect(job.corpus, plans, request, client, read, _say):
            outcomes.append(outcome)
            if outcome.outcome != "held":
                click.echo(f"{outcome.outcome:<10} {outcome.plan}  {outcome.message}".rstrip())
    return outcomes


def _plans(job: "Job", wanted: tuple[str, ...]) -> "list[Plan]":
    """The plans that are meant, by id or by the code of their footprint."""
    plans = job.corpus.plans()
    unknown = set(wanted) - {name for plan in plans for name in (plan.id, plan.footprint)}
    if unknown:
        raise click.UsageError(f"no plan or footprint {', '.join(sorted(unknown))} in {job.corpus.folder}")
    chosen = {*wanted, *job.only}
    return [plan for plan in plans if not chosen or chosen & {plan.id, plan.footprint}]


def _intentions(job: "Job", plans: "list[Plan]", request: "Request") -> None:
    from pipeline.stages import collect

    for plan, standing, sources in collect.intended(job.corpus, plans, request):
        click.echo(f"{standing:<12} {plan.id}" + ("" if sources or standing != "missing" else "  no address"))
        for source in sources:
            what = "captures of " if source.captures else ""
            click.echo(f"    {source.name:<9} {what}{source.url}")
    click.echo("Nothing was asked or written (dry run).")


def _say(what: str) -> None:
    click.echo(what, err=True)
    sys.stderr.flush()
