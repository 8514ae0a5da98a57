learning-handovers = Handover reports
learning-handovers-line = When somebody moves or leaves, what they had open and had done is frozen in a report for the contact who takes over and the { -centre }.
learning-handovers-none = There are no handover reports yet.
learning-handover-of = Handover report of { $name }
learning-handover-line = How things stood when it happened; it does not change any more.
learning-handover-kind = Occasion
learning-handover-move = Transfer
learning-handover-leave = Leaving
learning-handover-from = Unit before
learning-handover-to = New unit
learning-handover-at = Happened
learning-handover-told = Handed over
learning-handover-part = Part
learning-handover-open = Unfinished courses
learning-handover-done = Finished courses
learning-handover-nothing = None.
learning-handover-month-credits = Credits of that month
learning-handover-month-hours = Online hours of that month
learning-handover-certificates = Certificates
learning-handover-permissions = Study permissions
learning-handover-measures = Standing measures
learning-handover-receipts = Delivery
learning-handover-nobody = There is nobody to whom it could go.
learning-handover-opened-at = opened { $at }
learning-handover-unopened = not opened yet
learning-notice-taken-down = The course “{ $title }” was taken down
learning-notice-taken-down-text = It cannot be studied for now. What you have learned is kept, and you go on from there when it is back.
learning-notice-taken-down-name = Courses that I study are taken down
learning-notice-handover = { $kind ->
    [leave] { $name } left: handover report
   *[other] { $name } joins you: handover report
}
learning-notice-handover-text = { $kind ->
    [leave] Unit before: { $from }. Unfinished courses: { $open }. Opening it acknowledges it.
   *[other] From { $from } to { $to }. Unfinished courses: { $open }. Opening it acknowledges it.
}
learning-notice-handover-name = Handover reports of transfers and leaving
learning-audit-handover-moved = Handover report of a transfer sent
learning-audit-handover-left = Handover report of somebody who left sent
learning-audit-handover-opened = Handover report opened
learning-job-hand-over = Send handover reports
may-handovers = Handover reports
may-handovers-read = Read handover reports
