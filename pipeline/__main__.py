"""`python -m pipeline` is the command `stp`."""

from pipeline.cli import stp

stp()
