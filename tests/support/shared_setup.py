"""What several tests begin from, made once: in a transaction around theirs, undone when the last has ended."""

import contextlib
from collections.abc import Iterator

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextlib.contextmanager
def undone_at_the_end(blocker: DjangoDbBlocker) -> Iterator[None]:
    """
    Let a fixture of a wider scope than a test's use the database until the block ends; then undo it.

    Each test has a savepoint of its own within. A fixture that uses this asks for `django_db_setup` first; one may
    stand within another.
    """
    with blocker.unblock(), transaction.atomic():
        try:
            with blocker.block():
                yield
        finally:
            transaction.set_rollback(True)
            _forget_councils()


def _forget_councils() -> None:
    from commonwheel.apps.authorities.api import forget_councils

    forget_councils()
