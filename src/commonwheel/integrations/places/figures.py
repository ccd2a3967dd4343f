"""The node's folder of figures: a file for each measure of each service, for comparing levels of local."""

from pathlib import Path

from commonwheel.core.places.local.figures import Figures
from commonwheel.core.places.local.ground import Points
from commonwheel.core.places.local.kept import MEASURES, Kept, Measure, pack, read_kept
from commonwheel.integrations.places.files import Opened, put, remove
from commonwheel.integrations.places.folder import FOLDER

FIGURES = "figures"
"""Its name in the folder of places."""


class FigureFolder:
    """The figures of one node, which others may add to and drop from at any time."""

    def __init__(self, data: Path) -> None:
        self._path = data / FOLDER / FIGURES
        self._opened: Opened[Kept] = Opened(read_kept)

    def held(self) -> tuple[Kept, ...]:
        """
        Return what there is, by measure and service.

        Raises:
            KeptIsBroken: a file is something else.
        """
        names = sorted(path.stem.partition("-") for path in self._path.glob("*.json"))
        found = (self.find(measure, service) for each, _, service in names for measure in MEASURES if measure == each)
        return tuple(kept for kept in found if kept)

    def find(self, measure: Measure, service: str) -> Kept | None:
        """
        Return what is kept of a measure for a service; None where nothing is. The same object until it is replaced.

        Raises:
            KeptIsBroken: the file is something else.
        """
        return self._opened.open(self._path / _name(measure, service))

    def of_service(self, service: str) -> dict[Measure, Figures | Points]:
        """
        Return what is kept for a service, by measure; residents are the same for all.

        Raises:
            KeptIsBroken: a file is something else.
        """
        found = ((measure, self.find(measure, "" if measure == "population" else service)) for measure in MEASURES)
        return {measure: kept.content for measure, kept in found if kept}

    def keep(self, kept: Kept) -> None:
        """
        Put figures in the place of those of the same measure and service, wholly or not at all.

        Raises:
            OSError: the disk is full, or the folder may not be written to; then nothing is changed.
        """
        put(self._path, _name(kept.measure, kept.service), pack(kept))

    def drop(self, measure: Measure, service: str) -> bool:
        """Remove figures; say whether they were there."""
        return remove(self._path / _name(measure, service))


def _name(measure: Measure, service: str) -> str:
    return f"{measure}-{service}.json" if service else f"{measure}.json"
