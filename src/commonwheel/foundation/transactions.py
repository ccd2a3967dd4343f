"""The transaction that every action runs in."""

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


def atomic() -> AbstractContextManager[None]:
    """
    Return a block that is done wholly or not at all; nested blocks roll back by themselves.

    On SQLite the outermost takes the write lock as it begins (transaction_mode IMMEDIATE), so
    that two actions that read and then write wait for each other and do not fail.
    """
    return transaction.atomic()


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run the use case in one transaction: every function in an `actions` module has this mark."""

    @functools.wraps(function)
    def within(*args: P.args, **kwargs: P.kwargs) -> R:
        with atomic():
            return function(*args, **kwargs)

    return within
