"""TUF's errors in our words: what happened, and what to do next."""

import contextlib
from collections.abc import Callable, Iterator

from securesystemslib.exceptions import StorageError
from tuf.api import exceptions as tuf

from commonwheel.core.problems import Failure
from commonwheel.integrations.trust.failures import (
    BytesDiffer,
    CommonsAnswers,
    CommonsExpired,
    CommonsRolledBack,
    CommonsTooSlow,
    CommonsUnreachable,
    CommonsUnreadable,
    MemoryUnusable,
    MetadataRefused,
    SignatureMissing,
    TooLarge,
)

_ROLES = (
    ("timestamp", "its note of what is newest"),
    ("snapshot", "its note of what belongs together"),
    ("root", "its root"),
    ("targets", "its list of publishers"),
)

_ABOUT_A_PART: tuple[tuple[type[Exception], Callable[[str, str], Failure]], ...] = (
    (tuf.ExpiredMetadataError, CommonsExpired),
    (tuf.BadVersionNumberError, CommonsRolledBack),
    (tuf.UnsignedMetadataError, SignatureMissing),
    (tuf.LengthOrHashMismatchError, BytesDiffer),
    (tuf.DownloadLengthMismatchError, TooLarge),
)


@contextlib.contextmanager
def in_our_words(commons: str, what: str, *, seconds: float) -> Iterator[None]:
    """
    Turn what TUF raises in the block into failures with a name.

    Args:
        what: is being read; where TUF says more exactly which part of it is wrong, that is said.
        seconds: how long was waited, for the words.
    """
    try:
        yield
    except MetadataRefused as error:
        raise CommonsUnreadable(commons, str(error)) from error
    except tuf.SlowRetrievalError as error:
        raise CommonsTooSlow(commons, seconds) from error
    except (tuf.RepositoryError, tuf.DownloadError, ValueError, RecursionError) as error:
        raise _failure(error, commons, what) from error
    except (OSError, StorageError) as error:
        raise MemoryUnusable(getattr(error, "strerror", None) or str(error)) from error


def _failure(error: Exception, commons: str, what: str) -> Failure:
    if isinstance(error, tuf.DownloadHTTPError):
        return CommonsAnswers(commons, error.status_code)
    for kind, failure in _ABOUT_A_PART:
        if isinstance(error, kind):
            return failure(commons, _part(error, what))
    if isinstance(error, tuf.DownloadError):
        return CommonsUnreachable(commons)
    return CommonsUnreadable(commons, f"{what} is no signed metadata that fits together.")


def _part(error: Exception, what: str) -> str:
    said = str(error)
    return next((words for role, words in _ROLES if f"{role}.json" in said or f"{role} " in said), what)
