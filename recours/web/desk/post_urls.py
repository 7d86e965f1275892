"""The addresses of letters that leave."""

from django.urls import path

from recours.web.desk import post_views

POST_OUT = [
    path("courrier/depart/", post_views.show, name="post_out"),
    path("courrier/depart/imprimer/", post_views.print_all, name="print_batch"),
    path("courrier/depart/lot/<uuid:batch>/", post_views.batch, name="batch"),
    path("courrier/depart/lettre/<uuid:message>/", post_views.move, name="post_letter"),
    path("courrier/depart/joint/<uuid:message>/", post_views.reached, name="reached"),
]
