"""The web application speaks WSGI as any server expects it."""

from typing import Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from commonwheel.project.wsgi import application


@pytest.mark.django_db(transaction=True)
def test_the_application_answers_a_server() -> None:
    environ: dict[str, Any] = {"SCRIPT_NAME": "", "PATH_INFO": "/health/", "HTTP_HOST": "localhost", "QUERY_STRING": ""}
    setup_testing_defaults(environ)
    written: list[bytes] = []
    started: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        started.append(status)
        return written.append

    answer: Any = validator(application)(environ, start)
    written += answer
    answer.close()
    assert (started, b"".join(written)) == (["200 OK"], b'{"status": "ok"}')
