"""The addresses of what is said, promised, qualified and joined."""

from django.urls import path

from recours.web.desk import call_views, joining_views, promise_views

CALLS = [
    path("appel/", call_views.call, name="call"),
    path("appel/qui/", call_views.who, name="call_who"),
    path("appel/brouillon/", call_views.keep, name="call_keep"),
    path("promesses/", promise_views.owed, name="promises"),
    path("promesse/<uuid:promise>/", promise_views.settle, name="promise"),
]
ON_A_CASE = [
    path("dossier/<str:reference>/promettre/", promise_views.make, name="make_promise"),
    path("dossier/<str:reference>/ecrite/", promise_views.written, name="written"),
    path("dossier/<str:reference>/motif/", joining_views.qualify, name="qualify"),
    path("dossier/<str:reference>/joindre/<str:other>/", joining_views.join, name="join"),
    path("dossier/<str:reference>/separer/", joining_views.separate, name="separate"),
]
