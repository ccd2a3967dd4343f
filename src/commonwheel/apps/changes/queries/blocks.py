"""Reads: the blocks that a council's services use, to begin another service with."""

import uuid

from commonwheel.apps.services import api as services
from commonwheel.core.packages.starting import Begun, blocks_of
from commonwheel.core.patterns.reading.read import read_folder


def list_blocks(council_id: uuid.UUID) -> dict[str, Begun]:
    """Return them by what uses them (`publisher/name@1`), in that order."""
    found: dict[str, Begun] = {}
    for service in services.list_services(council_id):
        files = services.get_files(council_id, service.slug)
        bundle = read_folder(files).bundle
        for one in blocks_of(bundle, files) if bundle is not None else ():
            found.setdefault(one.use, one)
    return dict(sorted(found.items()))
