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


class ComplaintMerged(Exception):
    """The complaint was joined to another one: that one goes on."""


class ComplaintNotMerged(Exception):
    """There is nothing to separate."""


class CannotJoinItself(Exception):
    """A complaint is not the duplicate of itself."""


class HoldsOthers(Exception):
    """The complaint already gathers others: they would have to follow."""


class ProposalOutstanding(Exception):
    """A decision waits for a second person on one of the two: settle it first."""


class AnswerUnderWay(Exception):
    """One of the two is decided or answered: nothing can join it, nor leave it."""


class PurchasesDiffer(Exception):
    """The two complaints dispute different purchases: each needs its own answer."""


class PersonsDiffer(Exception):
    """Nothing proves that one person made both: somebody must have checked it."""


class ProgrammesDiffer(Exception):
    """The two complaints belong to different programmes."""


class PromiseNotFound(Exception):
    """No promise of that number that this person may see."""


class PromiseClosed(Exception):
    """The promise was already said kept, or broken."""


class PromiseNeedsWords(Exception):
    """A promise is words and a date; saying it was broken needs the reason."""


class NothingToConfirm(Exception):
    """The complaint was written from the start, or the link asks for nothing."""


class WrittenAfterReceipt(Exception):
    """The day it was written lies in the future."""


class SameKind(Exception):
    """The complaint is already of that kind, with these answers."""
