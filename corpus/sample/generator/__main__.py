"""Makes the sample corpus: ``python -m corpus.sample.generator [FOLDER]``, from the root of the repository.

Writes pdf/, truth/ and manifest.csv. The same code gives the same bytes each time.
"""

import csv
import hashlib
import json
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

SAMPLE = Path(__file__).resolve().parent.parent
PLANS = [
    "stonebeck",
    "harrowmere",
    "calderwick",
    "tarrowshire",
    "merrin_coast",
    "brackenfold",
    "pellan_sound",
    "kestlebridge",
]
FIELDS = [
    "id",
    "footprint",
    "title",
    "kind",
    "published",
    "url",
    "archive_url",
    "sha256",
    "bytes",
    "specimen",
    "status",
    "note",
]


def compose(plan: ModuleType) -> tuple[bytes, str]:
    """The PDF and the truth of a plan. Composed twice: the contents list needs the pages' numbers."""
    first = plan.compose([])
    content, truth = plan.compose(first.outline).save()
    return content, json.dumps(truth, ensure_ascii=False, indent=1) + "\n"


def register(plan: ModuleType, content: bytes) -> dict[str, str | int]:
    """The plan's row of the manifest."""
    return {
        "id": plan.ID,
        "footprint": plan.FOOTPRINT,
        "title": plan.TITLE,
        "kind": plan.KIND,
        "published": plan.PUBLISHED,
        "url": f"https://example.org/{plan.ID.rsplit('-', 2)[0]}/{plan.ID}.pdf",
        "archive_url": "",
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "specimen": "yes",
        "status": "",
        "note": plan.NOTE,
    }


def main(folder: Path) -> None:
    """Writes the sample into a folder."""
    for name in ("pdf", "truth"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    rows = []
    for name in PLANS:
        plan = import_module(f"corpus.sample.generator.plans.{name}")
        content, truth = compose(plan)
        (folder / "pdf" / f"{plan.ID}.pdf").write_bytes(content)
        (folder / "truth" / f"{plan.ID}.json").write_text(truth, encoding="utf-8")
        rows.append(register(plan, content))
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["footprint"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
