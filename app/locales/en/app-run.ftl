# What the program says at its start, in the terminal.
app-run-served = { $file } is already served by another program. SQLite belongs to one program at a time: stop the other one, or use PostgreSQL for several.
app-run-lock = { $file } cannot be locked: { $reason }
app-run-folder = The data folder { $folder } cannot be used: { $reason }
app-run-database = The database { $file } cannot be opened: { $reason }
app-run-server = The PostgreSQL database cannot be used: { $reason }
app-run-listen = The program cannot listen on { $address }: { $reason }
app-run-first = Not set up yet. Open in a browser: { $link }
app-run-tls-file = The TLS file { $file } cannot be used: { $reason }
app-run-tls-none = it holds no certificate in PEM form
app-run-tls-no-key = it holds no private key in PEM form
app-run-tls-pair = The TLS files { $cert } and { $key } do not belong together: { $reason }

# Commands and notices of running the program.
app-reindex-done = The index of words is made anew.
app-notice-trail-faulty = The verification of the audit trail has found faults: { $count }
app-notice-trail-faulty-text = Entries were changed, removed or added from outside, or a file is damaged. Open the page of the audit trail to see each fault, keep the data folder as it is, and compare with the last backup.
app-notice-trail-faulty-name = Faults of the audit trail
app-notice-trail-unverified = The audit trail has not been verified for { $count } days
app-notice-trail-unverified-text = It is verified every night, but no verification has ended well lately. Start one on the page of the audit trail, and ask the system administrator to look at the jobs.
app-notice-trail-unverified-name = Missing verifications of the audit trail
app-notice-backup-failed = A backup has failed
app-notice-backup-failed-text = A scheduled backup, or restoring one for trial, has failed; there may be no backup of late that can be used. Open the page Backups for the reason, and make one again at once.
app-notice-backup-failed-name = Failed backups
app-policy-months = Months are written 2026-01, the first before the last, 36 at most, and over.
app-policy-version = There is no such version, or several regulations have one of this number: name the regulation by --regulation, or give the id of the version.
app-policy-people = Replayed over { $people } people, of whom { $affected } would have been affected.
app-policy-line = Article { $article }, { $kind }: would have fired { $would } times, fired { $did } times, both { $both } times.
