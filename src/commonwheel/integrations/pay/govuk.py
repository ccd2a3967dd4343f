"""GOV.UK Pay over HTTPS. Source: docs/sources.md#govuk-pay."""

from collections.abc import Mapping
from typing import Any

import requests

from commonwheel.integrations.pay.port import NewPayment, PaymentAt, PaymentsRefused, PaymentsUnreachable, Status

ADDRESS = "https://publicapi.payments.service.gov.uk"
GOVUK_PAY = "govuk-pay"
_SECONDS = (3.05, 10)
_TRY_LATER = frozenset({408, 429})
_FAULT_OF_THEIRS = 500
_GOOD = frozenset({200, 201})
_LONGEST = 255
_STATUSES: Mapping[str, Status] = {
    **{one.value: one for one in Status},
    # With delayed capture only; the money is not the council's yet.
    "capturable": Status.SUBMITTED,
}


class GovUkPay:
    """GOV.UK Pay, with a council's own key; it goes in a header, so that it stands in no log of addresses."""

    name = GOVUK_PAY

    def __init__(self, *, key: str, session: requests.Session, address: str = ADDRESS) -> None:
        self._session = session
        self._headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
        self._address = address

    def create(self, new: NewPayment) -> PaymentAt:
        """See the port."""
        body = {
            "amount": new.pence,
            "reference": new.reference[:_LONGEST],
            "description": new.description[:_LONGEST],
            "return_url": new.return_url,
            "language": "cy" if new.language == "cy" else "en",
        }
        return self._ask("POST", "/v1/payments", json=body, headers={"Idempotency-Key": new.key})

    def find(self, payment_id: str) -> PaymentAt:
        """See the port."""
        return self._ask("GET", f"/v1/payments/{payment_id}")

    def _ask(
        self, method: str, path: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> PaymentAt:
        try:
            answer = self._session.request(
                method,
                self._address + path,
                json=json,
                headers={**self._headers, **(headers or {})},
                timeout=_SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException as problem:
            raise PaymentsUnreachable(type(problem).__name__) from problem
        return _payment(_content(answer))


def _content(answer: requests.Response) -> Any:
    if answer.status_code in _TRY_LATER or answer.status_code >= _FAULT_OF_THEIRS:
        raise PaymentsUnreachable(f"status {answer.status_code}")
    if answer.status_code not in _GOOD:
        raise PaymentsRefused(f"status {answer.status_code}")
    try:
        return answer.json()
    except requests.JSONDecodeError as problem:
        raise PaymentsUnreachable("its answer is not JSON") from problem


def _payment(content: Any) -> PaymentAt:
    try:
        link = content["_links"].get("next_url") or {}
        return PaymentAt(
            id=str(content["payment_id"]),
            status=_STATUSES[content["state"]["status"]],
            pence=int(content["amount"]),
            next_url=_safe(str(link.get("href") or "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise PaymentsUnreachable("its answer has another form") from problem


def _safe(address: str) -> str:
    """Let nobody be led elsewhere than to an address of the web."""
    return address if address.startswith("https://") else ""
