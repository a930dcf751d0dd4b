"""Tables for spreadsheets: CSV in which no text is taken for a formula.

A plan's words end up in cells, and a cell that begins with ``=`` is run by the program that opens it.
"""

import csv
import io
from collections.abc import Iterable
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With what a cell begins that a spreadsheet takes for a formula; Japanese settings take full width too."""


END = "\r\n"
"""With shorter ends Python would leave a lone carriage return in a cell unquoted."""


def harmless(value: Any) -> Any:
    """A cell with an apostrophe before a text that begins as a formula would. Numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def table(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Harmless rows under their names, as CSV whose lines end as RFC 4180 has it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator=END)
    writer.writerow(names)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return file.getvalue()
