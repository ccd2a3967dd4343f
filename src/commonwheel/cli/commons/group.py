"""The group of commands for those who publish, and for those who run a commons."""

from collections.abc import Mapping

import click

from commonwheel.cli.lazy import LazyGroup

_HERE = "commonwheel.cli.commons"
COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "publish": (f"{_HERE}.publishing", "publish", "Sign a release, and send it to a commons."),
    "withdraw": (f"{_HERE}.stopping", "withdraw", "Take back a release of yours, with the reason."),
    "deprecate": (f"{_HERE}.stopping", "deprecate", "Say that a release of yours is not recommended any more."),
    "offer": (f"{_HERE}.stopping", "offer", "Offer a release of yours again."),
    "describe": (f"{_HERE}.stopping", "describe", "Say who you are, and how you can help."),
    "renew": (f"{_HERE}.stopping", "renew", "Sign your list anew, before it runs out or with new keys."),
    "key": (f"{_HERE}.keys", "key", "Make a key."),
    "sign": (f"{_HERE}.keys", "sign", "Say what a file is, and sign it."),
    "hand-over": (f"{_HERE}.ceremonies", "hand_over", "Write, with the old keys, who holds a publisher's new ones."),
    "revoke": (f"{_HERE}.ceremonies", "revoke", "Write that a publisher's keys are lost, and which are the new ones."),
    "draft-start": (f"{_HERE}.ceremonies", "draft_start", "Write a first root and list of publishers, to be signed."),
    "draft-join": (f"{_HERE}.ceremonies", "draft_join", "Write the next list of publishers, with one more."),
    "draft-keys": (f"{_HERE}.ceremonies", "draft_keys", "Write the next list of publishers, with one's new keys."),
    "draft-publishers": (f"{_HERE}.ceremonies", "draft_publishers", "Write the list of publishers anew."),
    "draft-root": (f"{_HERE}.ceremonies", "draft_root", "Write the next root, with other people or keys if you like."),
    "start": (f"{_HERE}.machine", "start", "Start a commons from signed files, on its machine."),
    "install-publishers": (f"{_HERE}.machine", "install_publishers", "Take the next list of publishers."),
    "install-root": (f"{_HERE}.machine", "install_root", "Take the next root."),
    "expiring": (f"{_HERE}.machine", "expiring", "List what somebody should sign anew."),
    "quarantine": (f"{_HERE}.machine", "quarantine", "Stop a release at once, or let it go again."),
    "admit": (f"{_HERE}.machine", "admit", "Let a council's statements of use count."),
    "index": (f"{_HERE}.machine", "index", "Make the catalogue anew from the folder."),
    "mirror": (f"{_HERE}.mirroring", "mirror", "Copy another commons, verified to the last byte."),
}


@click.group(cls=LazyGroup, commands_in=COMMANDS)
def commons() -> None:
    """
    Publish in a commons, and run one.

    docs/how-to/publish-a-service.md, docs/how-to/run-a-commons.md and docs/how-to/keys-of-a-commons.md lead through it.
    """
