"""Settings of the site: safe for the open internet, unless POPLITEAL_LOCAL=1 says otherwise.

All that differs between machines is an environment variable; docs/how-to/web-app.md lists them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from popliteal.knowledge.load import load
from popliteal.knowledge.translation import languages
from popliteal.web.secret import local_key, shut
from popliteal.web.service.tokens import check_service

PACKAGE = Path(__file__).resolve().parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "") == "1"


def _list(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def _data_folder() -> Path:
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(os.environ.get("POPLITEAL_DATA") or Path(home) / "popliteal")


# This machine alone: plain http on the loopback address. Without it everything is as for the world.
LOCAL = _flag("POPLITEAL_LOCAL")
DATA = _data_folder()
# A debug page would show what somebody answered; there is none, on no machine.
DEBUG = False


def _required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it, or POPLITEAL_LOCAL=1 to try it on this machine alone."
        )
    return value


SECRET_KEY = os.environ.get("POPLITEAL_SECRET_KEY") or (
    local_key(DATA) if LOCAL else _required("POPLITEAL_SECRET_KEY")
)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"] if LOCAL else _list("POPLITEAL_HOSTS")

# A site that people reach from elsewhere keeps each diary in an account. On a person's own machine
# there is one diary and no account, unless several people share it.
ACCOUNTS = _flag("POPLITEAL_ACCOUNTS") or not LOCAL

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "popliteal.web",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "popliteal.web.guards.private_pages",
    "popliteal.web.service.gate.service",
    "popliteal.web.guards.plain_refusals",
    "popliteal.web.guards.small_bodies",
    "popliteal.web.guards.limited_rate",
    "django.middleware.gzip.GZipMiddleware",
    "popliteal.web.sessions.SignedSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "popliteal.web.urls"
WSGI_APPLICATION = "popliteal.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["popliteal.web.pages.page_context"]},
    }
]

# Storage. Sessions and diaries are the only rows that hold answers.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("POPLITEAL_DATABASE_URL") or f"sqlite:///{DATA / 'popliteal.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time, who waits for the lock instead of failing; readers never wait.
    # FULL: what was acknowledged is on the disk, also when the power goes.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA secure_delete=ON;",
    }
    if LOCAL and DATABASES["default"]["NAME"] != ":memory:":
        shut(Path(DATABASES["default"]["NAME"]))
# The counts of requests and of wrong passphrases. Where one is full it forgets, so they are large,
# and nobody can fill the second by asking for pages.
CACHES = {
    name: {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
    for name in ("default", "tries")
}

# Sessions: a signed random id in the cookie, everything else in one row.
DAY_S = 24 * 60 * 60
SESSION_COOKIE_AGE = DAY_S
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_NAME = "popliteal" if LOCAL else "__Host-popliteal"
# Who asks to keep a visit comes back to it for so long.
KEPT_S = 30 * DAY_S

# Accounts: a name of one's own choice and a passphrase; no address is asked for.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "today"
# Wrong passphrases that an account takes before it rests.
WRONG_PASSPHRASES = 10
# The longest that a site keeps a diary after its last use, in days; 0: until it is erased.
DIARY_DAYS = int(os.environ.get("POPLITEAL_DIARY_DAYS", "0"))

CSRF_COOKIE_NAME = "popliteal_form" if LOCAL else "__Host-popliteal_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "popliteal.web.pages.forged"

# Headers.
SECURE_SSL_REDIRECT = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 0 if LOCAL else 365 * DAY_S
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Behind a proxy that ends TLS and sets these two headers itself; else anybody could forge them.
BEHIND_PROXY = _flag("POPLITEAL_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Limits. The largest form of ours is far smaller.
LARGEST_BODY = 16 * 1024
# The one page that takes a file, for a diary of some thousand entries; it is never put on the disk.
LARGEST_FILE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY
# An entry with every sign and exercise has more than fifty fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS: list[str] = []
# Requests that one address may make in a minute, for each process; 0: no limit.
RATE_PER_MINUTE = int(os.environ.get("POPLITEAL_RATE_PER_MINUTE", "0" if LOCAL else "240"))

# The door for other systems (docs/how-to/connect-systems.md): shut unless somebody opens it.
SERVICE = _flag("POPLITEAL_SERVICE")
# SHA-256 of each token that opens it; on the open internet there must be one.
SERVICE_TOKENS = _list("POPLITEAL_SERVICE_TOKENS")
# Other sites whose scripts may read what it answers, such as https://forms.example.org.
SERVICE_ORIGINS = _list("POPLITEAL_SERVICE_ORIGINS")
# An answered form of ours has some 30 kB.
SERVICE_LARGEST_BODY = 256 * 1024
if SERVICE:
    check_service(SERVICE_TOKENS, SERVICE_ORIGINS, local=LOCAL)

# Static files, under names that change with their content, so that they are cached for good.
STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("POPLITEAL_STATIC") or DATA / "static")
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Only languages whose words on danger are current: with old ones nobody could rely on the advice.
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [(language.code, language.name) for language in languages(load())]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = not LOCAL
USE_TZ = True
TIME_ZONE = "UTC"

# Log lines say what broke and where in the code; never what was sent.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "popliteal.web.logs.Plain"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
