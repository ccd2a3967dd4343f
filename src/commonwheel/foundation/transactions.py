"""The transaction that every action runs in."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")
_acting: ContextVar[bool] = ContextVar("acting", default=False)


@contextmanager
def atomic() -> Iterator[None]:
    """
    Run the block wholly or not at all; nested blocks roll back by themselves.

    On SQLite the outermost takes its turn and the write lock as it begins (`foundation.sqlite`, transaction_mode
    IMMEDIATE), so that two actions that read and then write wait for each other and do not fail.
    """
    with transaction.atomic():
        yield


def action(function: Callable[P, R]) -> Callable[P, R]:
    """
    Run the use case in one transaction: every function in an `actions` module has this mark.

    An action that another one calls is part of it, and fails with it: whoever calls one to see whether it
    fails, and goes on, wraps the call in `atomic`.
    """

    @functools.wraps(function)
    def within(*args: P.args, **kwargs: P.kwargs) -> R:
        if _acting.get():
            with transaction.atomic(savepoint=False):
                return function(*args, **kwargs)
        token = _acting.set(True)
        try:
            with atomic():
                return function(*args, **kwargs)
        finally:
            _acting.reset(token)

    return within
