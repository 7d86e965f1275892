"""Refusals, named for what they refuse."""


class ComplaintNotFound(Exception):
    """No complaint of that reference that this person may see."""


class ComplaintChanged(Exception):
    """Somebody else changed the complaint since this person opened it."""


class ComplaintNotToDecide(Exception):
    """The complaint is not waiting for a decision."""


class ComplaintNotDecided(Exception):
    """A remedy follows a decision; this complaint has none."""


class ComplaintNotClosed(Exception):
    """Only what was closed can be reopened or followed up."""


class DecisionNeedsReason(Exception):
    """Deciding otherwise than the finding needs a reason in words."""


class DecisionAboveClaim(Exception):
    """More points than what is disputed and the evidence shows."""


class NothingToApprove(Exception):
    """No proposed decision waits for a second person."""


class ApproverIsProposer(Exception):
    """The second person is never the first."""


class NotAllowedToDecide(Exception):
    """The person's role or limit does not reach the decision."""


class FollowUpAlreadyAnswered(Exception):
    """The question was answered; the answer stands."""


class LodgingKeyReused(Exception):
    """The key was used before, for another complaint than this one."""
