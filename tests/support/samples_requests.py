"""Samples of the addresses of requests, of their messages and of tracking."""

import uuid
from collections.abc import Mapping

from tests.support import missed_bin
from tests.support.cast import Person
from tests.support.walk import SECRET, sample

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.apps.messages import api as messages
from commonwheel.integrations.mail.port import Letter, MailRefused


class Refusing:
    """A mail server that takes nothing."""

    def send(self, letter: Letter) -> None:
        """Refuse."""
        del letter
        raise MailRefused("No such person.")


def opened(person: Person) -> cases.OpenedCase:
    """Open a request at both councils' service, and return council A's, which is full of the mark."""
    other = authorities.find_council("fellgate")
    if other is not None:
        missed_bin.adopt(other)
    words = {"full_name": SECRET, "property": {**missed_bin.ANSWERS["property"], "line": SECRET}}
    return missed_bin.opener(person.council, missed_bin.adopt(person.council))(answers=words)


@sample("cases:request", "cases:note", "cases:assign", "cases:ask_payment")
def request(person: Person) -> Mapping[str, object]:
    """Return a request."""
    return {"case_id": opened(person).id}


@sample("cases:move")
def move(person: Person) -> Mapping[str, object]:
    """Return a request and a state it can go to."""
    return {"case_id": opened(person).id, "state": "collected"}


@sample("cases:status")
def status(person: Person) -> Mapping[str, object]:
    """Return a request by its reference."""
    return {"reference": opened(person).reference}


@sample("cases:copy")
def case_copy(person: Person) -> Mapping[str, object]:
    """Return a request, of which there is a printed copy."""
    return {"case_id": opened(person).id}


@sample("cases:file")
def case_file(person: Person) -> Mapping[str, object]:
    """Return a request and an upload it does not have."""
    return {"case_id": opened(person).id, "upload_id": uuid.uuid4()}


@sample("cases:letter", "cases:letter_done")
def letter(person: Person) -> Mapping[str, object]:
    """Return a letter that an officer has to post."""
    request_without_email = missed_bin.opener(person.council, missed_bin.adopt(person.council))
    words = {"full_name": SECRET, "property": {**missed_bin.ANSWERS["property"], "line": SECRET}, "email": None}
    case_id = request_without_email(answers=words).id
    (waiting,) = messages.list_messages_of_case(person.council.id, case_id=case_id)
    return {"message_id": waiting.id}


@sample("messages:retry")
def message(person: Person) -> Mapping[str, object]:
    """Return a message that waits."""
    new = messages.NewMessage(
        dedup_key="walk",
        to="amina@residents.example",
        sender_name="Harbourside",
        subject=SECRET,
        text=SECRET,
        service_id=missed_bin.adopt(person.council).id,
    )
    key = messages.queue_message(person.council.id, message=new, now=missed_bin.MONDAY)
    messages.sweep_outbox(person.council.id, carrier=Refusing(), clock=lambda: missed_bin.MONDAY)
    return {"message_id": key}


@sample("my_account:link", opens=True)
def link(person: Person) -> Mapping[str, object]:
    """Return the token of a link to a request."""
    return {"token": cases.new_link(person.council.id, case_id=opened(person).id, now=missed_bin.MONDAY)}


@sample("my_account:file")
def tracked_file(person: Person) -> Mapping[str, object]:
    """Return an upload that nobody has opened a request for."""
    opened(person)
    return {"upload_id": uuid.uuid4()}


@sample("authorities:look")
def look(person: Person) -> Mapping[str, object]:
    """Return the digest of some look."""
    return {"digest": "0" * 16}


@sample("authorities:logo")
def logo(person: Person) -> Mapping[str, object]:
    """Return the address of a logo."""
    return {"digest": "0" * 16}
