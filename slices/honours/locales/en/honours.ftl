# Rankings by credits, prizes
honours-rankings = Rankings
honours-rankings-line = Who has the most credits, among those who met the required courses, as the regulation says.
honours-span = Period
honours-span-month = Month
honours-span-quarter = Quarter
honours-span-half-year = Half-year
honours-span-year = Year
honours-period-month = { $number ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
} { $year }
honours-period-quarter = Quarter { $number } of { $year }
honours-period-half-year = { $number ->
    [1] First
   *[other] Second
} half of { $year }
honours-period-year = { $year }
honours-not-final = Running, not final
honours-as-of = As of { $at }, worked out every hour; it may change until the ranking is frozen.
honours-me = { " " }(you)
honours-credits = Credits: { $credits }
honours-missing = Credits missing to the last place: { $credits }
honours-more = { $count } more people have the same credits as the last place; all of them will be in.
honours-nobody-yet = Nobody has earned credits in this period yet.
honours-own-none = You have not earned credits in this period yet.
honours-own-missed = You did not meet the required courses of a month of this period (see the warning under “Regulations and me”), so you are not ranked. You will be if the warning is withdrawn or your appeal is granted.
honours-own-not-concerned = This ranking does not concern your unit or role.
honours-not-bound = No regulation in force asks for this ranking, so there is none.
honours-to-regulations = Regulations
honours-frozen = Frozen
honours-frozen-none = None was frozen yet. It is done by itself when a period is over and its days for corrections have passed.
honours-ranking-title = Ranking by credits: { $period }
honours-ranking-line = Frozen, and not changed any more; later corrections stand beside the names.
honours-gate = Ranked are
honours-reward = Reward
honours-eligible-of = { $eligible } people (of { $people } with credits)
honours-corrected = There were corrections after the ranking was frozen; they stand beside the people concerned. The ranks stay.
honours-erratum-credits = (Correction: { $credits } credits since { $on })
honours-erratum-missed = (Correction: since { $on } the required courses count as not met; { $credits } credits)
honours-nobody = Nobody met the conditions.
honours-evidence = Evidence
honours-evidence-line = Every place rests on bookings of credits. The SHA-256 below is worked out over all places and their evidence and stands in the audit trail; if anything changed, it would not agree any more.
honours-any = All
honours-column-period = Period
honours-column-cited = By
honours-column-people = People with credits
honours-column-eligible = People ranked
honours-column-frozen = Frozen
honours-column-sha256 = SHA-256
honours-column-rank = Rank
honours-column-name = Name
honours-column-unit = Unit
honours-column-credits = Credits
honours-column-hours = Training hours
honours-column-bookings = Bookings
honours-column-erratum = Correction
honours-column-prize = Prize
honours-column-prize-for = Rank
honours-column-what = Prize
honours-column-value = Value (yuan)
honours-column-state = State
honours-column-handed = Handed over
honours-column-handed-by = By
honours-column-received = Received
honours-column-reason = Reason
honours-prizes = Prizes
honours-prizes-line = Sums and prizes of rankings: what, handed over when and by whom, and whether the winner confirmed it.
honours-prizes-none = No prize is registered yet. Register them from a frozen ranking, beside the winner.
honours-prize = Prize
honours-prize-register = Register a prize
honours-prize-for = Rank { $rank }, { $period }
honours-prize-of = { $name } ({ $unit }), rank { $rank }
honours-prize-what-hint = Such as “a sum” or “a set of books”.
honours-prize-value = Value
honours-prize-value-hint = In yuan, with at most two decimals; leave it empty where it need not be said.
honours-prize-yuan = ¥{ $value }
honours-prize-promised = To be handed over
honours-prize-handed = To be confirmed
honours-prize-received = Received
honours-prize-cancelled = Cancelled
honours-prize-registered-by = Registered by
honours-prize-handover = Handing over
honours-prize-do-hand = It was handed over
honours-prize-do-receive = I have received it
honours-prize-cancellation = Cancelling
honours-prize-cancel-hint = Say why it is not given. It stays in the register.
honours-prize-do-cancel = Cancel this prize
honours-prize-later = The day cannot be later than today.
honours-prize-changed = Somebody changed this prize just now. Look at how it stands, then decide.
honours-prize-not-handed = This prize was not handed over yet, or is confirmed already.
honours-prize-was-registered = The prize is registered. Note here when it is handed over.
honours-prize-was-handed = Noted as handed over; the winner is asked to confirm.
honours-prize-was-received = Confirmed, thank you.
honours-prize-was-cancelled = The prize is cancelled.
honours-job-freeze = Freezing rankings
honours-job-interim = Rankings so far
honours-audit-ranking-frozen = Ranking frozen
honours-audit-ranking-erratum = Correction noted beside a ranking
honours-audit-prize-registered = Prize registered
honours-audit-prize-handed = Prize handed over
honours-audit-prize-received = Prize received
honours-audit-prize-cancelled = Prize cancelled
honours-notice-ranked = You are number { $rank } in the ranking by credits: { $period }
honours-notice-ranked-text = Congratulations! The ranking is frozen and published.
honours-notice-ranked-name = A place in a ranking
honours-notice-prize-handed = Please confirm your prize: { $what }
honours-notice-prize-handed-text = The prize was noted as handed over. Open this to confirm that you have it; if you have not, tell the training centre.
honours-notice-prize-handed-name = Receipts of prizes
honours-today = This month’s ranking
honours-today-rank = Place { $rank }
honours-today-none = No credits yet
honours-today-missed = Required courses not met; not ranked

## What roles may do
may-honours = Honours and prizes
may-honours-prizes = Keep the register of prizes
may-honours-nominate = Nominate for commendation
may-honours-approve = Publish and withdraw commendations
may-honours-appraise = Take along the figures of a year for appraisal
