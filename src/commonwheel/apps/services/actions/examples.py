"""A council's own examples of a service: kept where they come out as they say, and removed."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from typing import Any

import yaml

from commonwheel.apps.services.actions.making import make
from commonwheel.apps.services.actions.proving import OwnExamplesDoNotPass, own_problems
from commonwheel.apps.services.actions.serving import locked
from commonwheel.apps.services.models import OwnExample, Service
from commonwheel.core.examples.proving import with_values
from commonwheel.core.examples.recording import example_of, record_example
from commonwheel.core.layers.read import as_texts
from commonwheel.core.patterns.model.companions import Example
from commonwheel.core.patterns.reading.text import parse
from commonwheel.core.patterns.versions.digest import written
from commonwheel.core.problems import Failure
from commonwheel.foundation import audit
from commonwheel.foundation.transactions import action
from commonwheel.integrations.bank_holidays.carried import carried_calendars

MOST_CHARACTERS = 20_000
MOST_EXAMPLES = 50
_NAME = re.compile(r"[a-z][a-z0-9-]{0,59}")


class ExampleCannotBe(Failure):
    """A text is no example that could be kept; says why."""


@action
def add_example(
    council_id: uuid.UUID,
    *,
    slug: str,
    text: str,
    on: tuple[Mapping[str, bytes], str] | None = None,
    actor: audit.Actor,
    now: dt.datetime,
) -> str:
    """
    Keep an example of a council's own; one with the same id is replaced.

    Args:
        text: YAML, as the examples of a shared service are. It must come out as it says.
        on: the files and the layer of what the service shall be, to walk it on; what it is where None.

    Returns:
        Its name: the id that it gives itself.

    Raises:
        ServiceNotFound: where the council has no such service.
        ExampleCannotBe: where it is none, or there are too many; nothing is kept.
        OwnExamplesDoNotPass: where it comes out otherwise; nothing is kept.
    """
    row = locked(council_id, slug)
    name = _name_in(text)
    kept = OwnExample.objects.of(council_id).filter(service_id=row.id)
    known = kept.filter(name=name).first()
    if known is not None and known.text == text:
        return name
    if known is None and kept.count() >= MOST_EXAMPLES:
        raise ExampleCannotBe(f"There are {MOST_EXAMPLES} of our own examples already. Remove one first.")
    files, layer = on or ({path: held.encode() for path, held in row.source.files.items()}, row.layer)
    problems = own_problems(files, layer, {name: text})
    if problems:
        raise OwnExamplesDoNotPass(problems)
    values = {"text": text, "added_at": now}
    OwnExample.objects.update_or_create(council_id=council_id, service_id=row.id, name=name, defaults=values)
    _record(row, "own-example-kept", name, actor=actor, now=now)
    return name


def example_text(
    files: Mapping[str, bytes], layer: str, *, name: str, answers: Mapping[str, Any], today: dt.date, nation: str
) -> str:
    """
    Return the text of an example of answers, with what comes of them in a service as files and a layer make it.

    Args:
        answers: in the notation of examples.
        today: on which they are sent.
        nation: of the council.

    Raises:
        PatternDoesNotCheck: where the files and the layer make no service.
        JourneyIsNotFinished: where a resident could not send it.
    """
    layered = make(files, layer).layered
    bundle = with_values(layered.bundle, layered.values)
    answered = example_of(name, answers, today=today, nation=nation)
    return _written(record_example(bundle, answered, calendars=carried_calendars()))


@action
def remove_example(council_id: uuid.UUID, *, slug: str, name: str, actor: audit.Actor, now: dt.datetime) -> None:
    """
    Remove an example of a council's own; where there is none, nothing happens.

    Raises:
        ServiceNotFound: where the council has no such service.
    """
    row = locked(council_id, slug)
    removed, _ = OwnExample.objects.of(council_id).filter(service_id=row.id, name=name).delete()
    if removed:
        _record(row, "own-example-removed", name, actor=actor, now=now)


# Private


def _written(example: Example) -> str:
    """Return the file of an example: keys in the order of the reference, what is empty left out."""
    tree = {name: as_texts(value) for name, value in written(example).items() if value not in ({}, [], None)}
    text: str = yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=100)
    return text


def _name_in(text: str) -> str:
    """Return the id of an example's text."""
    if len(text) > MOST_CHARACTERS:
        raise ExampleCannotBe(f"An example has at most {MOST_CHARACTERS:,} characters.")
    tree = parse(text.encode(), file="example.yaml")
    if tree.problems:
        raise ExampleCannotBe(f"This is no example: {tree.problems[0].help}")
    name = tree.value.get("id") if isinstance(tree.value, dict) else None
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ExampleCannotBe(
            "An example needs an `id`: lower-case letters, digits and hyphens, at most 60, beginning with a letter."
        )
    return name


def _record(row: Service, what: str, name: str, *, actor: audit.Actor, now: dt.datetime) -> None:
    facts = {"name": name}
    audit.record(row.council_id, actor=actor, action=what, subject=f"service:{row.id}", at=now, facts=facts)
