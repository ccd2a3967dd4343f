"""
Whose rows may be seen: the council and the account in force, and the services where somebody keeps to some.

On PostgreSQL all three are told to the database, where row-level security reads them
(`row_security`); within a transaction they end with it. On SQLite only queries guard.
"""

import contextlib
import uuid
from collections.abc import Collection, Iterator, Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any, TypeVar

from django.db import connection, models

T = TypeVar("T")
Rows = TypeVar("Rows", bound="models.QuerySet[Any]")
_council: ContextVar[uuid.UUID | None] = ContextVar("council", default=None)
_follower: ContextVar[uuid.UUID | None] = ContextVar("follower", default=None)
_account: ContextVar[uuid.UUID | None] = ContextVar("account", default=None)
_services: ContextVar[frozenset[uuid.UUID] | None] = ContextVar("services", default=None)
_NO_SERVICE = uuid.UUID(int=0)
"""Told to the database where somebody keeps to no service at all: an empty setting would mean every service."""


@contextlib.contextmanager
def council_scope(council_id: uuid.UUID | None) -> Iterator[None]:
    """Let rows of this council be seen within the block; None for no council's."""
    with _scope(_council, "commonwheel.council", council_id, told=str(council_id or "")):
        yield


@contextlib.contextmanager
def follower_scope(council_id: uuid.UUID) -> Iterator[None]:
    """
    Let rows be passed on, from the council in force to this one that follows it, within the block.

    Both councils' rows are seen there, in the tables of which rows are passed on; only what runs a reorganisation asks
    for it.
    """
    with _scope(_follower, "commonwheel.follower", council_id, told=str(council_id)):
        yield


@contextlib.contextmanager
def account_scope(user_id: uuid.UUID | None) -> Iterator[None]:
    """Let rows that this person owns be seen within the block; None for nobody's."""
    with _scope(_account, "commonwheel.account", user_id, told=str(user_id or "")):
        yield


@contextlib.contextmanager
def services_scope(services: Collection[uuid.UUID]) -> Iterator[None]:
    """Let only these services of the council in force, and their requests, be seen within the block."""
    kept = frozenset(services)
    told = ",".join(str(one) for one in sorted(kept or {_NO_SERVICE}))
    with _scope(_services, "commonwheel.services", kept, told=told):
        yield


def current_council() -> uuid.UUID | None:
    """Return the council in force."""
    return _council.get()


def current_account() -> uuid.UUID | None:
    """Return the account in force."""
    return _account.get()


def current_services() -> frozenset[uuid.UUID] | None:
    """Return the services that whoever asks keeps to; None for all of the council in force."""
    return _services.get()


def kept_to_services(rows: Rows, column: str = "service_id") -> Rows:
    """Return the rows of the services that whoever asks keeps to; each selection of a council's rows ends with it."""
    services = current_services()
    return rows if services is None else rows.filter(**{f"{column}__in": services})


_told: ContextVar[Mapping[str, str]] = ContextVar("told", default=MappingProxyType({}))


@contextlib.contextmanager
def _scope(variable: ContextVar[T], setting: str, value: T, *, told: str) -> Iterator[None]:
    before = _told.get()
    token, told_token = variable.set(value), _told.set({**before, setting: told})
    is_local = connection.in_atomic_block
    try:
        _tell(setting, told)
        yield
    finally:
        variable.reset(token)
        _told.reset(told_token)
        _take_back(setting, before.get(setting, ""), was_local=is_local)


def _tell(setting: str, value: str) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # Local to the transaction where there is one; a job outside one sets it for its session.
        cursor.execute("SELECT set_config(%s, %s, %s)", [setting, value, connection.in_atomic_block])


def _take_back(setting: str, before: str, *, was_local: bool) -> None:
    if connection.vendor != "postgresql" or connection.connection is None:
        return
    if was_local and (connection.needs_rollback or not connection.in_atomic_block):
        # The transaction's end, or the rollback to come, undoes what was set within it.
        return
    try:
        _tell(setting, before)
    except Exception:
        # Whatever happened, a connection that may still hold a scope must not be used again.
        connection.close()
        raise
