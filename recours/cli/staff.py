"""Add members of staff, list them, give password links and API tokens.

recours staff add --email basile@example.fr --name "Basile Nguyen" --role agent --limit 500
recours staff list
recours staff roles                       the roles that exist
recours staff roles --email … --role …    give these roles and no other
recours staff link --email …              a new one-time link to set a password
recours staff close --email …             close an account
recours staff token --name caisse --scope complaints:write
recours staff revoke TOKEN_ID
"""

import argparse
import sys
from datetime import UTC, datetime

from recours.people.rules import ROLES, SCOPES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the sub-commands."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="write somebody in, and print a link to set a password")
    add.add_argument("--email", required=True)
    add.add_argument("--name", required=True)
    _rights(add, required=True)
    add.add_argument("--title", default="", help="what customers read after the name, in French")
    add.add_argument("--title-en", default="")
    add.add_argument("--language", choices=["fr", "en"], default="fr")
    actions.add_parser("list", help="who works here")
    roles = actions.add_parser("roles", help="list the roles, or change those of --email")
    roles.add_argument("--email", default="")
    _rights(roles, required=False)
    for name, purpose in (("link", "a new link to set a password"), ("close", "close an account")):
        actions.add_parser(name, help=purpose).add_argument("--email", required=True)
    token = actions.add_parser("token", help="give an integrator a key, printed once")
    token.add_argument("--name", required=True)
    token.add_argument("--scope", action="append", required=True, choices=sorted(SCOPES))
    token.add_argument("--programme", action="append")
    actions.add_parser("revoke", help="take a key back").add_argument("token")


def _rights(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--role", action="append", required=required, choices=sorted(ROLES))
    parser.add_argument("--programme", action="append", help="default: every programme")
    parser.add_argument("--limit", type=_points, default=None, metavar="POINTS")


def _points(text: str) -> int:
    points = int(text)
    if points < 0:
        raise argparse.ArgumentTypeError("a limit is a number of points, zero or more")
    return points


def run(options: argparse.Namespace) -> int:
    """Do one thing; a refusal is one sentence."""
    from recours.people import errors  # noqa: PLC0415  # after Django has started

    actions = {
        "add": _add,
        "list": _list,
        "roles": _roles,
        "link": _link,
        "close": _close,
        "token": _token,
        "revoke": _revoke,
    }
    try:
        return actions[options.action](options)
    except errors.AddressTaken as refused:
        print(f"recours: {refused} is already the address of somebody here", file=sys.stderr)
    except errors.BadAddress as refused:
        print(f"recours: {refused} is not one e-mail address", file=sys.stderr)
    except errors.NoSuchStaff as refused:
        print(f"recours: nobody here has the address {refused}", file=sys.stderr)
    return 1


def _print_link(staff: str) -> None:
    from django.conf import settings  # noqa: PLC0415

    from recours.people.commands.issue_password_link import issue_password_link  # noqa: PLC0415

    token = issue_password_link(staff=staff, at=datetime.now(tz=UTC))
    print("To set a password, once, within 24 hours:")
    print(f"  {settings.SITE_URL}/compte/mot-de-passe/{token}/")


def _add(options: argparse.Namespace) -> int:
    from recours.people.commands.create_staff import create_staff  # noqa: PLC0415

    card = create_staff(
        email=options.email,
        name=options.name,
        roles=options.role,
        programmes=options.programme,
        points_limit=options.limit or 0,
        title_fr=options.title,
        title_en=options.title_en,
        language=options.language,
        at=datetime.now(tz=UTC),
    )
    print(f"{card.name} <{card.email}>: {', '.join(sorted(card.roles))}")
    _print_link(card.id)
    return 0


def _list(_options: argparse.Namespace) -> int:
    from recours.people.queries import staff_list  # noqa: PLC0415

    for card in staff_list():
        state = "" if card.is_active else "  (closed)"
        where = "every programme" if card.programmes is None else ", ".join(sorted(card.programmes))
        roles = ", ".join(sorted(card.roles))
        print(f"{card.email:<36} {card.name:<24} {roles}; {where}; {card.points_limit}{state}")
    return 0


def _roles(options: argparse.Namespace) -> int:
    if not options.email:
        for role, (french, english) in ROLES.items():
            print(f"{role:<14} {french} / {english}")
        return 0
    return _change(options, is_active=True)


def _change(options: argparse.Namespace, *, is_active: bool) -> int:
    from recours.people.commands.change_roles import change_roles  # noqa: PLC0415
    from recours.people.queries import staff_by_email  # noqa: PLC0415

    card = staff_by_email(options.email)
    asked = getattr(options, "programme", None)
    changed = change_roles(
        staff=card.id,
        roles=getattr(options, "role", None) or card.roles,
        programmes=asked or card.programmes,
        points_limit=getattr(options, "limit", None),
        is_active=is_active,
    )
    state = "" if changed.is_active else " (closed)"
    print(f"{changed.name} <{changed.email}>: {', '.join(sorted(changed.roles))}{state}")
    return 0


def _close(options: argparse.Namespace) -> int:
    return _change(options, is_active=False)


def _link(options: argparse.Namespace) -> int:
    from recours.people.queries import staff_by_email  # noqa: PLC0415

    _print_link(staff_by_email(options.email).id)
    return 0


def _token(options: argparse.Namespace) -> int:
    from recours.people.commands.issue_token import issue_token  # noqa: PLC0415

    issued = issue_token(
        name=options.name,
        scopes=options.scope,
        programmes=options.programme,
        at=datetime.now(tz=UTC),
    )
    print(f"id     {issued.id}")
    print(f"token  {issued.plain}")
    print("Keep the token now: only its hash stays here.")
    return 0


def _revoke(options: argparse.Namespace) -> int:
    from recours.people.commands.revoke_token import revoke_token  # noqa: PLC0415

    if revoke_token(token=options.token, at=datetime.now(tz=UTC)):
        print("The token is revoked.")
        return 0
    print("recours: no such token in use", file=sys.stderr)
    return 1
