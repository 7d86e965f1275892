"""Django's settings, made from the environment alone (see environment.py)."""

from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from recours.config.environment import SETTINGS, database, read_environment
from recours.config.keys import secret_from
from recours.mailroom.rules.mailboxes import read_mailboxes

ENVIRONMENT = read_environment()
RECOURS_SETTINGS = SETTINGS

PACKAGE = Path(__file__).resolve().parents[1]
DATA = Path(ENVIRONMENT["RECOURS_DATA"]).resolve()
SITE_URL = ENVIRONMENT["RECOURS_URL"].rstrip("/")
DEBUG = ENVIRONMENT["RECOURS_DEBUG"] == "1"
DEMO = ENVIRONMENT["RECOURS_DEMO"] == "1"
TRUSTED_PROXIES = int(ENVIRONMENT["RECOURS_TRUSTED_PROXIES"])
API_RATE = int(ENVIRONMENT["RECOURS_API_RATE"])
SMTP_URL = ENVIRONMENT["RECOURS_SMTP_URL"]
SMS_URL = ENVIRONMENT["RECOURS_SMS_URL"]
MAIL_FROM = ENVIRONMENT["RECOURS_MAIL_FROM"]
MAIL_REPLY = ENVIRONMENT["RECOURS_MAIL_REPLY"] or MAIL_FROM
MAIL_BOUNCE = ENVIRONMENT["RECOURS_MAIL_BOUNCE"] or MAIL_REPLY
CLAMD = ENVIRONMENT["RECOURS_CLAMD"]
SCAN_FOLDER = ENVIRONMENT["RECOURS_SCAN_FOLDER"]
MAIL_TRUSTED = tuple(ENVIRONMENT["RECOURS_MAIL_TRUSTED"].replace(",", " ").split())
MAILBOXES = read_mailboxes(ENVIRONMENT["RECOURS_MAILBOXES"])
LMTP = ENVIRONMENT["RECOURS_LMTP"]
LMTP_FROM = tuple(ENVIRONMENT["RECOURS_LMTP_FROM"].split())
MAIL_ALSO = tuple(ENVIRONMENT["RECOURS_MAIL_ALSO"].split())
MAIL_LARGEST = int(ENVIRONMENT["RECOURS_MAIL_LARGEST"]) * 1_000_000
LOG_ORIGIN = ENVIRONMENT["RECOURS_LOG_ORIGIN"]
WEBHOOKS_LOCAL = ENVIRONMENT["RECOURS_WEBHOOKS_LOCAL"] == "1"
WEBHOOKS_KEY = secret_from(DATA / "keys", "webhooks.key")  # seals the secrets of receivers
OPERATOR = {
    "name": ENVIRONMENT["RECOURS_OPERATOR_NAME"],
    "programme": ENVIRONMENT["RECOURS_OPERATOR_PROGRAMME"],
    "address": ENVIRONMENT["RECOURS_OPERATOR_ADDRESS"],
    "phone": ENVIRONMENT["RECOURS_OPERATOR_PHONE"],
    "email": ENVIRONMENT["RECOURS_OPERATOR_EMAIL"],
    "dpo_email": ENVIRONMENT["RECOURS_DPO_EMAIL"],
    "mediator": {
        "name": ENVIRONMENT["RECOURS_MEDIATOR_NAME"],
        "address": ENVIRONMENT["RECOURS_MEDIATOR_ADDRESS"],
        "site": ENVIRONMENT["RECOURS_MEDIATOR_SITE"],
    },
}
SECRET_KEY = ENVIRONMENT["RECOURS_SECRET"] or secret_from(DATA / "keys", "session.key")

_https = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [urlparse(SITE_URL).hostname or "", "127.0.0.1", "localhost", "testserver"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = False  # the proxy in front speaks TLS; the site URL decides the cookies
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if _https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "csrf"
CSRF_FAILURE_VIEW = "recours.web.guard.failures.csrf_failure"
SESSION_COOKIE_AGE = 24 * 3600  # the longest of all; recours.web.guard.sessions ends them earlier
SESSION_ENGINE = "recours.web.guard.session_store"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

INSTALLED_APPS = [
    # ours first: our templates win over those of the libraries
    "recours.web.ui",
    "recours.web.casefile",
    "recours.web.questions",
    "recours.web.public",
    "recours.web.portal",
    "recours.web.desk",
    "recours.web.account",
    "recours.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "ninja",
    "recours.trustlog",
    "recours.jobs",
    "recours.search",
    "recours.people",
    "recours.terms",
    "recours.forms",
    "recours.correspondence",
    "recours.mailroom",
    "recours.statements",
    "recours.webhooks",
    "recours.complaints",
    "recours.loyalty",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "recours.web.ui.language.ChosenLanguageMiddleware",
    "recours.api.middleware.ProblemMiddleware",  # under /api/ nothing answers in pages
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "recours.web.guard.middleware.GuardMiddleware",  # who acts, on which pages
    "recours.web.ui.middleware.TypographyMiddleware",  # innermost: plain pages
]

ROOT_URLCONF = "recours.config.urls"
WSGI_APPLICATION = "recours.config.wsgi.application"

_LOADERS = [
    (
        "template_partials.loader.Loader",
        [
            (
                "django.template.loaders.cached.Loader",
                [
                    "recours.web.ui.loader.Loader",
                    "django.template.loaders.app_directories.Loader",
                ],
            )
        ],
    )
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "recours.web.ui.templatetags.recours",
                "recours.web.casefile.templatetags.casefile",
            ],
            "loaders": _LOADERS,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "recours.web.ui.context.ui",
            ],
        },
    }
]

COTTON_ISOLATE_BY_DEFAULT = (
    True  # a component sees its attributes and what every page knows, nothing else
)

DATABASES = {"default": database(ENVIRONMENT["DATABASE_URL"], DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.StaffMember"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "langue"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA / "files"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# Staff sign in by password and second factor, or by passkey (recours.web.account).
LOGIN_URL = "/compte/connexion/"
ACCOUNT_ADAPTER = "recours.web.account.adapters.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # what sign-in asks; nobody signs up
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "recours.web.account.adapters.shown_name"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator wrote the address
ACCOUNT_SESSION_REMEMBER = True  # the guard decides how long a session lives
ACCOUNT_LOGOUT_REDIRECT_URL = "/compte/connexion/"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,20/900s/key"}
MFA_ADAPTER = "recours.web.account.adapters.SecondFactors"
ACCOUNT_FORMS = {
    "login": "recours.web.account.forms.SignIn",
    "reauthenticate": "recours.web.account.forms.ConfirmPassword",
    "change_password": "recours.web.account.forms.ChangePassword",
}
MFA_FORMS = {
    "authenticate": "recours.web.account.forms.SecondFactor",
    "reauthenticate": "recours.web.account.forms.ConfirmCode",
    "activate_totp": "recours.web.account.forms.AddApplication",
    "add_webauthn": "recours.web.account.forms.AddPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Recours"
MFA_TOTP_TOLERANCE = 1  # a telephone half a minute slow still works
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https  # http://localhost only: browsers refuse others
FACTOR_KEY = secret_from(DATA / "keys", "factor.key")  # encrypts the secrets of second factors

CACHES = {  # counts of attempts and used codes: shared by the workers, kept over a restart
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

TASKS = {"default": {"BACKEND": "recours.jobs.backend.DurableBackend", "QUEUES": []}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # nothing leaves but by the outbox

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"recours": {"level": "INFO"}},
}
