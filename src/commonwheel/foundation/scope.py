"""
Whose rows may be seen: the council and the account in force.

On PostgreSQL both are told to the database, where row-level security reads them
(`row_security`); within a transaction they end with it. On SQLite only queries guard.
"""

import contextlib
import uuid
from collections.abc import Iterator
from contextvars import ContextVar

from django.db import connection

_council: ContextVar[uuid.UUID | None] = ContextVar("council", default=None)
_account: ContextVar[uuid.UUID | None] = ContextVar("account", default=None)


@contextlib.contextmanager
def council_scope(council_id: uuid.UUID | None) -> Iterator[None]:
    """Let rows of this council be seen within the block; None for no council's."""
    with _scope(_council, "commonwheel.council", council_id):
        yield


@contextlib.contextmanager
def account_scope(user_id: uuid.UUID | None) -> Iterator[None]:
    """Let rows that this person owns be seen within the block; None for nobody's."""
    with _scope(_account, "commonwheel.account", user_id):
        yield


def current_council() -> uuid.UUID | None:
    """Return the council in force."""
    return _council.get()


def current_account() -> uuid.UUID | None:
    """Return the account in force."""
    return _account.get()


@contextlib.contextmanager
def _scope(variable: ContextVar[uuid.UUID | None], setting: str, value: uuid.UUID | None) -> Iterator[None]:
    before = variable.get()
    token = variable.set(value)
    is_local = connection.in_atomic_block
    try:
        _tell(setting, value)
        yield
    finally:
        variable.reset(token)
        _take_back(setting, before, was_local=is_local)


def _tell(setting: str, value: uuid.UUID | None) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # Local to the transaction where there is one; a job outside one sets it for its session.
        cursor.execute("SELECT set_config(%s, %s, %s)", [setting, str(value or ""), connection.in_atomic_block])


def _take_back(setting: str, before: uuid.UUID | None, *, was_local: bool) -> None:
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
