"""The command `stp`: each stage, all stages, and the questions asked of a corpus or a database.

Commands are thin: they read options, call a core, and print. Whatever is slow to import is imported
inside the command that needs it, so that `stp --help` answers at once.
"""

import click

from pipeline import __version__
from pipeline.cli import bench, corpus, extraction, fetch, findings, labels, model, serve, stages


@click.group()
@click.version_option(__version__)
def stp() -> None:
    """From a folder of plans in PDF to a database of tagged findings.

    Example: stp run --corpus corpus/sample --outputs outputs
    """


stp.add_command(stages.run)
for _name, _line in stages.STAGES.items():
    stp.add_command(stages.stage(_name, _line))
for _command in (
    fetch.fetch, corpus.add, corpus.status, corpus.look,
    findings.verify, findings.cite, findings.scan, findings.compare, findings.diff, findings.versions,
    model.tag, model.train, model.evaluate,
    labels.labels,
    serve.serve,
    extraction.evaluate_extraction, bench.bench,
    stages.clean,
):  # fmt: skip
    stp.add_command(_command)
