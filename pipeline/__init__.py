"""The STP findings pipeline: from a folder of plans in PDF to a database of tagged findings."""

__version__ = "0.1.0"
