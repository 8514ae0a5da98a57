learning-handovers = 交接报告
learning-handovers-line = 有人调动或离职时，当时没学完的课程和已有的学习结果固定成一份报告，交给接手的培训联系人和{ -centre }。
learning-handovers-none = 还没有交接报告。
learning-handover-of = { $name }的交接报告
learning-handover-line = 调动或离职当时的情况，之后不再变化。
learning-handover-kind = 事由
learning-handover-move = 调动
learning-handover-leave = 离职
learning-handover-from = 原单位
learning-handover-to = 新单位
learning-handover-at = 发生时间
learning-handover-told = 交接时间
learning-handover-part = 部分
learning-handover-open = 没学完的课程
learning-handover-done = 已学完的课程
learning-handover-nothing = 没有。
learning-handover-month-credits = 当月学分
learning-handover-month-hours = 当月网络学时
learning-handover-certificates = 证书
learning-handover-permissions = 学习许可
learning-handover-measures = 生效中的处理
learning-handover-receipts = 送达
learning-handover-nobody = 没有可以送达的人。
learning-handover-opened-at = { $at }打开
learning-handover-unopened = 还没有打开
learning-notice-taken-down = 课程「{ $title }」已紧急下架
learning-notice-taken-down-text = 暂时不能学习。您的学习记录保留，恢复后可以接着学。
learning-notice-taken-down-name = 我学的课程被紧急下架
learning-notice-handover = { $kind ->
    [leave] { $name }离职的交接报告
   *[other] { $name }调入的交接报告
}
learning-notice-handover-text = { $kind ->
    [leave] 原单位：{ $from }。没学完的课程 { $open } 门，打开即确认收到。
   *[other] 从{ $from }调到{ $to }。没学完的课程 { $open } 门，打开即确认收到。
}
learning-notice-handover-name = 调动、离职的交接报告
learning-audit-handover-moved = 调动交接报告送出
learning-audit-handover-left = 离职交接报告送出
learning-audit-handover-opened = 打开交接报告
learning-job-hand-over = 送出交接报告
may-handovers = 交接报告
may-handovers-read = 看交接报告
