"""The coding frame: themes, sub-themes and lenses, read from models/codebook.toml.

Everything that decides about labels reads the frame from here, so that a researcher changes it in
one file. ``CODEBOOK`` is the frame that the package ships.
"""

import hashlib
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

MODELS = Path(__file__).resolve().parent.parent / "models"
"""Where the frame, the gold passages and the trained model lie."""

STRENGTHS = ("none", "context", "aspiration", "proposal", "commitment")
"""The ladder of strength, weakest first."""


class Theme(msgspec.Struct, frozen=True):
    """One label of the frame: a theme, a sub-theme (``parent`` is set) or a lens (``axis``).

    ``preferred``, ``alternative`` and ``negative`` are terms: the label's own name in the field,
    other words for it, and words that look like it and are not.
    """

    id: str
    label: str
    definition: str
    axis: str
    parent: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    alternative: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


class Codebook(msgspec.Struct, frozen=True):
    """The whole frame in its order: each theme followed by its sub-themes, then the lenses."""

    version: str
    entries: tuple[Theme, ...]
    digest: str

    @property
    def themes(self) -> tuple[Theme, ...]:
        """The top-level themes."""
        return tuple(each for each in self.entries if each.axis == "theme" and not each.parent)

    @property
    def subthemes(self) -> tuple[Theme, ...]:
        """The sub-themes; their ids are ``theme>sub-theme``."""
        return tuple(each for each in self.entries if each.parent)

    @property
    def lenses(self) -> tuple[Theme, ...]:
        """The lenses."""
        return tuple(each for each in self.entries if each.axis == "lens")

    def ids(self) -> tuple[str, ...]:
        """Every label's id, in the frame's order."""
        return tuple(each.id for each in self.entries)

    def columns(self, entries: Iterable[Theme]) -> list[int]:
        """Where labels stand in the frame's order."""
        ids = self.ids()
        return [ids.index(entry.id) for entry in entries]


@cache
def read(path: Path = MODELS / "codebook.toml") -> Codebook:
    """The frame in a TOML file. Raises ValueError with the file's name where it is not well formed."""
    content = path.read_bytes()
    try:
        table = tomllib.loads(content.decode())
        entries = []
        for name, theme in table["themes"].items():
            subthemes = theme.pop("subthemes", {})
            entries.append({"id": name, "axis": "theme", "parent": "", **theme})
            for sub, values in subthemes.items():
                entries.append({"id": f"{name}>{sub}", "axis": "theme", "parent": name, **values})
        for name, lens in table["lenses"].items():
            entries.append({"id": name, "axis": "lens", "parent": "", **lens})
        return Codebook(
            version=table["version"],
            entries=msgspec.convert(tuple(entries), tuple[Theme, ...]),
            digest=hashlib.sha256(content).hexdigest(),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, msgspec.ValidationError) as error:
        raise ValueError(f"{path.name}: {error}. Each label needs label and definition.") from error
