"""What a Django that says hello costs: a new project's middlewares, and a view without anything in it."""

from __future__ import annotations

import time
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
)


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello.")


urlpatterns = [path("", hello)]
application = get_wsgi_application()


def alone(times: int) -> float:
    """Microseconds of a processor for one of so many requests, in this process."""
    environ: dict[str, object] = {}
    setup_testing_defaults(environ)
    every = [dict(environ) for _ in range(times)]
    began = time.process_time()
    for one in every:
        b"".join(application(one, lambda status, headers, exc_info=None: None))
    return 1e6 * (time.process_time() - began) / times


if __name__ == "__main__":
    print(alone(5000))
