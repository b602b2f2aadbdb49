"""Settings, read from the environment. Nothing has to be set to try ConflictDB on one machine.

    DATABASE_URL                     a PostgreSQL 15+ to use instead of the embedded one:
                                     postgres://user:password@host:5432/name, or over a socket
                                     postgres://user@%2Fvar%2Frun%2Fpostgresql/name
    PORT                             `manage.py serve` listens here (8000)
    CONFLICTDB_HOST                  and on this address (127.0.0.1)
    CONFLICTDB_DATA_DIR              folder of the embedded database and the secret key (.data)
    CONFLICTDB_PRODUCTION            true: served to others, over HTTPS only; everything below
                                     marked * must then be set
    CONFLICTDB_SECRET_KEY          * signs sessions; made and kept in the data folder otherwise
    CONFLICTDB_ALLOWED_HOSTS       * comma-separated names this site answers to (this machine's)
    CONFLICTDB_BEHIND_PROXY          true: a proxy in front sets X-Forwarded-Proto, and drops it
                                     when a client sends it; and it adds the client's address to
                                     X-Forwarded-For, as the last one (false)
    CONFLICTDB_CSRF_TRUSTED_ORIGINS  comma-separated origins the admin is used from besides itself
    CONFLICTDB_HSTS_SECONDS          how long browsers insist on HTTPS in production (a year)
    CONFLICTDB_DEBUG                 true: Django's debug pages; refused in production (false)
    CONFLICTDB_LOG_LEVEL             of this site's and Django's messages (WARNING)
    CONFLICTDB_FOUR_EYES             false: whoever worked on a record may also publish it, and
                                     a reviewer's save of a published record takes hold at once;
                                     for teams of one (true)
    CONFLICTDB_WORKERS               processes that serve (2)
    CONFLICTDB_THREADS               requests that each of them answers at a time, each over a
                                     database connection of its own (4)
    CONFLICTDB_SESSION_HOURS         hours without a request after which a log-in to the admin ends;
                                     it ends with the browser in any case (8)
    CONFLICTDB_REQUIRE_SECOND_FACTOR who has to set up a second factor before anything else: none,
                                     administrators (who may change accounts) or all (none)
    CONFLICTDB_LOGIN_FAILURES        wrong passwords for a name from one address, and four times as
                                     many from an address whatever the name, after which no more
                                     are taken from there (5); `manage.py axes_reset` ends that
    CONFLICTDB_LOCKOUT_MINUTES       for so long since the first of them (15)
    CONFLICTDB_STATEMENT_TIMEOUT     seconds that a request's query may take; 0: no limit (10)
    CONFLICTDB_EXPORT_TIMEOUT        seconds that an export may take; 0: no limit (600)
    CONFLICTDB_LOCK_TIMEOUT          seconds that it may wait for a lock (3)
    CONFLICTDB_IDLE_TIMEOUT          seconds that a transaction may stand idle (60)
    CONFLICTDB_RATE_LIMIT            requests to the API that an address (IPv6: a /64) may make in
                                     a second, minute, hour or day: 600/minute; none: no limit.
                                     A hundred a second is more than people and a client that
                                     waits for its answers ask, and less than a loop run wild
                                     (6000/minute)
    CONFLICTDB_RATE_LIMIT_STORAGE    where they are counted: memory://, where each of the
                                     CONFLICTDB_WORKERS counts for itself, so that an address with
                                     many connections has as many limits; or redis://host:6379/0
                                     (rediss:// for TLS) for all of several machines, with the
                                     package redis installed beside (memory://)

Commands have no time limits. CONFLICTDB_SERVING is set by ``conflictdb.wsgi`` alone.
"""

import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pghistory
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError, validate
from limits import RateLimitItem
from limits import parse as parse_rate_limit
from limits.errors import ConfigurationError
from limits.storage import storage_from_string

from conflictdb import admin_site, api_site
from conflictdb.secret_key import kept_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
try:
    DATA_DIR = Path(env.str("CONFLICTDB_DATA_DIR", "") or BASE_DIR / ".data").absolute()
    DATABASE_URL = env.str("DATABASE_URL", "")
    PRODUCTION = env.bool("CONFLICTDB_PRODUCTION", False)
    SERVING = env.bool("CONFLICTDB_SERVING", False)
    DEBUG = env.bool("CONFLICTDB_DEBUG", False)
    SECRET_KEY = env.str("CONFLICTDB_SECRET_KEY", "")
    ALLOWED_HOSTS: list[str] = env.list("CONFLICTDB_ALLOWED_HOSTS", [])
    CSRF_TRUSTED_ORIGINS: list[str] = env.list("CONFLICTDB_CSRF_TRUSTED_ORIGINS", [])
    BEHIND_PROXY = env.bool("CONFLICTDB_BEHIND_PROXY", False)
    HSTS_SECONDS = env.int("CONFLICTDB_HSTS_SECONDS", 365 * 24 * 3600)
    FOUR_EYES = env.bool("CONFLICTDB_FOUR_EYES", True)
    LOG_LEVEL = env.log_level("CONFLICTDB_LOG_LEVEL", logging.WARNING)

    SESSION_HOURS = env.float("CONFLICTDB_SESSION_HOURS", 8, validate=validate.Range(min=0.1))
    REQUIRE_SECOND_FACTOR = env.str(
        "CONFLICTDB_REQUIRE_SECOND_FACTOR",
        "none",
        validate=validate.OneOf(["none", "administrators", "all"]),
    )
    LOGIN_FAILURES = env.int("CONFLICTDB_LOGIN_FAILURES", 5, validate=validate.Range(min=1))
    LOCKOUT_MINUTES = env.float("CONFLICTDB_LOCKOUT_MINUTES", 15, validate=validate.Range(min=1))

    SERVE_HOST = env.str("CONFLICTDB_HOST", "127.0.0.1")
    SERVE_PORT = env.int("PORT", 8000)
    SERVE_WORKERS = env.int("CONFLICTDB_WORKERS", 2)
    SERVE_THREADS = env.int("CONFLICTDB_THREADS", 4)
    STATEMENT_TIMEOUT = env.float("CONFLICTDB_STATEMENT_TIMEOUT", 10)
    EXPORT_TIMEOUT = env.float("CONFLICTDB_EXPORT_TIMEOUT", 600)
    LOCK_TIMEOUT = env.float("CONFLICTDB_LOCK_TIMEOUT", 3)
    IDLE_TIMEOUT = env.float("CONFLICTDB_IDLE_TIMEOUT", 60)
    RATE = env.str("CONFLICTDB_RATE_LIMIT", "6000/minute")
    RATE_LIMIT_STORAGE = env.str("CONFLICTDB_RATE_LIMIT_STORAGE", "memory://")

    DATABASE: dict[str, Any] = {
        "ENGINE": "conflictdb.embedded_postgres",
        "NAME": "conflictdb",
        "USER": "conflictdb",
    }
    if DATABASE_URL:
        DATABASE = dict(env.dj_db_url("DATABASE_URL"))
except EnvError as error:
    raise ImproperlyConfigured(str(error)) from error

# Safety

if PRODUCTION:
    if not SECRET_KEY:
        raise ImproperlyConfigured("In production CONFLICTDB_SECRET_KEY must be set.")
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("In production CONFLICTDB_ALLOWED_HOSTS must name the site.")
    if DEBUG:
        raise ImproperlyConfigured("CONFLICTDB_DEBUG is not for production.")
SECRET_KEY = SECRET_KEY or kept_secret_key(DATA_DIR)
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]

SECURE_SSL_REDIRECT = PRODUCTION
# Probes come from inside, by plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = HSTS_SECONDS if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# The longest text that a form takes, as browsers send it (some signs take twelve bytes), and more.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6_000_000

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Log-in: see conflictdb/account

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it lets nobody on who is locked out
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = round(SESSION_HOURS * 3600)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "conflictdb.account.middleware.stale_page"

AXES_HANDLER = "conflictdb.account.lockout.FailureCounter"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_FAILURE_LIMIT = LOGIN_FAILURES
AXES_COOLOFF_TIME = timedelta(minutes=LOCKOUT_MINUTES)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = False
AXES_LOCKOUT_CALLABLE = "conflictdb.account.lockout.page"
AXES_CLIENT_IP_CALLABLE = "api.limits.address_of"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False

ACCOUNT_ADAPTER = "conflictdb.account.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Wrong codes of a second factor, once the password was right; wrong passwords are axes' affair.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
MFA_TOTP_ISSUER = "ConflictDB"

# What all workers have to know: a second factor's code is good once.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "conflictdb_cache",
    }
}

# Other sites' pages may read the API; nothing else, and no cookies.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_EXPOSE_HEADERS = [
    "Content-Disposition",
    "ETag",
    "Last-Modified",
    "Link",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
]

if RATE and not re.fullmatch(r"[1-9][0-9]{0,8}/(second|minute|hour|day)", RATE):
    raise ImproperlyConfigured(
        f"CONFLICTDB_RATE_LIMIT is {RATE!r}; write it like 6000/minute (second, minute, hour or "
        "day), or leave it empty for no limit."
    )
RATE_LIMIT: RateLimitItem | None = parse_rate_limit(RATE) if RATE else None
if RATE_LIMIT_STORAGE != "memory://":
    if not RATE_LIMIT_STORAGE.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured(
            "CONFLICTDB_RATE_LIMIT_STORAGE must be memory:// or begin with redis:// or rediss://."
        )
    try:
        storage_from_string(RATE_LIMIT_STORAGE)
    except (ConfigurationError, ValueError) as error:
        raise ImproperlyConfigured(f"CONFLICTDB_RATE_LIMIT_STORAGE: {error}") from error

# Database

if DATABASE["ENGINE"] not in ("django.db.backends.postgresql", "conflictdb.embedded_postgres"):
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// and name a PostgreSQL.")
if not DATABASE["NAME"]:
    raise ImproperlyConfigured("DATABASE_URL must end with the database's name: …/conflictdb.")

options = DATABASE.setdefault("OPTIONS", {})
options.setdefault("application_name", "conflictdb")
# A server that vanished without a word is noticed in seconds, not in the system's two hours.
for name, value in {
    "connect_timeout": 2 if SERVING else 10,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 800 if SERVING else 30_000,
}.items():
    options.setdefault(name, value)

DATABASE["CONN_HEALTH_CHECKS"] = True
DATABASE["CONN_MAX_AGE"] = 0
if SERVING:
    # Each of the server's threads keeps a connection, and there are as many as there are threads.
    # psycopg's pool was tried instead: with the database away a request then waits for the pool's
    # whole timeout where a refused connection tells at once (6 s against 1 s for the slowest of 32
    # clients), and the pool comes back later (1.1 s against 0.1 s), having waited between attempts.
    DATABASE["CONN_MAX_AGE"] = None
    limits = {
        "statement_timeout": STATEMENT_TIMEOUT,
        "lock_timeout": LOCK_TIMEOUT,
        "idle_in_transaction_session_timeout": IDLE_TIMEOUT,
    }
    given = options.get("options", "")  # what DATABASE_URL says comes last, and wins
    timeouts = [f"-c {name}={round(seconds * 1000)}" for name, seconds in limits.items()]
    # Answers take milliseconds; compiling their queries to machine code would take longer. What
    # they read is in memory or on a solid disk, where an index costs no more than reading on.
    plans = "-c jit=off -c random_page_cost=1.1"
    options["options"] = " ".join([*timeouts, plans, given]).strip()

DATABASES = {"default": DATABASE}

# Application

INSTALLED_APPS = [
    "unfold",  # before the admin, whose templates it replaces
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "pgtrigger",
    "pghistory",
    "conflictdb",  # before allauth, whose pages it replaces
    "api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "api.limits.RateLimitMiddleware",
    "api.pages.TrailingSlash",
    "api.caching.NotModified",
    # What stands below is for people's pages only.
    "conflictdb.bypass.Bypass",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "conflictdb.uploads.BoundedUploads",
    "conflictdb.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "conflictdb.account.middleware.AccountRules",
    "axes.middleware.AxesMiddleware",
    # Innermost, so that it hears of a view's exception first.
    "conflictdb.unavailable.DatabaseUnavailableMiddleware",
]

TEMPLATES = [
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
    }
]

ROOT_URLCONF = "conflictdb.urls"
WSGI_APPLICATION = "conflictdb.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# Straight from the installed packages: nothing to collect, so nothing to forget. GZip packs them.
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Django's own handlers mail nobody here; its messages go the way of all others.
    "loggers": {"django": {"handlers": [], "level": LOG_LEVEL, "propagate": True}},
}

# History

# An event's time is its own, not its transaction's: events of one transaction have an order.
PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"
# An event is a plain copy of a row: what the row's columns mean stands at the model.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_EXCLUDE_FIELD_KWARGS = {
    "django.db.models.Field": ["choices", "default", "help_text", "validators"]
}

# Admin

UNFOLD = admin_site.UNFOLD

# API

REST_FRAMEWORK = api_site.REST_FRAMEWORK
SPECTACULAR_SETTINGS = api_site.SPECTACULAR_SETTINGS
