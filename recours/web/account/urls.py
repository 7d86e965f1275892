"""Addresses of signing in: staff under /compte/, customers under /espace/connexion/."""

from allauth.account import views as accounts
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path

from recours.web.account import customer_views, demo_views, resume_views, staff_views

FACTOR = "compte/second-facteur/"

urlpatterns = [
    path("compte/", staff_views.home, name="staff_home"),
    path("compte/mot-de-passe/<str:token>/", staff_views.set_password, name="staff_password"),
    path("compte/reprendre/", resume_views.resume, name="resume"),
    path("compte/devenir/", demo_views.become, name="become"),
    path("compte/connexion/", accounts.login, name="account_login"),
    path("compte/deconnexion/", accounts.logout, name="account_logout"),
    path("compte/inactif/", accounts.account_inactive, name="account_inactive"),
    path("compte/confirmer/", accounts.reauthenticate, name="account_reauthenticate"),
    path(
        "compte/changer-mot-de-passe/",
        staff_views.change_password,
        name="account_change_password",
    ),
    path(FACTOR, factors.index, name="mfa_index"),
    path("compte/connexion/second-facteur/", factors.authenticate, name="mfa_authenticate"),
    path("compte/connexion/cle/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("compte/confirmer/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("compte/confirmer/cle/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(f"{FACTOR}application/", totp.activate_totp, name="mfa_activate_totp"),
    path(f"{FACTOR}application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{FACTOR}secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        f"{FACTOR}secours/nouveaux/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        f"{FACTOR}secours/fichier/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(f"{FACTOR}cles/", keys.list_webauthn, name="mfa_list_webauthn"),
    path(f"{FACTOR}cles/ajouter/", keys.add_webauthn, name="mfa_add_webauthn"),
    path(f"{FACTOR}cles/<int:pk>/retirer/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path(f"{FACTOR}cles/<int:pk>/renommer/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("espace/connexion/", customer_views.ask, name="customer_sign_in"),
    path("espace/connexion/code/", customer_views.code, name="customer_code"),
    path("espace/connexion/lien/<str:token>/", customer_views.link, name="customer_link"),
    path("espace/deconnexion/", customer_views.leave, name="customer_leave"),
]
