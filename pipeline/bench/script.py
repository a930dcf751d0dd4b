"""The script that a user would write in an afternoon: pdfplumber, a list of keywords, a CSV.

It is here to be measured against, and reads PDFs in its own process as such a script would.
Run: python -m pipeline.bench.script OUTPUT.csv PDF…
"""

import csv
import re
import sys
from pathlib import Path

import pdfplumber

KEYWORDS = {
    "acute": "hospital|acute|A&E|emergency department|beds|maternity|stroke|reconfiguration",
    "primary care": "GP|general practice|primary care|community|district nurs|care home|pharmac",
    "workforce": "workforce|staff|recruit|retention|agency|nurses|vacanc|training",
    "enablers": "digital|records|estate|buildings|IT|information technology|data sharing",
    "organisation": "merger|federation|accountable care|governance|commissioning|CCG|partnership",
}


def main(target: str, *pdfs: str) -> None:
    """Write a row for each sentence of the PDFs in which a keyword of a theme stands."""
    patterns = {theme: re.compile(rf"\b(?:{words})", re.IGNORECASE) for theme, words in KEYWORDS.items()}
    with Path(target).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "page", "theme", "sentence"])
        for pdf in pdfs:
            with pdfplumber.open(pdf) as document:
                for number, page in enumerate(document.pages, start=1):
                    text = (page.extract_text() or "").replace("\n", " ")
                    for sentence in re.split(r"(?<=[.!?])\s+", text):
                        for theme, pattern in patterns.items():
                            if pattern.search(sentence):
                                writer.writerow([Path(pdf).name, number, theme, sentence])


if __name__ == "__main__":
    main(*sys.argv[1:])
