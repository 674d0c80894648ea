"""Django OAuth Toolkit as its documentation sets it up, on 127.0.0.1: `server.py <folder>`.

The folder holds configuration.json (see index.ts) and gets the database. Says "Listening on <port>" when it is ready.
"""

import json
import logging
import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.urls import include, path

folder = sys.argv[1]
with open(os.path.join(folder, "configuration.json"), encoding="utf-8") as file:
    configuration = json.load(file)

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=configuration["secretKey"],
    # Cheap: one password is hashed and checked again and again, and it is nobody's.
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.join(folder, "db.sqlite3"),
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.messages",
        "django.contrib.sessions",
        "oauth2_provider",
    ],
    LOGIN_URL="/admin/login/",
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    OAUTH2_PROVIDER={
        "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": configuration["privateKey"],
        "PKCE_REQUIRED": True,
        "SCOPES": configuration["scopes"],
    },
    STATIC_URL="/static/",
    TEMPLATES=[
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
    ],
    USE_TZ=True,
)
django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from oauth2_provider.models import get_application_model  # noqa: E402

urlpatterns = [
    path("admin/", admin.site.urls),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


logging.getLogger("django.request").setLevel(logging.CRITICAL)
call_command("migrate", verbosity=0)
person = configuration["person"]
# The admin site's login page lets nobody in but its own staff.
get_user_model().objects.create_superuser(
    person["username"], person["email"], person["password"]
)
for client in configuration["clients"]:
    get_application_model().objects.create(**client)
server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Handler)
print(f"Listening on {server.server_port}", flush=True)
server.serve_forever()
