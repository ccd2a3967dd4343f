"""Whole pages as councils would show them, for the tests that look at pages."""

from collections.abc import Mapping

from markupsafe import Markup

from commonwheel.design import components
from commonwheel.design.fields import (
    EntryView,
    FieldView,
    FileView,
    FoundAddress,
    OptionView,
    error_summary,
    errors_of,
    question_html,
)
from commonwheel.design.frame import LanguageLink, Link, NodeFrame, ResidentFrame, StaffFrame
from commonwheel.design.jinja import environment
from commonwheel.design.markdown import html_of

FOOTER = (
    Link("Accessibility", "/a/"),
    Link("Privacy", "/p/"),
    Link("Cookies", "/c/"),
    Link("Contact the council", "/t/"),
)
RESIDENT = ResidentFrame(
    council_name="Rivermouth Borough Council",
    home_url="/rivermouth/",
    phone="01632 960123",
    phone_digits="01632960123",
    phone_hours="Monday to Friday, 9am to 5pm",
    service_name="Report a missed bin collection",
    service_url="/rivermouth/report-missed-bin/",
    languages=(
        LanguageLink("en", "English", "?language=en", current=True),
        LanguageLink("cy", "Cymraeg", "?language=cy"),
    ),
    footer=FOOTER,
    demonstration=True,
)
STAFF = StaffFrame(
    council_name="Rivermouth Borough Council",
    home_url="/staff/",
    person="Ben Caseworker",
    links=(
        Link("Requests", "/staff/rivermouth/requests/", current=True),
        Link("Services", "/staff/rivermouth/services/"),
    ),
    account_links=(Link("Your account", "/staff/account/"),),
    sign_out_url="/staff/sign-out/",
    demonstration=True,
)
NODE = NodeFrame(
    links=(Link("Councils", "/#councils"), Link("For officers", "/staff/")), footer=FOOTER, demonstration=True
)

BINS = (
    OptionView("refuse", "Refuse"),
    OptionView("recycling", "Recycling", "Paper, card, cans, plastic bottles"),
    OptionView("food", "Food waste"),
    OptionView("garden", "Garden waste"),
)
FIELDS: Mapping[str, FieldView] = {
    "text": FieldView("text", "text", "Name on the bin", "If there is one", value="12a", optional=True),
    "long-text": FieldView("long", "long-text", "What happened?", "Leave out names", value="One\nTwo", max=500),
    "email": FieldView("email", "email", "Email address", "We only use this about your report"),
    "phone": FieldView("phone", "phone", "Phone number"),
    "name": FieldView("name", "name", "Full name", value="Amina <b>Khan</b>"),
    "radios": FieldView("bin", "radios", "Which bin was missed?", "Choose one", BINS, "food"),
    "select": FieldView("street", "select", "Street", options=BINS, value="garden"),
    "national-insurance": FieldView("ni", "national-insurance", "National Insurance number", "Such as QQ 12 34 56 C"),
    "vehicle": FieldView("reg", "vehicle", "Registration number"),
    "bank-account": FieldView("bank", "bank-account", "Account to pay", parts=(("sort_code", "12-34-56"),)),
    "checkboxes": FieldView("kinds", "checkboxes", "What was in it?", options=BINS, chosen=("food", "garden")),
    "number": FieldView("count", "number", "How many bins?", value="2"),
    "money": FieldView("price", "money", "What did it cost?", value="12.50"),
    "yes-no": FieldView("assisted", "yes-no", "Do you have an assisted collection?", value="yes"),
    "declaration": FieldView("true", "declaration", "What I have said is true"),
    "date": FieldView("day", "date", "When should it have been emptied?", parts=(("day", "3"), ("month", "11"))),
    "time": FieldView("time", "time", "What time was it?"),
    "file": FieldView(
        "photo", "file", "Photographs", "Not needed, but useful", accept=("jpg", "png"), max=3, max_mb=10,
        files=(FileView("bin.jpg", "remove.photo.1"),),
    ),
    "address": FieldView("home", "address", "Where was the bin missed?", parts=(("postcode", "BN1 1AA"),)),
    "place": FieldView("spot", "place", "Where is it?", parts=(("words", "By the gate"),)),
    "slot": FieldView("slot", "slot", "When shall we come?", options=(OptionView("1", "Monday, 9am to 11am"),)),
    "signature": FieldView("sign", "signature", "Sign here", parts=(("name", "Amina Khan"),)),
    "group": FieldView(
        "cars", "group", "Vehicles", entry="Vehicle", add="entry.cars.3",
        entries=(EntryView("AB12 CDE", "entry.cars.1", "without.cars.1"), EntryView("XY34 ZAB", "entry.cars.2", "without.cars.2")),
    ),
    "show": FieldView("words", "show", text=html_of("## Before you start\n\nHave a look at *the lid*.\n\n- one\n- two")),
}  # fmt: skip
FOUND = (
    FoundAddress("100", "1 Invented Lane, Rivermouth, BN1 1AA"),
    FoundAddress("101", "2 Invented Lane, Rivermouth"),
)
ADDRESSES = (
    FieldView("a", "address", "Nothing found", found=(), parts=(("postcode", "ZZ1 1ZZ"),)),
    FieldView("b", "address", "Some found", found=FOUND, parts=(("postcode", "BN1 1AA"),)),
    FieldView("c", "address", "Typed", typed=True, parts=(("line_1", "1 Invented Lane"), ("town", "Rivermouth"))),
    FieldView("d", "address", "Chosen", value="1 Invented Lane", parts=(("uprn", "100"), ("postcode", "BN1 1AA"))),
)

FORM = """{% extends "layouts/resident.html" %}
{% block title %}{{ heading or "Questions" }}{% endblock %}
{% block back %}{{ back_link("/back/") }}{% endblock %}
{% block content %}
<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
{{ error_summary(errors) }}
<form method="post" novalidate>
{% if heading %}<h1 class="govuk-heading-l">{{ heading }}</h1>{% endif %}
{% for field in fields %}{{ question_html(field) }}{% endfor %}
{{ button(_("Continue")) }}
</form></div></div>
{% endblock %}"""
SENT = """{% extends "layouts/resident.html" %}
{% block title %}Report sent{% endblock %}
{% block content %}
<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
{{ panel("Report sent", body) }}
<h2 class="govuk-heading-m">What happens next</h2>
<p class="govuk-body">A crew comes back within 2 working days. Leave the bin where it is.</p>
{{ summary_list(rows, title="What you told us") }}
{{ notification_banner("We have saved your answers.", success=True, title_id="saved") }}
{{ tag("Received", "blue") }} {{ inset("Keep this page.") }} {{ warning("Bins left out overnight may be taken.") }}
{{ details("How we use this", "Only to collect the bin.") }} {{ pagination(previous="/1/", following="/3/") }}
</div></div>
{% endblock %}"""
QUEUE = """{% extends "layouts/staff.html" %}
{% block title %}Requests{% endblock %}
{% block content %}
<h1 class="govuk-heading-l">Requests</h1>
<div class="house-columns"><div><div class="house-scroll" tabindex="0" role="region" aria-label="Requests">
<table class="govuk-table"><thead class="govuk-table__head"><tr><th class="govuk-table__header" scope="col">Reference</th>
<th class="govuk-table__header" scope="col">Service</th><th class="govuk-table__header" scope="col">State</th>
<th class="govuk-table__header" scope="col">Due</th></tr></thead><tbody class="govuk-table__body">
{% for number in range(12) %}<tr class="govuk-table__row"><td class="govuk-table__cell"><a class="govuk-link house-reference" href="#">MB-7K2M-9Q{{ number }}</a></td>
<td class="govuk-table__cell">Missed bin</td><td class="govuk-table__cell">{{ tag("Received", "blue") }}</td>
<td class="govuk-table__cell">24 November 2026</td></tr>{% endfor %}</tbody></table></div>{{ pagination(following="/2/") }}</div>
<div><h2 class="govuk-heading-m">What happened</h2><ol class="house-timeline"><li><strong>Received</strong><br>
<time>23 November 2026 at 9am</time></li><li><strong>Assigned to Ben</strong><br><time>23 November 2026 at 10am</time></li></ol></div></div>
{% endblock %}"""
FRONT = """{% extends "layouts/node.html" %}
{% block title %}Services written once, shared by councils{% endblock %}
{% block intro %}<div class="house-intro"><div class="govuk-width-container">
<h1>Council services, written once and shared</h1>
<p>A council writes a service down once. Others use it, with their own settings and words. Residents get a good service wherever they live.</p>
</div></div>{% endblock %}
{% block content %}<h2 class="govuk-heading-l" id="councils">Councils on this node</h2>
<ul class="house-cards">{% for name in ("Rivermouth", "Eastmere", "Hillbrook", "Saltings", "Northfleet Vale") %}
<li class="house-card"><h3><a class="govuk-link" href="#{{ name }}">{{ name }} Borough Council</a></h3><p>3 services</p></li>{% endfor %}</ul>{% endblock %}"""


def pages() -> Mapping[str, str]:
    """Return each sample page's HTML by name."""
    env = environment()
    alone = FieldView("bin", "radios", "Which bin was missed?", "Choose one", BINS, heading=True)
    day = FieldView(
        "day", "date", "When should it have been emptied?", parts=(("day", "31"), ("month", "2")), heading=True,
        error="The date must be a real date, like 27 3 2026", error_parts=("day", "month"),
    )  # fmt: skip
    wrong = [field for name, field in FIELDS.items() if name not in {"show", "declaration"}]
    wrong = [_with_error(field) for field in wrong]
    rows = [
        components.Row(label, value, (components.Action("Change", "#", label.lower()),))
        for label, value in (("Property", "1 Invented Lane\nRivermouth\nBN1 1AA"), ("Bin", "Food waste"))
    ]
    reference = Markup('Your reference<br><strong class="house-reference">{}</strong>').format("MB-7K2M-9Q4D")
    form = env.from_string(FORM)
    return {
        "one-question": form.render(frame=RESIDENT, fields=[alone]),
        "error": form.render(frame=RESIDENT, fields=[day], errors=errors_of([day])),
        "every-type": form.render(frame=RESIDENT, fields=[*FIELDS.values(), *ADDRESSES], heading="Every question"),
        "every-error": form.render(frame=RESIDENT, fields=wrong, errors=errors_of(wrong), heading="Every error"),
        "sent": env.from_string(SENT).render(frame=RESIDENT, rows=rows, body=reference),
        "queue": env.from_string(QUEUE).render(frame=STAFF),
        "front": env.from_string(FRONT).render(frame=NODE),
    }


def _with_error(field: FieldView) -> FieldView:
    import dataclasses

    return dataclasses.replace(field, error=f"There is something wrong with {field.label.lower()}")


__all__ = ["ADDRESSES", "FIELDS", "error_summary", "pages", "question_html"]
