"""
Compile the demonstration's postcodes from Code-Point Open.

Source: Ordnance Survey, Code-Point Open (CSV), docs/sources.md#code-point-open, Open Government
Licence v3.0. Kept of each postcode: its position, its county and its district, in the columns of
the source; a sample of each district, spread evenly over its postcodes, so that the file is small.

    python scripts/compile_demonstration_postcodes.py codepo_gb.zip
"""

import csv
import io
import sys
import zipfile
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/commonwheel/apps/places/data/demonstration-postcodes.csv"
# Areas of Royal Mail that reach into Brighton & Hove, East Sussex and the Isle of Anglesey.
FILES = ("Data/CSV/bn.csv", "Data/CSV/rh.csv", "Data/CSV/tn.csv", "Data/CSV/ll.csv")
DISTRICTS = (
    "E06000043",  # Brighton and Hove
    "E07000061",  # Eastbourne
    "E07000062",  # Hastings
    "E07000063",  # Lewes
    "E07000064",  # Rother
    "E07000065",  # Wealden
    "W06000001",  # Isle of Anglesey
)
EACH = 150
EASTING, COUNTRY, COUNTY, DISTRICT = 2, 4, 7, 8

Row = list[str]


def rows_of(path: Path) -> list[Row]:
    """Return the rows of the districts that have a position, in the order of the source."""
    with zipfile.ZipFile(path) as archive:
        texts = (archive.read(name).decode() for name in FILES)
        rows = (row for text in texts for row in csv.reader(io.StringIO(text)))
        return [row for row in rows if row[DISTRICT] in DISTRICTS and row[EASTING] != "0"]


def sample(rows: list[Row], *, number: int) -> list[Row]:
    """Return so many rows, spread evenly."""
    return [rows[place * len(rows) // number] for place in range(min(number, len(rows)))]


def without_health(row: Row) -> Row:
    """Return a row without the columns that the demonstration does not read: health authorities and ward."""
    kept = {0, 1, 2, 3, COUNTRY, COUNTY, DISTRICT}
    return [value if place in kept else "" for place, value in enumerate(row)]


def main() -> None:
    """Write the extract."""
    rows = rows_of(Path(sys.argv[1]))
    chosen = [
        row for code in DISTRICTS for row in sample([each for each in rows if each[DISTRICT] == code], number=EACH)
    ]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(without_health(row) for row in chosen)
    print(f"{len(chosen)} of {len(rows)} postcodes written to {TARGET.name}")


if __name__ == "__main__":
    main()
