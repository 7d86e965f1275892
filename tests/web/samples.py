"""Objects that pages are about, for the matrix of permissions (tests/web/guard/test_matrix.py).

A page whose row names a gate is tried by everybody on the objects of that gate. Whoever writes a
page about a new kind of object adds its sample here:

    @sample("complaint")
    def complaints(world: World) -> Things:
        mine = …  # Alice's, in the programme HERE
        return Things(
            things=(Thing({"reference": mine}, seen_by={"customer_owner", "agent", "supervisor"}),),
            missing={"reference": "R-2026-99999-X"},
        )

`seen_by` names personas of tests/web/cast.py. A part of the address that a thing does not name
(a letter's number, say) is invented: then even those who see the thing may find nothing there.
"""

from datetime import UTC, datetime
from uuid import uuid4

from recours.complaints.commands.record_promise import record_promise
from recours.correspondence.commands.keep_file import keep_file
from recours.correspondence.commands.take_in_letter import take_in_letter
from recours.correspondence.links import file_token
from recours.correspondence.queries import withheld
from recours.jobs.models import Job
from recours.jobs.states import State
from recours.journeys.lodge_complaint import Lodging, lodge_complaint
from recours.loyalty.commands.create_programme import create_programme
from recours.people.commands.confirm_sign_in_code import confirm_sign_in_code
from recours.people.commands.register_members import register_members
from recours.people.commands.request_sign_in_code import request_sign_in_code
from recours.people.rules import MemberRow
from recours.statements.commands.record_late_facts import record_late_facts
from recours.trustlog.commands.create_log_key import create_log_key
from recours.trustlog.commands.sequence import sequence
from recours.webhooks.commands.add_endpoint import add_endpoint
from recours.webhooks.commands.try_endpoint import try_endpoint
from tests.mailroom.post import DESK as DESK_ADDRESS
from tests.mailroom.post import deliver, letter, signed
from tests.web.cast import ELSEWHERE, HERE, NOW, World
from tests.web.samples_leaving import KEEPERS, NO_MESSAGE
from tests.web.signing import give_passkey
from tests.web.things import Thing, Things, sample


def prepare(world: World) -> None:
    """Set up what every sample needs: two programmes, each with a customer among its members."""
    people = ((HERE, "customer_owner", "m1"), (ELSEWHERE, "customer_other", "m2"))
    for programme, persona, member in people:
        create_programme(code=programme, name=programme.title(), at=NOW)
        email = f"{persona}@example.fr"
        row = MemberRow(member=member, card=f"6320{member}", email=email)
        register_members(programme=programme, rows=[row], at=NOW)
        sent = request_sign_in_code(email=email, browser=persona, at=NOW)
        confirm_sign_in_code(browser=persona, code=sent.code, at=NOW)


@sample("security_key")
def security_keys(world: World) -> Things:
    """Passkeys: everybody sees their own."""

    def key_of(persona):
        return Thing({"pk": give_passkey(world.staff[persona]).pk}, seen_by={persona})

    return Things(
        things=(key_of("agent"), key_of("supervisor")),
        missing={"pk": 999_999},
    )


def _lodge(
    world: World,
    persona: str,
    programme: str,
    key: str = "complaint",
    draft: str = "",
    attachments: tuple[str, ...] = (),
    withhold: str = "",
    kind: str = "FID.CREDIT.MISSING",
) -> str:
    lodging = Lodging(
        key=draft or f"{key}-{persona}",
        attachments=attachments,
        kind=kind,
        programme=programme,
        name="Alice Rivoire",
        email=f"{persona}@example.fr",
        receipt="T-1",
        story="Il me manque des points.",
        customer=world.customers[persona],
        withhold=withhold,
    )
    return lodge_complaint(lodging=lodging, at=NOW).reference


@sample("complaint")
def complaints(world: World) -> Things:
    """Alice's complaint in one programme, somebody else's in another; the log is published."""
    create_log_key()
    mine = _lodge(world, "customer_owner", HERE)
    theirs = _lodge(world, "customer_other", ELSEWHERE)
    data = _lodge(world, "customer_owner", HERE, key="data", kind="DCP.ACCESS")
    here = {"customer_owner", "agent", "agent_without_factor", "supervisor"}
    readers = {"integrator", "integrator_reader"}
    sequence(at=NOW)
    there = {"customer_other", "agent_elsewhere", "supervisor", "integrator_elsewhere"}
    return Things(
        things=(
            Thing({"reference": mine}, seen_by=here | readers),
            Thing({"reference": theirs}, seen_by=there),
            Thing({"reference": data}, seen_by=here | readers | {"dpo"}),
        ),
        missing={"reference": "R-2026-99999-X"},
    )


@sample("followed")
def followed(world: World) -> Things:
    """A complaint on the public pages: without its code, only its owner gets in."""
    mine = _lodge(world, "customer_owner", HERE, key="followed")
    return Things(
        things=(Thing({"reference": mine}, seen_by={"customer_owner"}),),
        missing={"reference": "R-2026-99999-X"},
    )


@sample("form")
def forms(_world: World) -> Things:
    """The form of a leaf, one of its pages, one of its questions: the administrator's alone."""
    here = {"leaf": "ABO.PRICE", "page": "prix", "code": "price_on"}
    return Things(
        things=(Thing(here, seen_by={"administrator"}),),
        missing={"leaf": "ABO.NONE", "page": "prix", "code": "price_on"},
    )


@sample("template")
def message_templates(_world: World) -> Things:
    """The sentences of one message: the supervisors' and the administrator's."""
    return Things(
        things=(Thing({"kind": "progress"}, seen_by={"supervisor", "administrator"}),),
        missing={"kind": "newsletter"},
    )


@sample("purchase")
def purchases(world: World) -> Things:
    """A purchase of each of the two customers."""

    def bought(programme, member, persona):
        fact = {
            "source_ref": f"P-{member}",
            "receipt": f"T-{member}",
            "occurred_at": "2026-11-03T10:00:00Z",
            "store": "Quai de la Fosse",
            "member": member,
            "label": "Théière",
            "quantity": 1,
            "net": "42.00",
        }
        record_late_facts(programme=programme, kind="purchases", facts=[fact], at=NOW)
        return Thing({"source_ref": fact["source_ref"]}, seen_by={persona})

    return Things(
        things=(bought(HERE, "m1", "customer_owner"), bought(ELSEWHERE, "m2", "customer_other")),
        missing={"source_ref": "P-none"},
    )


def _file_in(world: World, persona: str, programme: str, key: str) -> tuple[str, str]:
    """A photo that a customer gave with a complaint: the complaint, the file."""
    card = keep_file(data=b"GIF89a\x01\x00", name="ticket.gif", about=f"draft:{key}", at=NOW)
    reference = _lodge(world, persona, programme, key=key, attachments=[card.id], draft=key)
    return reference, card.id


def _link(persona_key: str, attachment: str) -> str:
    return file_token(attachment=attachment, viewer=persona_key, at=datetime.now(tz=UTC))


@sample("desk_file")
def desk_files(world: World) -> Things:
    """A short link is one person's: a colleague who finds it opens nothing."""
    _, file = _file_in(world, "customer_owner", HERE, "desk-file")
    _, theirs = _file_in(world, "customer_other", ELSEWHERE, "desk-file-2")
    return Things(
        things=(
            *(
                Thing({"token": _link(f"staff:{world.staff[who]}", file)}, seen_by={who})
                for who in ("agent", "supervisor")
            ),
            # Signed for him by mistake: the case is not his, the link opens nothing.
            Thing({"token": _link(f"staff:{world.staff['agent']}", theirs)}, seen_by=()),
        ),
        missing={"token": _link("staff:nobody", file)},
    )


@sample("public_file")
def public_files(world: World) -> Things:
    """A customer's short link to a file of their own complaint."""
    _, file = _file_in(world, "customer_owner", HERE, "public-file")
    viewer = f"customer:{world.customers['customer_owner']}"
    other = f"customer:{world.customers['customer_other']}"
    return Things(
        things=(
            Thing({"token": _link(viewer, file)}, seen_by={"customer_owner"}),
            Thing({"token": _link(other, file)}, seen_by=()),
        ),
        missing={"token": "x" * 62},
    )


@sample("letter")
def letters_in(world: World) -> Things:
    """A letter that came on paper and that nobody has put on a case yet: the desk's."""
    taken = take_in_letter(data=b"GIF89a\x02\x00", name="lettre.gif", source="upload", at=NOW)
    desk = {"agent", "agent_elsewhere", "agent_without_factor", "supervisor"}
    return Things(
        things=(Thing({"key": taken.id}, seen_by=desk),),
        missing={"key": "00000000-0000-4000-8000-000000000000"},
    )


@sample("job")
def dead_jobs(world: World) -> Things:
    """A job that gave up."""
    row = Job.objects.create(
        state=State.DEAD, kind="jobs.prune", enqueued_at=NOW, run_after=NOW, finished_at=NOW
    )
    return Things(
        things=(Thing({"job": str(row.pk)}, seen_by=KEEPERS),),
        missing={"job": "00000000-0000-4000-8000-000000000000"},
    )


DESK = {"agent", "agent_elsewhere", "supervisor"}


@sample("mail")
def arrivals(world: World) -> Things:
    """Messages that arrived: of nobody's case yet, and for a case of each programme."""
    cases = {
        HERE: _lodge(world, "customer_owner", HERE, key="mail"),
        ELSEWHERE: _lodge(world, "customer_other", ELSEWHERE, key="mail"),
    }

    def arrived(text: str, to: str) -> dict[str, object]:
        raw = letter(text, sender="mallory@ailleurs.example" if to != DESK_ADDRESS else "", to=to)
        return {"mail": deliver(raw, at=NOW).mail}

    return Things(
        things=(
            Thing(arrived("À personne", DESK_ADDRESS), seen_by=DESK),
            Thing(arrived("Ici", signed(cases[HERE])), seen_by={"agent", "supervisor"}),
            Thing(
                arrived("Ailleurs", signed(cases[ELSEWHERE])),
                seen_by={"agent_elsewhere", "supervisor"},
            ),
        ),
        missing={"mail": "00000000-0000-4000-8000-000000000000"},
    )


@sample("kept_receipt")
def kept_receipts(world: World) -> Things:
    """A receipt kept back, of a case of one programme."""
    reference = _lodge(world, "customer_owner", HERE, key="receipt", withhold="nothing proves it")
    message = next(one.id for one in withheld() if one.about == reference)
    return Things(
        things=(Thing({"message": message}, seen_by={"agent", "supervisor"}),),
        missing=NO_MESSAGE,
    )


@sample("promise")
def promised(world: World) -> Things:
    """A promise on a complaint of each programme."""

    def promise(persona, programme, keeper):
        reference = _lodge(world, persona, programme, key="promised")
        return record_promise(
            reference=reference,
            key=f"matrix-{persona}",
            text="Je vous rappelle.",
            made_to="Alice Rivoire",
            due_on=NOW.date(),
            actor=world.actor(keeper),
            at=NOW,
        )

    mine = promise("customer_owner", HERE, "agent")
    theirs = promise("customer_other", ELSEWHERE, "agent_elsewhere")
    return Things(
        things=(
            Thing({"promise": mine}, seen_by={"agent", "agent_without_factor", "supervisor"}),
            Thing({"promise": theirs}, seen_by={"agent_elsewhere", "supervisor"}),
        ),
        missing={"promise": "00000000-0000-4000-8000-000000000000"},
    )


TELLERS = {  # who sees the systems told of each programme
    HERE: {"administrator", "integrator"},
    ELSEWHERE: {"administrator", "integrator_elsewhere"},
}


def _told(programme):
    """Have a system told of a programme: its endpoint, and a message for it."""
    added = add_endpoint(
        name=programme,
        url=f"https://{programme}.exemple.fr/{uuid4().hex}",
        events=["complaint.closed"],
        programmes=[programme],
        by="omar",
        at=NOW,
    )
    return {"endpoint": added.id, "delivery": try_endpoint(endpoint=added.id, at=NOW)}


def _tellers(name):
    return Things(
        things=tuple(
            Thing({name: _told(programme)[name]}, seen_by=seen)
            for programme, seen in TELLERS.items()
        ),
        missing={name: "00000000-0000-4000-8000-000000000000"},
    )


@sample("endpoint")
def told_systems(world: World) -> Things:
    """A system told of one programme, another told of the other one."""
    return _tellers("endpoint")


@sample("delivery")
def told_messages(world: World) -> Things:
    """A message for each of two systems."""
    return _tellers("delivery")
