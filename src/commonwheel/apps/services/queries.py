"""Reads services and the programmes compiled from them."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from commonwheel.apps.services.models import EffectivePattern, OwnExample, PatternSource, Service
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.running.programme import Programme, compile_programme
from commonwheel.core.patterns.versions.effective import Effective, effective_of, from_bytes
from commonwheel.core.problems import Failure
from commonwheel.foundation.statements import Selection

REMEMBERED_PATTERNS = 512
"""Effective patterns that one process keeps ready: more than the services of 400 councils that are busy at once."""


class ServiceNotFound(Failure):
    """This council has no such service, or it is not live."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no service {slug[:61]!r} here. Look up its name in the council’s list of services.")
        self.slug = slug


class EffectiveMissing(Failure):
    """No effective pattern has this digest: it was never kept."""

    def __init__(self, digest: str) -> None:
        super().__init__(f"No service was ever made with the digest {digest[:64]!r}.")
        self.digest = digest


@dataclass(frozen=True, slots=True)
class ServiceView:
    """
    A council's service.

    Attributes:
        pattern_name: `publisher/name`.
        digest: of its effective pattern.
        titles, summaries: by language.
        languages: codes of the languages it can be used in, first the source.
        phone: for help with it; `phone_hours`, and the same in Welsh, may be "".
    """

    id: uuid.UUID
    council_id: uuid.UUID
    slug: str
    pattern_name: str
    version: str
    digest: str
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    languages: tuple[str, ...]
    phone: str
    phone_hours: str
    phone_hours_cy: str
    is_live: bool

    def title_in(self, language: str) -> str:
        """Return its title in a language, or in its source language."""
        return self.titles.get(language) or next(iter(self.titles.values()), self.slug)

    def summary_in(self, language: str) -> str:
        """Return its summary in a language, or in its source language."""
        return self.summaries.get(language) or next(iter(self.summaries.values()), "")


_COLUMNS = (
    "id", "council_id", "slug", "pattern_name", "version", "effective_id", "titles", "summaries", "languages",
    "phone", "phone_hours", "phone_hours_cy", "is_live",
)  # fmt: skip
_ALL = Selection(uuid.UUID, build=lambda council: Service.objects.of(council).order_by("slug").values_list(*_COLUMNS))
_LIVE_BY_SLUG = Selection(
    uuid.UUID,
    str,
    build=lambda council, slug: Service.objects.of(council).live().filter(slug=slug).values_list(*_COLUMNS)[:1],
)
_LIVE_BY_PATTERN = Selection(
    uuid.UUID,
    str,
    build=lambda council, name: (
        Service.objects.of(council).live().filter(pattern_name=name).order_by("id").values_list(*_COLUMNS)[:1]
    ),
)


def get_live_service(council_id: uuid.UUID, slug: str) -> ServiceView:
    """
    Return a council's live service by its place in addresses.

    Raises:
        ServiceNotFound: where there is none that is live.
    """
    row = _LIVE_BY_SLUG.first(council_id, slug)
    if row is None:
        raise ServiceNotFound(slug)
    return _viewed(row)


def get_service(council_id: uuid.UUID, slug: str) -> ServiceView:
    """
    Return a council's service, live or not.

    Raises:
        ServiceNotFound: where there is none.
    """
    row = Service.objects.of(council_id).filter(slug=slug).first()
    if row is None:
        raise ServiceNotFound(slug)
    return view_of(row)


def get_files(council_id: uuid.UUID, slug: str) -> dict[str, bytes]:
    """
    Return the files that a council's service was made from, by path.

    Raises:
        ServiceNotFound: where there is none.
    """
    row = Service.objects.of(council_id).select_related("source").filter(slug=slug).first()
    if row is None:
        raise ServiceNotFound(slug)
    return _bytes_of(row.source)


@dataclass(frozen=True, slots=True)
class Written:
    """
    What a council's service is written in.

    Attributes:
        files: of the shared service, by path.
        layer: YAML of the council's layer; "" for none.
        digest: SHA-256 of both, which says whether the service was changed meanwhile.
        source_id: key under which the files are kept.
    """

    service: ServiceView
    files: Mapping[str, bytes]
    layer: str
    digest: str
    source_id: uuid.UUID


def get_written(council_id: uuid.UUID, slug: str) -> Written:
    """
    Return what a council's service is written in.

    Raises:
        ServiceNotFound: where there is none.
    """
    row = Service.objects.of(council_id).select_related("source").filter(slug=slug).first()
    if row is None:
        raise ServiceNotFound(slug)
    return Written(view_of(row), _bytes_of(row.source), row.layer, written_digest(row), row.source_id)


@dataclass(frozen=True, slots=True)
class Source:
    """
    The files of a shared service as they are kept.

    Attributes:
        full_name: `publisher/name`.
        files: by path.
    """

    id: uuid.UUID
    full_name: str
    version: str
    files: Mapping[str, bytes]


def get_source(source_id: uuid.UUID) -> Source:
    """Return the files that are kept under a key; what refers to them keeps them there."""
    row = PatternSource.objects.get(id=source_id)
    return Source(row.id, row.full_name, row.version, _bytes_of(row))


def _bytes_of(source: PatternSource) -> dict[str, bytes]:
    return {path: text.encode() for path, text in source.files.items()}


def written_digest(row: Service) -> str:
    """Return the digest of what a service is written in."""
    return hashlib.sha256(f"{row.source.digest}\n{row.layer}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Beside:
    """A council's service, what runs, and what it would be with none of the council's changes."""

    service: ServiceView
    ours: Effective
    shared: Effective


def list_beside(council_id: uuid.UUID) -> tuple[Beside, ...]:
    """List all of a council's services by their place in addresses, each beside the shared one it was made from."""
    rows = Service.objects.of(council_id).select_related("source").order_by("slug")
    return tuple(Beside(view_of(row), get_effective(row.effective_id), _shared(row.source)) for row in rows)


def _shared(source: PatternSource) -> Effective:
    bundle = read_folder(_bytes_of(source)).bundle
    if bundle is None:
        # It was read without errors when it was adopted, so only another release of ours can refuse it.
        raise EffectiveMissing(source.digest)
    return effective_of(bundle)


@dataclass(frozen=True, slots=True)
class Adopted:
    """A council's service, and the digest of the files that it was made from (`rules.files_digest`)."""

    service: ServiceView
    files_digest: str


def list_adopted(council_id: uuid.UUID) -> tuple[Adopted, ...]:
    """List all of a council's services by their place in addresses, each with what it was made from."""
    rows = Service.objects.of(council_id).order_by("slug").values_list(*_COLUMNS, "source__digest")
    return tuple(Adopted(_viewed(columns[:-1]), columns[-1]) for columns in rows)


def list_live_since(council_id: uuid.UUID) -> Mapping[uuid.UUID, dt.datetime]:
    """Return since when each of a council's live services can be used, by its key."""
    rows = Service.objects.of(council_id).live().order_by("slug").values_list("id", "live_from")
    return {key: since for key, since in rows if since is not None}


def get_service_by_id(council_id: uuid.UUID, *, service_id: uuid.UUID) -> ServiceView:
    """
    Return a council's service by its key, live or not.

    Raises:
        ServiceNotFound: where there is none.
    """
    row = Service.objects.of(council_id).filter(id=service_id).first()
    if row is None:
        raise ServiceNotFound(str(service_id))
    return view_of(row)


def find_live_by_pattern(council_id: uuid.UUID, *, pattern_name: str) -> ServiceView | None:
    """Return the council's live service made from a pattern (`publisher/name`), or None."""
    row = _LIVE_BY_PATTERN.first(council_id, pattern_name)
    return _viewed(row) if row else None


def list_live_services(council_id: uuid.UUID) -> tuple[ServiceView, ...]:
    """List a council's live services by their place in addresses."""
    return tuple(view_of(row) for row in Service.objects.of(council_id).live().order_by("slug"))


def list_services(council_id: uuid.UUID) -> tuple[ServiceView, ...]:
    """List all of a council's services by their place in addresses."""
    return tuple(_viewed(columns) for columns in _ALL.all(council_id))


@lru_cache(maxsize=REMEMBERED_PATTERNS)
def get_effective(digest: str) -> Effective:
    """
    Return an effective pattern by its digest; read once for each process while it is in use.

    Raises:
        EffectiveMissing: where none was kept under it.
    """
    row = EffectivePattern.objects.filter(digest=digest).values_list("body", flat=True).first()
    if row is None:
        raise EffectiveMissing(digest)
    return from_bytes(bytes(row))


@lru_cache(maxsize=REMEMBERED_PATTERNS)
def get_programme(digest: str) -> Programme:
    """
    Return an effective pattern made ready to run; compiled once for each process while it is in use.

    Raises:
        EffectiveMissing: where none was kept under the digest.
    """
    return compile_programme(get_effective(digest))


def view_of(row: Service) -> ServiceView:
    """Return a row as a value."""
    return _viewed(tuple(getattr(row, name) for name in _COLUMNS))


def _viewed(columns: tuple[Any, ...]) -> ServiceView:
    """Return the columns of a row, in the order of `_COLUMNS`, as a value."""
    (key, council, slug, pattern, version, digest, titles, summaries, languages, phone, hours, hours_cy, is_live) = (
        columns
    )
    return ServiceView(
        id=key,
        council_id=council,
        slug=slug,
        pattern_name=pattern,
        version=version,
        digest=digest,
        titles=titles,
        summaries=summaries,
        languages=tuple(languages),
        phone=phone,
        phone_hours=hours,
        phone_hours_cy=hours_cy,
        is_live=is_live,
    )


def list_own_examples(service: ServiceView) -> dict[str, str]:
    """Return a council's own examples of a service: the YAML of each by its name, in order."""
    rows = OwnExample.objects.of(service.council_id).filter(service_id=service.id).order_by("name")
    return dict(rows.values_list("name", "text"))
