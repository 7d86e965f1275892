"""The addresses of the forms, for the administrator."""

from django.urls import path

from recours.web.desk import form_edit_views, form_views

HERE = "formulaires/<str:leaf>/"

FORMS = [
    path("formulaires/", form_views.forms, name="forms"),
    path(HERE, form_views.form, name="form"),
    path(f"{HERE}apercu/", form_views.preview, name="form_preview"),
    path(f"{HERE}publier/", form_views.publish, name="form_publish"),
    path(f"{HERE}abandonner/", form_views.give_up, name="form_give_up"),
    path(f"{HERE}ranger/", form_edit_views.arrange, name="form_arrange"),
    path(f"{HERE}entete/", form_edit_views.head, name="form_head"),
    path(f"{HERE}page/", form_edit_views.new_page, name="form_page_new"),
    path(f"{HERE}page/<str:page>/", form_edit_views.page, name="form_page"),
    path(
        f"{HERE}page/<str:page>/question/", form_edit_views.new_question, name="form_question_new"
    ),
    path(f"{HERE}question/<str:code>/", form_edit_views.question, name="form_question"),
]
