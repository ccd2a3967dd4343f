"""
Compile the names and home pages of the councils of the UK from GOV.UK's list.

Source: Government Digital Service, local-authorities.csv, docs/sources.md#council-pages, MIT. Kept of each
council: its GSS code, its name and its home page, by code.

    python scripts/compile_council_pages.py local-authorities.csv
"""

import csv
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/commonwheel/apps/places/data/council-pages.csv"
# Codes of the list that were replaced in April 2025 (Office for National Statistics, Code History Database).
RENEWED = {"E08000016": "E08000038", "E08000019": "E08000039"}


def main() -> None:
    """Write the table."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        rows = [
            (RENEWED.get(row["gss"], row["gss"]), row["name"].strip(), row["homepage_url"].strip())
            for row in csv.DictReader(file)
            if row["gss"] and row["homepage_url"]
        ]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("code", "name", "page"), *sorted(rows)])


if __name__ == "__main__":
    main()
