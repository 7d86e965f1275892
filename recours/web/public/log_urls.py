"""Where the log is read and receipts are verified."""

from django.urls import path

from recours.web.public import log_views, verify_views

app_name = "log"

urlpatterns = [
    path("log/checkpoint", log_views.checkpoint, name="checkpoint"),
    path("log/tile/<path:name>", log_views.tile, name="tile"),
    path("verifier/", verify_views.verifier, name="verifier"),
    path(
        "verifier/verificateur-recours.html",
        verify_views.verifier_offline,
        name="verifier_offline",
    ),
]
