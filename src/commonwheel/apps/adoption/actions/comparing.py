"""Finds the shared services that ask much the same as a form, and uses one of them with what the form has otherwise."""

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commonwheel.apps.adoption.actions.adopting import Fetched, keep_fetched
from commonwheel.apps.adoption.queries.library import Offer, near_offers
from commonwheel.apps.changes import api as changes
from commonwheel.apps.services import api as services
from commonwheel.core.adapting.adapt import Adapted, adapt, first_layer
from commonwheel.core.forms.importing import Imported
from commonwheel.core.forms.likeness import Likeness, likeness_of
from commonwheel.core.forms.source import Form
from commonwheel.core.layers.apply import lay_over
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.read import read_layer
from commonwheel.core.layers.refusals import LayerDoesNotFit
from commonwheel.core.layers.tree import Layered
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.problems import Failure
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.transactions import action
from commonwheel.integrations.pattern_folder.shipped import shipped_files
from commonwheel.integrations.trust.failures import CommonsUnavailable

MOST_SHOWN = 3
"""Shared services that are shown beside a form."""
_MOST_FETCHED = 6
"""Shared services that are fetched to be compared: those whose words are nearest to the form's."""
Files = Mapping[str, bytes]
Look = Callable[[Offer], Fetched]


class SomebodyIsChangingIt(Failure):
    """A service that the council has is being changed otherwise; nothing is changed."""

    def __init__(self, service: services.ServiceView) -> None:
        super().__init__(
            f"Somebody is changing “{service.title_in('en')}” already. Publish those changes or throw them away first."
        )


class SharedOneChanged(Failure):
    """The shared service is not what was looked at any more; nothing is changed."""

    def __init__(self) -> None:
        super().__init__("The shared service has changed since you looked at it. Look at it as it is now.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A shared service beside a form.

    Attributes:
        files: of the service, by path; `beneath` is the same, read.
        layer: what the council changes of it, as it is written; "" for nothing.
        ours: the council's service that is made of it; None where it has none.
        fetched: where it comes from a library that this node follows.
    """

    files: Files
    beneath: Layered
    layer: str
    likeness: Likeness
    ours: services.ServiceView | None = None
    fetched: Fetched | None = None

    @property
    def mark(self) -> str:
        """Says which service in which version with which changes: what was looked at is what is used."""
        whole = f"{services.files_digest(self.files)}\n{self.layer}"
        return f"{self.likeness.pattern}@{hashlib.sha256(whole.encode()).hexdigest()[:16]}"

    def adapted(self, form: Imported, council: CouncilView, *, hide: Collection[str] = ()) -> Adapted:
        """
        Return the form as local differences of the service.

        Raises:
            FormCannotBeRead: where the form made no pattern.
        """
        return adapt(form, self.beneath, _layer(self.layer, self.beneath, council.slug), hide=hide)


def find_alike(council: CouncilView, form: Form, *, look: Look) -> list[Candidate]:
    """
    Return the shared services that ask much the same as a form, the likest first.

    The council's own are looked at, then what the libraries offer that this node follows, then what comes with
    Commonwheel; a service of one name stands once, as the first of them has it.

    Args:
        look: fetches an offered release, outside of any transaction.
    """
    found: dict[str, Candidate | None] = {}
    for name, candidate in _every(council, form, look):
        found.setdefault(name, candidate)
    alike = [one for one in found.values() if one is not None]
    return sorted(alike, key=lambda one: (-one.likeness.share, one.likeness.pattern))[:MOST_SHOWN]


@action
def use_shared(
    council: CouncilView,
    chosen: Candidate,
    form: Imported,
    *,
    hide: Collection[str] = (),
    by: StaffView,
    now: dt.datetime,
) -> services.ServiceView:
    """
    Use a shared service instead of a form, and make what the form has otherwise a draft change of it.

    Twice is as good as once.

    Raises:
        SharedOneChanged: where the council has it in another version, or changed, since it was looked at.
        SomebodyIsChangingIt: where there is a draft that says something else.
        SlugCannotBe, PatternDoesNotCheck, Refused, FormCannotBeRead: nothing is changed.
    """
    made = chosen.adapted(form, council, hide=hide)
    service = _adopted(council, chosen, by=by, now=now)
    if not changes.begin_with(council, service.slug, layer=made.layer, by=by, now=now):
        raise SomebodyIsChangingIt(service)
    return service


# Private


def _every(council: CouncilView, form: Form, look: Look) -> Iterator[tuple[str, Candidate | None]]:
    """Yield every shared service with its name, as a candidate where it asks much the same."""
    ours = services.list_services(council.id)
    for service in ours:
        written = services.get_written(council.id, service.slug)
        yield service.pattern_name, _candidate(form, council, written.files, layer=written.layer, ours=service)
    known = {service.pattern_name for service in ours}
    for fetched in _fetched(form, known, look):
        name = fetched.release.manifest.full_name
        yield name, _candidate(form, council, fetched.release.files, fetched=fetched)
    for files in shipped_files():
        candidate = _candidate(form, council, files)
        if candidate is not None:
            yield candidate.likeness.pattern, candidate


def _fetched(form: Form, known: Collection[str], look: Look) -> Iterator[Fetched]:
    """Yield what the libraries offer that is nearest by its words; one that cannot be had is passed over."""
    words = [form.title, *(asked.label for asked in form.questions)]
    for offer in near_offers(words, limit=_MOST_FETCHED):
        if offer.full_name not in known:
            try:
                yield look(offer)
            except CommonsUnavailable:
                return  # each further one would take as long to fail
            except Failure:
                continue


def _candidate(
    form: Form,
    council: CouncilView,
    files: Files,
    *,
    layer: str = "",
    ours: services.ServiceView | None = None,
    fetched: Fetched | None = None,
) -> Candidate | None:
    """Return a shared service as a candidate; None where it cannot be read, or is about something else."""
    bundle = read_folder(files).bundle
    if bundle is None:
        return None
    beneath = Layered(bundle, {})
    try:
        laid = lay_over(beneath, _layer(layer, beneath, council.slug))
    except LayerDoesNotFit:
        return None
    likeness = likeness_of(form, laid.bundle)
    return Candidate(files, beneath, layer, likeness, ours, fetched) if likeness is not None else None


def _layer(text: str, beneath: Layered, owner: str) -> Layer:
    read = read_layer(text.encode()).layer if text else None
    return read if read is not None else first_layer(beneath, owner=owner)


def _adopted(council: CouncilView, chosen: Candidate, *, by: StaffView, now: dt.datetime) -> services.ServiceView:
    """Return the council's service that is made of the chosen one, adopted as a draft where there was none."""
    name = chosen.likeness.pattern
    known: Sequence[services.ServiceView] = [
        one for one in services.list_services(council.id) if one.pattern_name == name
    ]
    for one in known:
        written = services.get_written(council.id, one.slug)
        if (dict(written.files), written.layer) != (dict(chosen.files), chosen.layer):
            raise SharedOneChanged
        return one
    if chosen.fetched is not None:
        keep_fetched(chosen.fetched, now=now)
    actor = audit.Actor("STAFF", str(by.id))
    return services.adopt(council.id, files=chosen.files, phone=council.phone, actor=actor, now=now)
