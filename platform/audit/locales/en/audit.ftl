# Faults found when the audit trail is verified
audit-fault-changed = Entry { $n } is not what was sealed: its content was changed.
audit-fault-changed-actor = Entry { $n }: who acted (name, address or device) was changed.
audit-fault-changed-subject = Entry { $n }: what it was done to (name, values before and after, or detail) was changed.
audit-fault-removed-payload = Entry { $n }: its personal values are gone, and no decision to erase them says why.
audit-fault-erased-without-decision = Entry { $n }: its personal values were erased, but the trail knows of no such decision.
audit-fault-removed = Entry { $n } was removed.
audit-fault-removed-places = Entries { $from } to { $to } were removed together with their places in the chain.
audit-fault-inserted-places = Places { $from } to { $to } of the chain were inserted later.
audit-fault-inserted = Entry { $entry } is neither in the chain nor waiting to be sealed: it was inserted past the program.
audit-fault-reordered = The order was changed: what stands at place { $n } was sealed as entry { $sealed }.
audit-fault-broken-link = Entry { $n } does not follow from the one before: the place of one of them was changed.
audit-fault-cut-tail = The tail was cut off: the chain ends at entry { $found }, and a signed head says that it reached entry { $signed }.
audit-fault-recomputed = The chain was recomputed: from the head at entry { $n } on it is not what was signed ({ $heads ->
    [one] one head
   *[other] { $heads } heads
}).
audit-fault-forged-heads = { $heads ->
    [one] One head
   *[other] { $heads } heads
} in the database { $heads ->
    [one] was
   *[other] were
} not signed by this installation; the first is that of entry { $n }.
audit-fault-unsigned-tail = Entries { $from } to { $to } lie after the last signed head: they were inserted past the program, or their heads were removed.
audit-fault-kept-heads-changed = The file of heads kept outside the database has { $lines ->
    [one] one line
   *[other] { $lines } lines
} that cannot be read or were not signed by this installation; the first is line { $line }.
audit-fault-kept-heads-missing = The file of heads kept outside the database is gone, so a cut tail cannot be noticed. Bring it back from a backup or another node.
audit-fault-false-anchor = What stood before entry { $n } was removed although 180 days had not passed, or the signature there is false.
audit-audit-payload-erased = Personal values erased from the trail
audit-audit-retention-purged = Trail removed at the end of its retention
