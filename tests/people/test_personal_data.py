from django.apps import apps

from recours.people.personal_data import HOLDS


def test_every_table_says_what_personal_data_it_holds():
    models = {model.__name__: model for model in apps.get_app_config("people").get_models()}
    assert set(HOLDS) == set(models)
    for name, fields in HOLDS.items():
        assert set(fields) <= {field.name for field in models[name]._meta.get_fields()}, name
