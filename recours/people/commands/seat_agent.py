"""Give an agent a place in the rounds of the programmes they serve, or take it back."""

from django.db import transaction

from recours.people.models import AgentSeat, StaffMember


@transaction.atomic
def seat_agent(*, staff: str) -> None:
    """Make the seats say what the roles, the programmes and the activity of this person say."""
    person = StaffMember.objects.select_for_update().get(pk=staff)
    wanted: set[str] = set()
    if person.is_active and "agent" in person.roles:
        wanted = {""} if person.programmes is None else set(person.programmes)
    AgentSeat.objects.filter(staff=person).exclude(programme__in=wanted).delete()
    AgentSeat.objects.bulk_create(
        [AgentSeat(staff=person, programme=programme) for programme in sorted(wanted)],
        ignore_conflicts=True,
    )
