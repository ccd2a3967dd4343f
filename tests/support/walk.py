"""
Every address of the node, with real things behind it, so that a test can walk them all.

An app says what its addresses need by adding a sample to `SAMPLES`, keyed by the name of the
address: a function from council A and its caseworker to the address's own arguments (without the
council). It makes the objects, marked with `SECRET` wherever words can stand.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from tests.support.cast import Person

from commonwheel.foundation.access import Openness, openness_of

# Stands in every word that belongs to council A; no page for anybody else may hold it.
SECRET = "Harbourside-only-7f3a"

Sample = Callable[[Person], Mapping[str, object]]
SAMPLES: dict[str, Sample] = {}
# Addresses whose arguments hold a secret that opens the thing to whoever has it.
OPENING: set[str] = set()


def sample(*names: str, opens: bool = False) -> Callable[[Sample], Sample]:
    """
    Register the function as the sample of these addresses.

    Args:
        opens: whether the arguments open the thing to whoever has them, as a link in a letter does.
    """

    def register(function: Sample) -> Sample:
        SAMPLES.update(dict.fromkeys(names, function))
        OPENING.update(names if opens else ())
        return function

    return register


@dataclass(frozen=True, slots=True)
class Address:
    """
    One address of the node.

    Attributes:
        name: as in `reverse`, or the route where it has none.
        arguments: names in the path, the council's among them.
        openness: to whom the view says it is open; None where it says nothing.
    """

    name: str
    route: str
    arguments: frozenset[str]
    openness: Openness | None
    view: str


def addresses(urlconf: str | None = None) -> list[Address]:
    """Return every address of the node, or of a council's own host."""
    return list(_walk(get_resolver(urlconf), route="", namespace="", arguments=frozenset()))


def _walk(resolver: URLResolver, *, route: str, namespace: str, arguments: frozenset[str]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = f"{route}{entry.pattern}"
        names = arguments | entry.pattern.converters.keys() | _groups(entry)
        if isinstance(entry, URLResolver):
            inside = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, route=here, namespace=inside, arguments=names)
        else:
            view = entry.callback
            yield Address(
                name=f"{namespace}{entry.name}" if entry.name else here,
                route=here,
                arguments=names,
                openness=openness_of(view),
                view=f"{view.__module__}.{getattr(view, '__qualname__', view)}",
            )


def _groups(entry: URLPattern | URLResolver) -> frozenset[str]:
    return frozenset(entry.pattern.regex.groupindex)
