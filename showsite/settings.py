"""Django's settings. Every value that differs between machines comes from the environment (.env.example)."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from showsite import env

BASE_DIR = Path(__file__).resolve().parent.parent

# Core
DEBUG = env.boolean("DEBUG", False)
SECRET_KEY = env.secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
ROOT_URLCONF = "showsite.urls"
WSGI_APPLICATION = "showsite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "showsite.apps.ShowsiteConfig",
    "showsite.imports.apps.ImportsConfig",
    "showsite.published.apps.PublishedConfig",
    "episodes.apps.EpisodesConfig",
    "transcripts.apps.TranscriptsConfig",  # after the episodes: its admin adds to theirs
    "downloads.apps.DownloadsConfig",
    "inbox.apps.InboxConfig",
    "shortlinks.apps.ShortLinksConfig",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "team.apps.TeamConfig",  # after the second factors: it takes their secrets off the desk
    "team.apps.DeskConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.forms",
    "django_tasks",
    "django_tasks_db",
    "storages",
]

MIDDLEWARE = [
    "showsite.requests.RequestMiddleware",
    "showsite.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "showsite.headers.ContentSecurityPolicyMiddleware",
    "showsite.headers.SharedPagesMiddleware",
    "showsite.replicas.ReplicaMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "showsite.languages.ShowLanguageMiddleware",  # before those that refuse: they too answer with a page
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "team.acting.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "showsite.desk.DeskTimeZoneMiddleware",
    "downloads.middleware.CountDownloads",
    "shortlinks.counting.CountShortLinks",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Every page speaks in the show's language.
            "builtins": [
                "django.templatetags.i18n",
                "episodes.templatetags.language_tags",
                "episodes.templatetags.quick_tags",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "showsite.context_processors.show",
            ],
        },
    }
]

# Widgets have templates of ours, beside the pages.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database. Left out, nothing answers: a system check says so, and commands that need none still run.
DATABASE_URL = env.secret("DATABASE_URL")
if DATABASE_URL and urlsplit(DATABASE_URL).scheme not in {"postgres", "postgresql"}:
    raise ImproperlyConfigured(
        "DATABASE_URL: Showsite needs PostgreSQL (postgresql://user:password@host/name)."
    )
DATABASES = (
    {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
    if DATABASE_URL
    else {}
)
if DATABASE_URL:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
    # Which program asks: the log of what the public sees says so, and so does pg_stat_activity.
    DATABASES["default"]["OPTIONS"].setdefault("application_name", env.program(sys.argv))
DATABASE_REPLICA_URL = env.secret("DATABASE_REPLICA_URL")
if DATABASE_URL and DATABASE_REPLICA_URL:
    DATABASES["replica"] = dj_database_url.parse(
        DATABASE_REPLICA_URL, conn_max_age=60, conn_health_checks=True
    )
    DATABASES["replica"]["OPTIONS"] = {
        "connect_timeout": 3,
        "options": "-c default_transaction_read_only=on",
        **DATABASES["replica"].get("OPTIONS", {}),
    }
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    DATABASE_ROUTERS = ["showsite.replicas.ReplicaRouter"]

# Files: one S3 bucket, private; readers get addresses signed for a short time.
S3_BUCKET = env.text("S3_BUCKET", "showsite")
S3_ENDPOINT_URL = env.http_url("S3_ENDPOINT_URL")
S3_PUBLIC_ENDPOINT_URL = env.http_url("S3_PUBLIC_ENDPOINT_URL", S3_ENDPOINT_URL)
MEDIA_PUBLIC_URL = env.http_url("MEDIA_PUBLIC_URL")
S3_REGION = env.text("S3_REGION", "us-east-1")
S3_ACCESS_KEY_ID = env.secret("S3_ACCESS_KEY_ID")
S3_SECRET_ACCESS_KEY = env.secret("S3_SECRET_ACCESS_KEY")
STATIC_STORAGE = env.choice("STATIC_STORAGE", "hashed", ("hashed", "plain"))

STORAGES = {
    "default": {"BACKEND": "episodes.storage.MediaStorage"},
    "staticfiles": {
        "BACKEND": {
            "hashed": "whitenoise.storage.CompressedManifestStaticFilesStorage",
            "plain": "django.contrib.staticfiles.storage.StaticFilesStorage",
        }[STATIC_STORAGE]
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "static-collected")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Uploads
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Signing in
AUTHENTICATION_BACKENDS = ["team.backend.RoleBackend"]
# A code beside the password: off, optional (for those who set it up) or required (everybody sets it up).
TWO_FACTOR = env.choice("TWO_FACTOR", "optional", ("off", "optional", "required"))
# Wrong codes are counted together with wrong passwords, in team/limits.py.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"

# Security
HTTPS = env.boolean("HTTPS", True)
BEHIND_TLS_PROXY = env.boolean("BEHIND_TLS_PROXY", False)
# Whose X-Forwarded-For is believed. What comes from elsewhere with that header may be anybody.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
SECURE_SSL_REDIRECT = HTTPS
SECURE_SSL_HOST = env.text("SECURE_SSL_HOST") or None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS_PROXY else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True

# How long the log of what changed on the public's side is kept.
LOG_KEPT = timedelta(days=env.integer("LOG_KEPT_DAYS", 0)) or None

# Whether addresses that feeds name may lead into the own network: an imported feed is a stranger's text.
ALLOW_PRIVATE_FETCHES = env.boolean("ALLOW_PRIVATE_FETCHES", False)

# Feeds
FEED_PAGE_ITEMS = env.integer("FEED_PAGE_ITEMS", 100, minimum=1)
# "storage": what apps fetch is written to the bucket as well
PUBLISH_FEEDS = env.choice("PUBLISH_FEEDS", "off", ("off", "storage"))

# How many megabytes of finished pages each process keeps
PAGES_IN_MEMORY = env.integer("PAGES_IN_MEMORY", 64, minimum=0)

# Who is told when a feed has changed
WEBSUB_HUB = env.exact_url("WEBSUB_HUB")
PODPING_URL = env.exact_url("PODPING_URL")
PODPING_TOKEN = env.secret("PODPING_TOKEN")

# Language and time. A show's own language is chosen for each request; these are those that the site has words in.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# Background work
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Watching: Prometheus reads /metrics with this token; without one there is no such page.
METRICS_TOKEN = env.secret("METRICS_TOKEN")
# Faults go to Sentry, and traces to OpenTelemetry's collector, where these are set (showsite/reporting.py).
SENTRY_DSN = env.secret("SENTRY_DSN")
OTEL_EXPORTER_OTLP_ENDPOINT = env.http_url("OTEL_EXPORTER_OTLP_ENDPOINT")

# Logs: one line an event, on standard output, with the id of the request.
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_FORMAT = env.choice("LOG_FORMAT", "plain", ("plain", "json"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "showsite.logs.RequestIdFilter"}},
    "formatters": {
        "plain": {"()": "showsite.logs.PlainFormatter"},
        "json": {"()": "showsite.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": LOG_FORMAT,
            "filters": ["request_id"],
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"django.server": {"handlers": [], "propagate": True}},
}
