"""
What a publisher signs: its own list of releases.

Like the ceremony: each function takes the list as it is served (or None, before the first release) and returns the
next version without signatures.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from tuf.api.metadata import Metadata, TargetFile, Targets

from commonwheel.integrations.trust import metadata
from commonwheel.integrations.trust.failures import ReleaseIsFixed, ReleaseUnknown

PublisherState = Literal["offered", "deprecated", "withdrawn"]


def add_release(
    current: bytes | None, path: str, content: bytes, *, facts: Mapping[str, Any], now: dt.datetime
) -> bytes:
    """
    Return a publisher's next list, with one more release.

    Args:
        path: `PUBLISHER/NAME/FILE`, with the version in the file's name.
        facts: JSON values, at most 4 KB: what the catalogue shows without opening the file.

    Raises:
        ReleaseIsFixed: where the path names other bytes already.
        MetadataRefused: where the path, the size or the facts are not as a commons has them.
    """
    signed = _draft(current)
    metadata.require_path(path.split("/", maxsplit=1)[0], path)
    file = TargetFile.from_data(path, content, ["sha256"])
    before = signed.targets.get(path)
    if before is not None and before.hashes != file.hashes:
        raise ReleaseIsFixed(path)
    custom = {**((before.custom if before else None) or {}), "facts": dict(facts)}
    file.unrecognized_fields["custom"] = custom
    signed.targets[path] = file
    return _finish(signed, now)


def set_state(current: bytes, path: str, state: PublisherState, *, reason: str, now: dt.datetime) -> bytes:
    """
    Return a publisher's next list, in which a release is withdrawn, deprecated, or offered again.

    Raises:
        ReleaseUnknown: where it has no such release.
        MetadataRefused: without a reason.
    """
    metadata.require_reason(reason)
    signed = _draft(current)
    file = signed.targets.get(path)
    if file is None:
        raise ReleaseUnknown("This list", path)
    facts = (file.custom or {}).get("facts", {})
    since = now.astimezone(dt.UTC).date().isoformat()
    file.unrecognized_fields["custom"] = {"facts": facts, "state": state, "reason": reason, "since": since}
    return _finish(signed, now)


def describe(current: bytes | None, profile: Mapping[str, Any], *, now: dt.datetime) -> bytes:
    """
    Return a publisher's next list, in which it says anew who it is.

    Args:
        profile: JSON values, of `core.packages.profile`.
    """
    signed = _draft(current)
    signed.unrecognized_fields[metadata.PROFILE] = dict(profile)
    return _finish(signed, now)


def renew(current: bytes, *, now: dt.datetime) -> bytes:
    """Return a publisher's list for 13 more months; also what is signed anew after its keys have changed."""
    return _finish(_draft(current), now)


def _draft(current: bytes | None) -> Targets:
    if current is None:
        return Targets(version=1)
    signed = metadata.read(current, Targets).signed
    signed.version += 1
    return signed


def _finish(signed: Targets, now: dt.datetime) -> bytes:
    signed.expires = metadata.role_until(now)
    for publisher in {path.split("/")[0] for path in signed.targets}:
        metadata.list_releases(publisher, signed)
    return metadata.write(Metadata(signed))
