"""Django's settings: one house for the embedded default, PostgreSQL and the tests."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from commonwheel.integrations.antivirus.clamav import ClamAV
from commonwheel.integrations.antivirus.fake import NoAntivirus
from commonwheel.integrations.browser.chromium import Chromium
from commonwheel.integrations.storage.disk import DiskStorage
from commonwheel.project.environment import Database, read_environment

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent
DATA = ENVIRONMENT.data
DEMONSTRATION = ENVIRONMENT.demonstration
DEBUG = ENVIRONMENT.debug
# True only in `project.preview.settings`: journeys may then follow a pattern that is still being written,
# which need not be proved.
PREVIEW = False
SECRET_KEY = ENVIRONMENT.secret_key
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

# A council's own host is known only to the database, so the middleware checks hosts itself.
ALLOWED_HOSTS = ["*"]
NODE_HOSTS = list(ENVIRONMENT.hosts) or LOCAL_HOSTS

OUR_APPS = [
    "commonwheel.foundation",
    "commonwheel.apps.authorities",
    "commonwheel.apps.accounts",
    "commonwheel.apps.places",
    "commonwheel.apps.files",
    "commonwheel.apps.messages",
    "commonwheel.apps.commons",
    "commonwheel.apps.services",
    "commonwheel.apps.payments",
    "commonwheel.apps.handover",
    "commonwheel.apps.changes",
    "commonwheel.apps.adoption",
    "commonwheel.apps.cases",
    "commonwheel.apps.journeys",
    "commonwheel.apps.open311",
    "commonwheel.apps.my_account",
    "commonwheel.apps.reorganising",
]
# Apps with pages, in the order in which their addresses are tried. Journeys come last: below a
# council their addresses take whatever word is left.
PAGES = [
    "commonwheel.apps.places",
    "commonwheel.apps.commons",
    "commonwheel.apps.authorities",
    "commonwheel.apps.accounts",
    "commonwheel.apps.files",
    "commonwheel.apps.messages",
    "commonwheel.apps.payments",
    "commonwheel.apps.handover",
    "commonwheel.apps.changes",
    "commonwheel.apps.adoption",
    "commonwheel.apps.cases",
    "commonwheel.apps.open311",
    "commonwheel.apps.reorganising",
    "commonwheel.apps.my_account",
    "commonwheel.apps.services",
    "commonwheel.apps.journeys",
]
INSTALLED_APPS = [
    *OUR_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]
MIDDLEWARE = [
    "commonwheel.foundation.requests.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "commonwheel.foundation.headers.ContentPolicy",
    "commonwheel.foundation.middleware.CouncilHost",
    "commonwheel.foundation.refusals.Refusals",
    "commonwheel.foundation.middleware.RequestTransaction",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "commonwheel.foundation.people.WhoAsks",
    "allauth.account.middleware.AccountMiddleware",
    "commonwheel.foundation.middleware.CouncilOfAddress",
    "commonwheel.foundation.succession.LeadingOn",
    "commonwheel.foundation.middleware.Access",
]
# Who asks is found out only where somebody may have signed in: below these paths, and wherever a browser
# brings a session. Every other request is anonymous, and the pages most people see need not load any of it.
SIGN_IN_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
# My account, on the node's own host.
RESIDENTS_PATH = "/account/"
SPOKEN_PATHS = (RESIDENTS_PATH, "/places/")
# Pages of a council that ended which lead on to the one that follows: where something begins, and where it is tracked.
LEADING_PAGES = frozenset(
    {"services:home", "services:privacy", "journeys:start", "authorities:accessibility", "authorities:contact",
     "authorities:cookies"}
)  # fmt: skip
TRACKING_PAGES = "my_account:"
WHO_SERVES_PATH = "/places/"
RESIDENTS_SIGN_IN_URL = "/account/sign-in/"
SIGN_IN_PATHS = ("/staff/", RESIDENTS_PATH)
ROOT_URLCONF = "commonwheel.project.urls"
OWN_HOST_URLCONF = "commonwheel.project.urls_own_host"
WSGI_APPLICATION = "commonwheel.project.wsgi.application"
APPEND_SLASH = True

# What foundation, which knows no app, asks about councils and their staff.
COUNCIL_DIRECTORY = "commonwheel.apps.authorities.api"
# Who is told that a payment arrived: requests stand above payments, so payments cannot name them.
PAYMENT_LISTENER = "commonwheel.apps.cases.api.note_payment"
# Councils' own keys of GOV.UK Pay, by their short names.
GOVUK_PAY_KEYS = dict(ENVIRONMENT.govuk_pay_keys)
# Receivers of webhooks that may lie in a private network, by name; and where daily files are put.
HANDOVER_PRIVATE_HOSTS = list(ENVIRONMENT.handover_private_hosts)
HANDOVER_FOLDER = ENVIRONMENT.handover_folder
TRUST_FOLDER = DATA / "trust"
# The commons that this node serves, if any: its catalogue, and what publishers send.
COMMONS_FOLDER = ENVIRONMENT.commons_folder
# Where files publiccode.yml may come from although it lies in a private network, by name: tests only.
CODE_PRIVATE_HOSTS: list[str] = []
# What looks at the pages of releases before they are taken; None where no browser is named.
COMMONS_BROWSER = Chromium(*ENVIRONMENT.commons_browser) if ENVIRONMENT.commons_browser else None
# With what staff publish from their pages, by their council's short name; empty where nobody does.
PUBLISHING = ENVIRONMENT.publishing
SIGN_IN = "commonwheel.apps.accounts.api"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            PACKAGE / "project" / "templates",
            PACKAGE / "design" / "templates",
            *(PACKAGE / "apps" / app.rpartition(".")[2] / "templates" for app in OUR_APPS if ".apps." in app),
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "commonwheel.design.jinja.environment",
            "context_processors": [
                "commonwheel.foundation.links.page_context",
                "commonwheel.apps.accounts.presenters.page_context",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]


def _postgresql(place: Database) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": place.name,
        "USER": place.user,
        "PASSWORD": place.password,
        "HOST": place.host,
        "PORT": place.port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


SQLITE: dict[str, Any] = {
    "ENGINE": "commonwheel.foundation.sqlite",
    "NAME": DATA / "commonwheel.sqlite3",
    "CONN_MAX_AGE": None,
    "ATOMIC_REQUESTS": False,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;",
    },
}

if ENVIRONMENT.database is None or ENVIRONMENT.owner_database is None:
    DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    DATABASES = {"default": SQLITE}
else:
    DATABASES = {"default": _postgresql(ENVIRONMENT.database), "owner": _postgresql(ENVIRONMENT.owner_database)}
WEB_ROLE = ENVIRONMENT.web_role
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Language and time
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = None  # served from where they lie; nothing to collect before a start
STATICFILES_DIRS = [PACKAGE / "design" / "static"] if (PACKAGE / "design" / "static").is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# Addresses of static files carry their digest, so a changed file has another address.
WHITENOISE_MAX_AGE = 24 * 60 * 60

# Uploads: where their bytes are kept, and who scans them
UPLOADS_STORAGE = DiskStorage(DATA / "uploads")
ANTIVIRUS = ClamAV(ENVIRONMENT.antivirus) if ENVIRONMENT.antivirus else NoAntivirus()
# All of a request together, whatever it says it is: two of the largest files that a question may take.
MOST_REQUEST_BYTES = 110 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# People and sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Mail
MAIL_SERVER = ENVIRONMENT.mail_server
EMAIL_BACKEND = "commonwheel.project.mail.CarriedMail"
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

# Security
PROXIES = ENVIRONMENT.proxies
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if DEMONSTRATION else 365 * 24 * 60 * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEMONSTRATION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "commonwheel.project.views.not_ours"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # A form that leads on to the payment page of GOV.UK Pay.
        "form-action": [SELF, *(["https://*.payments.service.gov.uk"] if GOVUK_PAY_KEYS else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
NODE_ADDRESS = ENVIRONMENT.address
LOGIN_URL = "/staff/account/login/"
LOGIN_REDIRECT_URL = "/staff/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "commonwheel.project.sign_in.SignInAdapter"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Residents sign in by a code sent by email; their form is ours (`apps.accounts`), so allauth's own pages stay closed.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# How many codes are sent to one address, or asked for from one place; how often one code may be tried.
# The last two are how often a status may come from one place with a token or reference that is nobody's, and a
# report with a key that is no partner's.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "5/h/key,30/h/ip",
    "check_login_code": "5/h/key,60/h/ip",
    "wrong_status": "60/h/ip",
    "wrong_partner_key": "60/h/ip",
}
MFA_ADAPTER = "commonwheel.project.sign_in.SecondFactorAdapter"
# The page on which each member of staff begins, by the first permission they have.
STAFF_FIRST_PAGES = [
    ("see-requests", "cases:queue"),
    ("change-services", "services:list"),
    ("manage-staff", "accounts:people"),
]
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Commonwheel"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {
        "hide_tokens": {"()": "commonwheel.foundation.requests.HideTokens"},
        "hide_root_probes": {"()": "commonwheel.apps.commons.rules.serving.HideRootProbes"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["hide_root_probes", "hide_tokens"],
        },
    },
    "loggers": {
        "commonwheel": {"handlers": ["stderr"], "level": "INFO"},
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
