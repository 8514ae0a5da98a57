approvals-state-open = 待审批
approvals-state-approved = 已同意
approvals-state-returned = 已退回
approvals-state-refused = 已拒绝
approvals-state-withdrawn = 已撤回
approvals-verdict-approve = 同意
approvals-verdict-return = 退回修改
approvals-verdict-refuse = 拒绝

approvals-refusal-not-open = 这项申请已不在审批中（{ $state }），您的决定没有生效。
approvals-refusal-stale = 您打开页面之后，已有他人处理了这一步。请查看最新情况后再决定。
approvals-refusal-not-yours = 这一步不由您审批。
approvals-refusal-author = 申请人不能审批自己的申请，请由他人处理。
approvals-refusal-approved-before = 您已审批过前面的步骤，这一步须由他人审批。
approvals-refusal-reason-missing = 退回或拒绝时请写明理由，申请人会看到。

approvals-job-overdue = 检查超时的审批
approvals-audit-asked = 提交审批申请
approvals-audit-decided = 作出审批决定
approvals-audit-withdrawn = 撤回审批申请
approvals-audit-handed-in-again = 重新提交审批申请
