"""What the designer asked for, written down for the web process in the preview's own data folder."""

import json
from dataclasses import dataclass
from pathlib import Path

CHOICE_FILE = "preview.json"


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What is previewed.

    Attributes:
        folder: of the pattern.
        layer: file of a council's own changes to lay over it; None for the pattern by itself.
        language: that pages are first shown in.
    """

    folder: Path
    layer: Path | None
    language: str


def write_choice(data: Path, choice: Choice) -> None:
    """Write it down."""
    layer = str(choice.layer) if choice.layer else None
    values = {"folder": str(choice.folder), "layer": layer, "language": choice.language}
    (data / CHOICE_FILE).write_text(json.dumps(values), encoding="utf-8")


def read_choice(data: Path) -> Choice:
    """Read what was written down."""
    values = json.loads((data / CHOICE_FILE).read_text(encoding="utf-8"))
    return Choice(Path(values["folder"]), Path(values["layer"]) if values["layer"] else None, values["language"])
