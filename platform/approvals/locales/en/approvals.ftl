approvals-state-open = Waiting for a decision
approvals-state-approved = Approved
approvals-state-returned = Sent back
approvals-state-refused = Refused
approvals-state-withdrawn = Withdrawn
approvals-verdict-approve = Approve
approvals-verdict-return = Send back
approvals-verdict-refuse = Refuse

approvals-refusal-not-open = This request is no longer open ({ $state }), so your decision was not taken.
approvals-refusal-stale = Somebody else has decided this step since you opened the page. Look at the present state and decide again.
approvals-refusal-not-yours = This step is not yours to decide.
approvals-refusal-author = Nobody decides on their own request. Please leave it to somebody else.
approvals-refusal-approved-before = You have approved an earlier step, so this one needs somebody else.
approvals-refusal-reason-missing = Give a reason when you send back or refuse; whoever asked will read it.

approvals-job-overdue = Look for overdue approvals
approvals-audit-asked = Request handed in for approval
approvals-audit-decided = Request decided
approvals-audit-withdrawn = Request withdrawn
approvals-audit-handed-in-again = Request handed in again
