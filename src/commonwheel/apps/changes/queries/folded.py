"""Reads: a service of the council's own as a release, with what was changed on pages in it."""

from commonwheel.apps.changes.queries.drafts import CannotBeRead
from commonwheel.apps.services import api as services
from commonwheel.core.examples.proving import with_values
from commonwheel.core.layers.apply import lay
from commonwheel.core.layers.folding import fold
from commonwheel.core.layers.read import read_layer
from commonwheel.core.packages.release import Release, make_release
from commonwheel.core.packages.versions import next_version, read_version
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.weights import Weight


def next_number(written: services.Written) -> str:
    """Return the number that the next version has at least where more than words has changed."""
    return next_version(written.service.version, Weight.MINOR)


def fold_service(written: services.Written, *, version: str, what_changed: str) -> Release:
    """
    Return a service as one release, its layer folded into its files.

    Raises:
        NotAVersion: where the number is none.
        Refused: where something was changed that cannot be folded (`core.layers.folding`).
        ReleaseRefused: where the files make no release.
        CannotBeRead: where what it is written in does not fit.
    """
    number = str(read_version(version))
    bundle = read_folder(written.files).bundle
    layer = read_layer(written.layer.encode()).layer if written.layer else None
    if bundle is None:
        raise CannotBeRead
    layered = lay(bundle, layer)
    ours = with_values(layered.bundle, layered.values)
    return make_release(fold(written.files, ours, version=number, what_changed=what_changed))
