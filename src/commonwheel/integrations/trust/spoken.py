"""What a file of a commons is, in words for those who are about to sign it."""

from collections.abc import Iterator

from tuf.api.metadata import Metadata, Root, Targets

from commonwheel.integrations.trust import metadata
from commonwheel.integrations.trust.failures import NotMetadata
from commonwheel.integrations.trust.keys import KeySet
from commonwheel.integrations.trust.succession import read_steps

_SHOWN = 16
_STEPS = {"handed-over": "handed over by its old keys", "revoked": "revoked; you vouch for the new keys"}


def said_of(text: bytes) -> list[str]:
    """
    Return what signed or unsigned metadata says, a line for each thing.

    Raises:
        NotMetadata, MetadataRefused: where it is none that people sign.
    """
    found: Metadata[Root] | Metadata[Targets]
    try:
        found = metadata.read(text, Root)
        lines = _root(found)
    except NotMetadata:
        found = metadata.read(text, Targets)
        lines = _targets(found)
    return [*lines, f"Runs out on {found.signed.expires:%-d %B %Y}.", *_signatures(found)]


# Private


def _root(found: "Metadata[Root]") -> Iterator[str]:
    role = found.signed.roles["root"]
    yield f"The root of a commons, version {found.signed.version}."
    yield f"{role.threshold} of these people must sign: {_keys(role.keyids)}."
    for name in ("timestamp", "snapshot"):
        yield f"The running commons signs {name} with {_keys(found.signed.roles[name].keyids)}."


def _targets(found: "Metadata[Targets]") -> Iterator[str]:
    if found.signed.delegations is None:
        yield from _releases(found.signed)
        return
    yield f"A list of publishers, version {found.signed.version}."
    keys = metadata.list_keys(found.signed)
    for name, role in metadata.list_roles(found.signed).items():
        yield f"Publisher {name}: {_set(keys[name])}."
        for step in read_steps(role):
            words = (
                "handed over by its old keys" if step.kind == "handed-over" else "revoked; you vouch for the new keys"
            )
            successor = f", to {step.successor}" if step.successor else ""
            yield f"    {words}{successor}: {step.reason}"


def _releases(signed: Targets) -> Iterator[str]:
    yield f"A publisher’s list of releases, version {signed.version}."
    for path, file in signed.targets.items():
        state = (file.custom or {}).get("state", "")
        yield f"    {path}, SHA-256 {file.hashes['sha256'][:_SHOWN]}…{f', {state}' if state else ''}"


def _set(keys: KeySet) -> str:
    return f"{keys.threshold} of {_keys(keys.keyids)}"


def _keys(keyids: list[str]) -> str:
    return ", ".join(f"{keyid[:_SHOWN]}…" for keyid in sorted(keyids))


def _signatures(found: "Metadata[Root] | Metadata[Targets]") -> Iterator[str]:
    if found.signatures:
        yield f"Signed so far by {_keys(list(found.signatures))}."
