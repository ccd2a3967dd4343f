"""Reads a council's own examples of a service, and what comes out of them otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonwheel.apps.changes.queries.drafts import row_of
from commonwheel.apps.services import api as services
from commonwheel.foundation.councils import CouncilView


@dataclass(frozen=True, slots=True)
class ListedExample:
    """One example of a council's own, and what comes out otherwise of the draft, or of the service without one."""

    name: str
    text: str
    otherwise: tuple[str, ...]


def list_examples(council: CouncilView, slug: str) -> tuple[ListedExample, ...]:
    """
    List a council's own examples of a service.

    Raises:
        ServiceNotFound: where there is no such service.
    """
    written = services.get_written(council.id, slug)
    files, layer = _shall_be(written)
    listed = []
    for name, text in services.list_own_examples(written.service).items():
        try:
            found = services.own_problems(files, layer, {name: text})
        except services.PatternDoesNotCheck as reason:
            found = reason.problems
        listed.append(ListedExample(name, text, tuple(one.help for one in found)))
    return tuple(listed)


def what_shall_be(council: CouncilView, slug: str) -> tuple[Mapping[str, bytes], str]:
    """
    Return the files and the layer of a draft; of the service as it is where nobody changes it.

    Raises:
        ServiceNotFound: where there is no such service.
    """
    return _shall_be(services.get_written(council.id, slug))


# Private


def _shall_be(written: services.Written) -> tuple[Mapping[str, bytes], str]:
    row = row_of(written)
    if row is None:
        return written.files, written.layer
    return services.get_source(row.to_source_id).files if row.to_source_id else written.files, row.layer
