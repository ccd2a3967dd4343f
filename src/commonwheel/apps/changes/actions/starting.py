"""Starts a service of a council's own, from a few words."""

import datetime as dt
from collections.abc import Mapping

from commonwheel.apps.services import api as services
from commonwheel.core.packages.starting import NewService, starting
from commonwheel.core.problems import Failure
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.transactions import action


class ServiceIsThere(Failure):
    """The council has a service of that name."""

    def __init__(self) -> None:
        super().__init__("There is a service of that name already. Give this one another title.")


@action
def start_service(council: CouncilView, new: NewService, *, by: StaffView, now: dt.datetime) -> services.ServiceView:
    """
    Start a service of the council's own: it is not live, and is then changed like any other. Twice is as good as once.

    Raises:
        ServiceIsThere: where another one has its name; nothing is changed.
        PatternDoesNotCheck, SlugCannotBe: where the words cannot be; nothing is changed.
    """
    return start_from_files(council, new.name, starting(new), by=by, now=now)


@action
def start_from_files(
    council: CouncilView, name: str, files: Mapping[str, bytes], *, by: StaffView, now: dt.datetime
) -> services.ServiceView:
    """
    Start a service of the council's own from the files of a pattern of that name. Twice is as good as once.

    Raises:
        ServiceIsThere: where another one has its name; nothing is changed.
        PatternDoesNotCheck, SlugCannotBe: where it cannot be; nothing is changed.
    """
    known = next((one for one in services.list_adopted(council.id) if one.service.slug == name), None)
    if known is not None:
        if known.files_digest != services.files_digest(files):
            raise ServiceIsThere
        return known.service
    actor = audit.Actor("STAFF", str(by.id))
    return services.adopt(council.id, files=files, phone=council.phone, actor=actor, now=now)
