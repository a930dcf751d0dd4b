"""Exchange: codings to and from files of other tools, by the endings of their names.

A file is either taken whole or not at all.
"""

from collections.abc import Callable

from pipeline.labels import csvfile, labelstudio, qda, qda_read, xlsx
from pipeline.labels.bundle import Asked, Bundle, Found, Wrong, checked, small_enough
from pipeline.labels.coding import Coding

Read = Callable[[bytes, Asked], tuple[list[Found], list[Wrong]]]

FORMATS: dict[str, tuple[Callable[[Bundle], bytes], Read]] = {
    ".csv": (csvfile.write, csvfile.read),
    ".xlsx": (xlsx.write, xlsx.read),
    ".json": (labelstudio.write, labelstudio.read),
    ".qdpx": (qda.write, qda_read.read),
}
"""What writes and what reads the files of each ending."""


def written(bundle: Bundle, ending: str) -> bytes:
    """The file of a bundle. Raises KeyError for an ending that is none of ``FORMATS``."""
    return FORMATS[ending][0](bundle)


def read(content: bytes, ending: str, asked: Asked) -> list[Coding]:
    """The codings in a file. Raises ExchangeError, which names each place where the file is wrong, and
    KeyError for an ending that is none of ``FORMATS``."""
    small_enough(content)
    return checked(*FORMATS[ending][1](content, asked), asked)
