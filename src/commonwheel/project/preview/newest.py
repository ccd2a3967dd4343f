"""The newest good state of the folder, adopted by the preview's council: the one thing that this process remembers."""

import datetime as dt
import threading
from dataclasses import dataclass, field, replace
from functools import cache

from django.conf import settings
from django.utils import timezone

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places import api as places
from commonwheel.apps.services import api as services
from commonwheel.core.layers.tree import Layered
from commonwheel.core.patterns.model.companions import Example
from commonwheel.core.patterns.versions.effective import Effective, effective_of
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.project.invented_facts import invented_page_facts
from commonwheel.project.preview.choice import Choice, read_choice
from commonwheel.project.preview.folder import (
    Seen,
    mark_of_choice,
    our_fault,
    read_choice_folder,
    settings_of_example,
)
from commonwheel.project.preview.home import COUNCIL

PHONE = "01632 960960"
"""From the range kept for drama: docs/sources.md#telephone-numbers-for-drama-use."""
GSS_CODE = "E06000043"
TOWN = "Previewton"
SERVED_LANGUAGES = ("en", "cy")


@dataclass(slots=True)
class _Memory:
    """What was seen last, what was adopted last, and which journeys began with an example."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    seen: Seen | None = None
    service: services.ServiceView | None = None
    slugs: dict[str, str] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)


_memory = _Memory()


@cache
def the_choice() -> Choice:
    """Return what the designer asked for."""
    return read_choice(settings.DATA)


def newest() -> Seen:
    """Return the folder as it is at this moment; what was saved since the last call is read and adopted first."""
    mark = mark_of_choice(the_choice())
    with _memory.lock:
        if _memory.seen is None or _memory.seen.mark != mark:
            _memory.seen = _adopted(read_choice_folder(the_choice(), mark=mark))
        return _memory.seen


def the_service() -> services.ServiceView | None:
    """Return the service as the last good state of the folder made it; None before there was one."""
    return _memory.service


def the_council() -> CouncilView:
    """Return the preview's council."""
    return authorities.get_council(COUNCIL)


def prepare_council() -> None:
    """Make the preview's council, with its invented address register."""
    council = _council(("en",))
    with council_scope(council.id):
        places.load_invented_register(council.id, gss_code=GSS_CODE, town=TOWN, seed=b"preview", now=timezone.now())


def effective_with(layered: Layered, example: Example) -> Effective:
    """Return the service as an example sets it up, and keep it."""
    effective = effective_of(layered.bundle, settings_of_example(layered, example))
    services.keep_effective(effective, now=timezone.now())
    return effective


def remember_example(handle: str, example: str) -> None:
    """Remember with which example a journey began."""
    _memory.examples[handle] = example


def example_of_journey(handle: str) -> str:
    """Return with which example a journey began; "" for none."""
    return _memory.examples.get(handle, "")


# Private


def _adopted(seen: Seen) -> Seen:
    if seen.layered is None:
        return seen
    try:
        effective = effective_of(seen.layered.bundle, seen.layered.values)
        _memory.service = _adopt(seen, effective, now=timezone.now())
    except services.PatternDoesNotCheck as refused:
        return replace(seen, problems=tuple(sorted({*seen.problems, *refused.problems})), layered=None)
    except Exception as error:  # noqa: BLE001 - whoever writes a pattern must never read a traceback
        return replace(seen, problems=(our_fault(error),), layered=None)
    return seen


def _adopt(seen: Seen, effective: Effective, *, now: dt.datetime) -> services.ServiceView:
    council = _council(tuple(code for code in effective.languages if code in SERVED_LANGUAGES))
    with council_scope(council.id):
        service = services.adopt(
            council.id,
            files=seen.files,
            layer=seen.layer,
            slug=_slug(effective),
            phone=PHONE,
            phone_hours="invented, for the preview",
            can_be_paid=True,
            actor=audit.SYSTEM,
            now=now,
        )
        services.get_programme(service.digest)
        return services.put_live(
            council.id,
            slug=service.slug,
            signed_off_by=accounts.add_person("designer@preview.example", name="Designer"),
            must_be_welsh=False,
            can_be_paid=True,
            actor=audit.SYSTEM,
            now=now,
        )


def _slug(effective: Effective) -> str:
    """Return the service's place in addresses; a pattern that was renamed while it is previewed gets one of its own."""
    name = effective.pattern.full_name
    taken = {slug for other, slug in _memory.slugs.items() if other != name}
    wanted = effective.pattern.pattern
    if wanted in taken:
        wanted = f"{wanted}-{len(taken) + 1}"
    return _memory.slugs.setdefault(name, wanted)


def _council(languages: tuple[str, ...]) -> CouncilView:
    now = timezone.now()
    council = authorities.add_council(
        COUNCIL,
        name="Preview council",
        name_cy="Cyngor Rhagolwg",
        tier="unitary",
        gss_code=GSS_CODE,
        languages=languages,
        phone=PHONE,
        email="hello@preview.example",
        website="https://preview.example",
        theme={"brand": "#3d4d63"},
        actor=audit.SYSTEM,
        now=now,
    )
    facts = invented_page_facts(council.name, COUNCIL)
    authorities.set_page_facts(council.id, actor=audit.SYSTEM, now=now, **facts)
    return council
