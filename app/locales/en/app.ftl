### What the commands and the pages of system and trail say.

## Menus and permissions

app-place-system = System
app-place-jobs = Background jobs
app-place-mails = Mails
app-place-backups = Backups
app-place-settings = Institution settings
app-place-audit = Audit
app-place-entries = Audit entries
app-all = All
app-newest = Back to the newest
app-older = Older
may-system = System
may-audit = Audit
may-system-read = See how the system is
may-system-manage = Act on jobs, mails and settings of the institution
may-system-backup = Make and check backups
may-audit-read = Read the audit trail
may-audit-verify = Verify the audit trail
may-audit-export = Export audit entries

## Acts in the trail

app-audit-backup-made = Backup made
app-audit-backup-restored = Restored from a backup
app-audit-job-retried = Job started again
app-audit-job-cancelled = Job cancelled
app-audit-mail-read = Mail read
app-audit-mail-requeued = Mail queued again
app-audit-settings-changed = Settings of the institution changed
app-audit-entries-exported = Audit entries exported
app-audit-demo-filled = Large demo made

## Names of jobs

app-job-backup = Backup
app-job-scheduled-backup = Scheduled backup
app-job-backup-check = Check of a backup
app-job-restore-drill = Restoring a backup for trial
app-job-housekeeping = Nightly housekeeping
app-job-verification = Verification of the audit trail
app-backup-schedule = Scheduled backup
app-housekeeping-schedule = Nightly housekeeping
app-verification-schedule = Verification of the audit trail

## System

app-system-title = System
app-system-line = Version { $version }, database { $engine }.
app-system-waiting = Jobs waiting and running
app-system-failed = Failed jobs
app-system-mails = Mails not sent
app-system-parked = Parked events
app-system-files = Files
app-system-files-count = { $count ->
    [one] 1 file
   *[other] { GROUP($count) } files
}
app-system-free = Free on disk
app-system-memory = Memory
app-system-looks = Checks
app-system-look = Check
app-system-state = Result
app-system-seen = What was seen, what to do

## Doctor

app-doctor-ok = ok
app-doctor-warn = see to it
app-doctor-fail = out of order
app-doctor-line = [{ $state }] { $check }: { $said }
app-doctor-remedy = {"       "}Remedy: { $remedy }
app-doctor-well = Nothing needs to be seen to at once.
app-doctor-sick = Something is out of order. Follow the remedies above, then run this again.
app-doctor-folder = Data folder
app-doctor-disk = Disk space
app-doctor-keys = Keys
app-doctor-tls = Certificate
app-doctor-mail = Mail
app-doctor-scanner = Virus scan
app-doctor-typeset = PDF
app-doctor-media = video and audio
app-doctor-office = office documents
app-doctor-database = Database
app-doctor-tables = Tables
app-doctor-integrity = Integrity
app-doctor-trail = Audit trail
app-doctor-clock = Clock
app-doctor-backup = Backup
app-doctor-folder-fine = { $path } can be written to.
app-doctor-folder-closed = { $path } cannot be written to: { $reason }
app-doctor-folder-remedy = Check that the folder exists and that the account which runs the program may write there.
app-doctor-disk-free = { GROUP($mebibytes) } MB are free.
app-doctor-disk-remedy = Free some space or enlarge the disk. On a full disk the program still reads, but keeps nothing new.
app-doctor-keys-fine = All keys are there, fingerprint { $fingerprint }.
app-doctor-keys-remedy = Bring the keys back from a backup or their second folder, with file mode 0600. Do not make new ones: what the old keys sealed would stay closed.
app-doctor-tls-fine = Certificate and private key can be read.
app-doctor-tls-broken = { $path } cannot be used: { $reason }
app-doctor-tls-remedy = Check the PEM files that tls_cert and tls_key name, and their permissions.
app-doctor-scanner-fine = The virus scanner at { $place } answers.
app-doctor-scanner-away = The virus scanner at { $place } does not answer; every uploaded file is refused.
app-doctor-scanner-remedy = Start clamd, or correct or remove XINGTAN_CLAMD.
app-doctor-mail-none = No mail server is configured; mails are only kept on the page Mails.
app-doctor-mail-fine = Sent through { $host }.
app-doctor-mail-broken = The mail server's configuration cannot be used: { $reason }
app-doctor-mail-remedy = Set XINGTAN_SMTP and XINGTAN_MAIL_FROM.
app-doctor-office-fine = can become PDF (LibreOffice { $version }).
app-doctor-office-none = { $program } cannot be started, so uploaded office documents are downloads only and do not become PDF; everything else works.
app-doctor-office-remedy = If it is wanted, install LibreOffice (Debian packages libreoffice-writer, libreoffice-impress, libreoffice-calc), or say where it is by XINGTAN_SOFFICE. Then take “Try again” in the course.
app-doctor-media-fine = can be processed (ffmpeg { $version }).
app-doctor-media-none = { $program } cannot be started, so uploaded video and audio cannot be processed; everything else works.
app-doctor-media-remedy = Install ffmpeg (Debian package ffmpeg), or say where it is by XINGTAN_FFMPEG and XINGTAN_FFPROBE. Then take “Try again” in the course.
app-doctor-typeset-fine = can be made, with Chinese fonts.
app-doctor-typeset-fonts = no Chinese font was found, so no PDF can be made; everything else works.
app-doctor-typeset-fonts-remedy = Install Noto Sans CJK (Debian package fonts-noto-cjk); the program need not be restarted.
app-doctor-typeset-broken = the typesetting process did not finish: { $reason }
app-doctor-typeset-broken-remedy = Look whether there is enough memory (about 200 MB for one document) and whether the account that runs the program may start processes.
app-doctor-database-fine = { $engine } { $version } answers.
app-doctor-database-none = { $path } does not exist: there is no institution here yet.
app-doctor-database-none-remedy = Run xingtan init, or start the program and set it up in the browser. If there should be data, check the folder given by --data.
app-doctor-database-closed = The database cannot be used: { $reason }
app-doctor-database-closed-remedy = Check the database file or the server's address, the permissions, and whether another program holds it.
app-doctor-tables-fine = As this version expects them.
app-doctor-tables-old = { $count ->
    [one] One step of the upgrade was not taken yet.
   *[other] { $count } steps of the upgrade were not taken yet.
}
app-doctor-tables-remedy = The program upgrades when it starts; make a backup before.
app-doctor-integrity-fine = Nothing is damaged.
app-doctor-integrity-server = PostgreSQL sees to it by itself.
app-doctor-integrity-broken = The database file is damaged: { $reason }
app-doctor-integrity-remedy = Stop the program, keep the files as they are, and restore the latest backup into another folder.
app-doctor-trail-fine = { GROUP($length) } entries sealed, { $unsealed } waiting; the head kept outside the database agrees.
app-doctor-trail-no-file = The file of heads kept outside the database, { $path }, is missing.
app-doctor-trail-cut = The head kept outside reached entry { $kept }, the database ends at { $found }.
app-doctor-trail-remedy = Run xingtan audit verify and tell the audit administrator. After a restore: use xingtan restore instead of putting files in place by hand.
app-doctor-clock-says = It is { $now }.
app-doctor-clock-remedy = The server's clock stands before times it noted itself. Set it right and let it be synchronised.
app-doctor-backup-fine = The latest backup is of { $at }.
app-doctor-backup-old = The latest backup is of { $at }, more than two days ago.
app-doctor-backup-none = There is no backup in { $path }.
app-doctor-backup-demo = A demo needs no backup.
app-doctor-backup-remedy = Set XINGTAN_BACKUP_PASSPHRASE and turn scheduled backups on on the page Backups, or run xingtan backup.
app-doctor-drill = Trial of a backup
app-doctor-drill-fine = A backup was last restored for trial on { $at }.
app-doctor-drill-old = A backup was last restored for trial on { $at }, more than a month ago.
app-doctor-drill-none = No backup was ever restored for trial.
app-doctor-drill-remedy = On the page Backups, try restoring the newest one.
app-doctor-address = Address
app-doctor-address-fine = Notices, mails and slips use { $url }.
app-doctor-address-none = No public address is configured: links in mails lead to { $url }, which other machines cannot open.
app-doctor-address-remedy = Set XINGTAN_PUBLIC_URL, such as https://learn.example.com.
app-doctor-access = Permissions of the folder
app-doctor-access-fine = Only the user who runs the program can read the data folder.
app-doctor-access-open = { $path } can be read by other users of this machine.
app-doctor-access-remedy = Run chmod -R go-rwx on the data folder.

## Jobs

app-jobs-title = Background jobs
app-jobs-line = Imports, mails, backups and the like are done beside the pages; you can leave at any time.
app-jobs-states = By state
app-jobs-none = There are no such jobs.
app-jobs-kind = Job
app-jobs-state = State
app-jobs-by = Ordered by
app-jobs-program = The system
app-jobs-ordered = Ordered
app-jobs-run-at = Planned for
app-jobs-started = Begun
app-jobs-ended = Ended
app-jobs-attempts = Attempts
app-jobs-attempts-of = { $n } of at most { $most }
app-jobs-error = Last error
app-jobs-result = Result
app-jobs-schedules = Schedule
app-jobs-schedule = Name
app-jobs-next = Next
app-jobs-last = Last
app-job-said = { $state }: { $said }
app-job-retry = Start again
app-job-cancel = Cancel the job
app-job-cancel-hint = What is done stays done, the rest is left. The job can be started again later and goes on where it stopped.
app-job-retried = The job is queued again and goes on where it stopped.
app-job-cancelled = The job is cancelled. One that runs stops at its next step.
app-job-not-so = The job's state had changed; nothing was done.

## Mails

app-mails-title = Mails
app-mails-line = Mails sent and to be sent. Without a mail server they are kept here.
app-mails-none = There are no such mails.
app-mails-subject = Subject
app-mails-to = To
app-mails-at = Written
app-mails-said = The mail server's answer
app-mails-tries = Tries
app-mails-ended = Ended
app-mail-traced = Mails may hold links that open accounts, so reading one leaves an audit entry.
app-mail-requeue = Send again
app-mail-requeued = The mail is queued again and goes out within a minute.
app-mail-not-so = The mail's state had changed; nothing was done.

## Backups

app-backups-title = Backups
app-backups-line = Backups lie in { $folder }. Copy them to another machine regularly.
app-backups-latest = Latest backup job
app-backups-found = Backups
app-backups-count = { $count ->
    [one] 1 file
   *[other] { $count } files
}
app-backups-none = There is no backup yet.
app-backups-at = Made
app-backups-name = File
app-backups-size = Size
app-backups-restore = Restoring is done on the server: run xingtan restore with the file on an empty folder; it asks for the passphrase of the backup.
app-backups-settings = Backup settings
app-backup-now = Back up now
app-backup-check = Check
app-backup-check-one = Check { $name }
app-backup-ordered = The backup has begun. You can leave this page; the result will be shown here.
app-backup-check-ordered = The check has begun; the result will be shown here.
app-backup-drill = Try restoring
app-backup-drill-one = Try restoring { $name }
app-backup-drill-ordered = The trial has begun: the backup is restored into a temporary folder, data and audit trail are checked, and it is removed again. The result stands on this page.
app-backup-job-drilled = Backup { $name } was restored for trial: { $rows } rows, { $files } files, { $entries } entries of the trail verified.
app-backup-drilled = Last restored for trial on { $at }. Once a week a scheduled backup is restored for trial.
app-backup-never-drilled = No backup was ever restored for trial. A backup counts when it can be restored; once a week a scheduled one is tried, and you can try one now.
app-backup-unsound = What was restored is not whole: { $what }. Use another backup, and check the disk.
app-backup-job-made = Backup { $name } was made, and is sound when read again.
app-backup-job-sound = Backup { $name } is sound.
app-backup-rhythm-daily = Every day
app-backup-rhythm-weekly = Every Sunday
app-backup-rhythm-off = Not by itself
app-backup-rhythm-hint = At 02:30 at night, while the program goes on.
app-backup-keep-hint = Older ones beyond this are removed; the newest always stays.
app-backup-folder-hint = A folder on the server; empty stands for backups in the data folder. Another disk is better.
setting-app-backup-rhythm = Back up by itself
setting-app-backup-keep = How many to keep
setting-app-backup-folder = Folder
app-unit-backups = backups
app-backup-no-passphrase = There is no backup passphrase, so no backup can be made: it holds personal data and must be encrypted. Set XINGTAN_BACKUP_PASSPHRASE (at least 12 characters) in the environment of the program and keep it safe elsewhere; without it a backup cannot be restored.
app-backup-sealed = The backup is encrypted and no passphrase was given. Set XINGTAN_BACKUP_PASSPHRASE to the passphrase that the backup was made with, and restore again; nothing was changed.
app-backup-short-passphrase = The backup passphrase is too short: at least { $least } characters.
app-backup-io = { $path } cannot be read or written: { $reason }
app-backup-full = No space left: { $path } was not written, and no half file stays. Free some space, then try again.
app-backup-not-a-backup = { $path } is no backup of this program, or is cut off.
app-backup-newer = A newer version, { $version }, wrote this backup. Upgrade the program first.
app-backup-damaged = The backup is damaged: its part “{ $part }” is not as it was written. Take another backup.
app-backup-not-empty = { $place } is not empty; nothing was restored. Name an empty data folder, on PostgreSQL an empty database.
app-backup-database = The database refused this step: { $reason }
app-backup-stopped = Stopped; no half file stays.
app-backup-stage-rows = Data
app-backup-stage-files = Files
app-backup-stage-check = Check
app-backup-ask = Backup passphrase:{" "}
app-backup-ask-again = Once more:{" "}
app-backup-made = Backed up to { $path } ({ $size }, { $rows } rows, { $files } files), and sound when read again.
app-backup-removed = Older backup { $name } removed.
app-restore-done = Restored { $rows } rows and { $files } files.
app-restore-next = The audit trail is sound. Next: run xingtan serve with the same --data, sign in and look, and make a new backup soon.
app-restore-faulty = The data is restored, but the audit trail has the faults above. Tell the audit administrator before it is put to use.
app-password-differs = The two do not agree. Please type them again.

## Settings

app-settings-title = Institution settings
app-settings-line = Name and kind decide what people are called on the pages and which features are on.
app-settings-institution = Institution
app-settings-name = Name
app-settings-kind = Kind
app-settings-kind-hint = Another kind changes all terms (student, employee, learner), default features and rules; the data stays.
app-settings-kind-sure = I know what changing the kind means, and want it
app-settings-kind-confirm = You changed the kind of institution. Confirm it, then save.
app-settings-lang = Default language
app-settings-zone = Time zone
app-settings-zone-hint = Deadlines and learning windows are reckoned in this zone. Often used: { $zones }.
app-settings-zone-unknown = There is no such time zone. Write a name such as Asia/Shanghai.
app-settings-kept = How long things are kept
app-settings-days = { $min } to { $max } days
app-settings-saved = The settings are saved.
setting-app-audit-keep-days = Audit entries (days)
setting-app-work-keep-days = Ended jobs and events (days)
setting-app-mail-keep-days = Sent mails and read notices (days)

## Audit

app-audit-title = Audit
app-audit-line = Every change leaves an entry; entries are chained and signed, so that changing, removing or inserting one is noticed.
app-audit-length = Sealed entries
app-audit-unsealed = Waiting to be sealed
app-audit-refused = Refused in the last 7 days
app-audit-verify = Verify now
app-audit-verified = Latest verification
app-audit-ordered = The verification has begun. You can leave this page; the result will be shown here.
app-audit-sound-until = Whole and sound up to entry { GROUP($to) }, verified { $at }.
app-audit-faults = { $count ->
    [one] One fault was found, verified { $at }.
   *[other] { $count } faults were found, verified { $at }.
}
app-audit-failed = The latest verification did not end. Verify again; if that fails too, tell the system administrator.
app-audit-never = Not verified yet. It is done every night.
app-audit-entries = Entries read
app-audit-heads = Signed heads compared
app-audit-kept-heads = Heads kept outside compared
app-audit-key = Public key of the signatures
app-audit-key-hint = Keep a copy of the key away from this server: it proves later that heads were signed here.
app-audit-more = { $count ->
    [one] One more fault is not listed.
   *[other] { $count } more faults are not listed.
}
app-audit-erased = By decision { $decision }, { $count } pieces of personal data were erased; that is in order.
app-audit-late = { $count ->
    [one] One entry was sealed more than an hour after its moment; have a look at it.
   *[other] { $count } entries were sealed more than an hour after their moment; have a look at them.
}
app-audit-sound = The audit trail is sound: { $entries } entries read ({ $from } to { $to }), { $heads } signed heads and { $kept } heads kept outside compared, { $unsealed } waiting to be sealed.
app-audit-faulty = The audit trail has faults: { $entries } entries read ({ $from } to { $to }), { $heads } signed heads and { $kept } heads kept outside compared, { $unsealed } waiting to be sealed.
app-entries-title = Audit entries
app-entries-line = Who did what to whom, and when. Exports leave an entry, too; at most 50,000 at a time.
app-entries-search = Name, address, content
app-entries-user = User name of who acted
app-entries-from = From
app-entries-to = To
app-entries-none = There are no entries yet.
app-entries-nothing = No entry fits. Ask for less, or check the user name.
app-entry-number = Number
app-entry-unsealed = Waiting to be sealed
app-entry-at = When
app-entry-actor = Who
app-entry-role = In which role
app-entry-action = What
app-entry-subject = To whom or what
app-entry-result = Result
app-entry-done = Done
app-entry-refused = Refused
app-entry-before = Before
app-entry-after = After
app-entry-detail = Detail
app-entry-address = Network address
app-entry-device = Device
app-entry-citing = By which article
app-entry-unit = Unit
app-entry-code = Code
app-entry-values = Changes
app-entry-value = What
app-entry-state = Value
app-entry-erased = (erased by decision)
app-role-system = The system
app-role-guest = Somebody not signed in

## Commands

app-no-user = There is nobody with the user name { $user }.
app-init-kind = The kind is school, academy or training.
app-init-password = The password is too weak: at least { $least } characters of two classes, without the user name and the institution's name, and no common words.
app-init-not-empty = { $place } holds an institution already; nothing was changed. Name an empty data folder.
app-init-no-password = There is no password: set XINGTAN_ADMIN_PASSWORD, or run this in a terminal.
app-init-ask = The administrator's password:{" "}
app-init-ask-again = Once more:{" "}
app-init-done = The institution is set up, its administrator is { $admin }. Next: xingtan serve --data { $place }
app-demo-done = The demo institution lies in { $path }; all demo people have the password { $password }.
app-demo-records = So many learners have at most { $most } progress records: one for each lesson, the first 100 learners left out. Ask for fewer --records or more --learners.
app-token-name = Made on the command line
app-token-scope = There is no scope { $scope }. It is a permission (people.read), a family of them (people), or all.
app-token-key = User name: { $key }
app-token-secret = Secret: { $secret }
app-token-once = The secret is shown only this once. Keep it safe.
app-import-unreadable = { $path } cannot be read: { $reason }
app-import-row = Row { $row }, { $name }: { $reason }
app-import-counts = { $made } new, { $changed } changed, { $unchanged } unchanged, { $refused } refused.
app-import-broken = The import did not come to its end; rows taken in stay.

# How often one may ask
app-settings-study = Studying
app-settings-study-line = While somebody plays a video or audio, they are asked at moments that nobody foresees whether they are there. Until they answer nothing counts, and nothing is lost.
setting-learning-presence-minutes = Minutes between two presence checks, on average
setting-learning-presence-minutes-hint = { $min } to { $max } minutes; 0 asks for none
setting-learning-remind-before = Days before a deadline on which learners are reminded
setting-learning-remind-before-hint = { $min } to { $max } days, and once more on the last day; 0 reminds nobody before a deadline
setting-learning-remind-every = Days between reminders after a deadline
setting-learning-remind-every-hint = { $min } to { $max } days, for at most 90 days; 0 reminds nobody
setting-learning-remind-contact = When people are overdue
setting-learning-remind-contact-hint = At most one notice a day, of everybody together
setting-learning-remind-contact-told = Tell their training contacts
setting-learning-remind-contact-not-told = Do not tell their training contacts
setting-learning-rest-minutes = Minutes of uninterrupted learning after which a rest is suggested
setting-learning-rest-minutes-hint = { $min } to { $max } minutes; 0 suggests none. It can be put off and changes nothing that was counted
app-settings-minors = Protection of minors
app-settings-minors-line = Learners under eighteen rest after a stretch of learning and end in the evening. Time does not count while they rest or after the end; the lesson’s page says from when it goes on. What is learned off line and credited later keeps the same limits.
setting-learning-minors = For whom
setting-learning-minors-hint = The date of birth is kept with the person. A change holds from the next lesson that is opened.
setting-learning-minors-off = Nobody
setting-learning-minors-stated = People whose date of birth says that they are under eighteen
setting-learning-minors-presumed = People under eighteen, and learners whose date of birth is not known
setting-learning-minors-stretch = Minutes of learning at a stretch, at most
setting-learning-minors-pause = Minutes of rest after it, at least
setting-learning-minors-closes = Hour at which the day’s learning ends (24 is midnight)
setting-learning-minors-opens = Hour at which it begins the next day
app-settings-library = Resource library
app-settings-library-line = How soon complaints are decided, when repeated infringements end sharing, when owners are told that a right ends.
app-settings-review = Review of courses
app-settings-review-line = Author, reviewers and publisher are different people. A change holds from the next submission on; what was submitted is reviewed as it was then.
app-settings-evaluation = Ratings and checks of courses
app-settings-evaluation-line = Who may rate a course, from when on ratings are shown, and how often courses are looked at anew.
setting-catalog-review-department = Who reviews
setting-catalog-review-department-hint = A course of the whole institution has no department stage.
setting-catalog-review-department-centre-alone = One reviewer
setting-catalog-review-department-department-first = Its department first, the centre after it
setting-catalog-review-lists = Check lists
setting-catalog-review-lists-hint = There are four: text, video, pictures, direction. Direction is always looked at.
setting-catalog-review-lists-lists-that-apply = Those that the content calls for
setting-catalog-review-lists-lists-all = All four
setting-catalog-review-department-hours = Hours for the department’s review
setting-catalog-review-hours = Hours for the centre’s review
setting-catalog-review-publication-hours = Hours until publication
setting-catalog-revisions = Revisions kept of each lesson’s text
setting-catalog-revisions-hint = { $min } to { $max }; the oldest go first.
setting-catalog-revision-minutes = Time after which another save begins a new revision
setting-catalog-revision-minutes-hint = { $min } to { $max } minutes; what the same person saves within it belongs to the same revision.
app-settings-hours = { $min } to { $max } hours
app-settings-from-to = { $min } to { $max }
app-settings-sizes = How large files may be
app-settings-mib = { GROUP($min) } to { GROUP($max) } MB; the room on the disk counts besides
app-settings-limits = How often one may ask
app-settings-limits-line = Most requests per minute and person, or address where nobody is signed in. Whoever asks more often is told when to try again; normal use stays below.
app-settings-per-minute = { $min } to { $max } times
app-unit-per-minute = per minute
app-settings-megabits = 0: no limit; at most { $max }. Playing a video takes 1 to 5 Mbit/s, twice that at double speed
app-unit-megabits = Mbit/s
setting-app-share-person = Most of the line for one person’s files and videos (Mbit/s)
setting-app-limit-api = API calls (per minute)
setting-app-limit-export = Exports (per minute)
setting-app-limit-upload = Uploads (per minute)
setting-app-limit-door = Forgotten password, help, first run (per minute)
app-mails-address = Address

# Installing on a device
app-place-install = Install on a device
app-install-title = Install on a phone, tablet or computer
app-install-line = Once installed it opens from its icon, and downloaded lessons can be studied without a network. No app store is needed; it takes little space and can be removed at any time.
app-install-sign-in = Back to sign-in
app-install-insecure = It cannot be installed from this address yet.
app-install-insecure-why = Browsers install apps and keep offline content only from addresses that begin with https, so that nobody can exchange them on the way. Please ask the administrator to set up https (see the operations guide). Studying online is not affected.
app-install-now = Install
app-install-done = It is installed and can be opened from the home screen or the list of apps.
app-install-later = It was not installed. The steps below work at any time.
app-install-android = Android phones and tablets
app-install-android-1 = Open this site in Chrome, Edge or the phone’s own browser.
app-install-android-2 = Open the menu at the top right or at the bottom and choose “Install app” or “Add to home screen”.
app-install-android-3 = Press “Install”; the icon appears on the home screen.
app-install-ios = iPhone, iPad
app-install-ios-1 = Open this site in Safari.
app-install-ios-2 = Press “Share” and choose “Add to Home Screen”.
app-install-ios-3 = Press “Add”. Then sign in once from the icon: the app keeps offline content of its own.
app-install-wechat = When it opens inside WeChat
app-install-wechat-1 = WeChat’s own browser cannot install. Press “…” at the top right.
app-install-wechat-2 = Choose “Open in browser” (on an iPhone “Open in Safari”).
app-install-wechat-3 = Then follow the steps above.
app-install-desk = Computers
app-install-desk-1 = Open this site in Chrome or Edge and press the install icon at the right of the address bar; in Safari choose “Add to Dock” from the File menu.
app-install-desk-2 = It also works without installing: “Download to this device” on a course works in an ordinary browser window too.
app-install-address = Address of this site
app-install-scan = Scan it with the phone’s camera or browser to open this site there.
app-install-code = QR code of this site’s address
app-install-gains = Once installed
app-install-gain-1 = It opens in full, without an address bar.
app-install-gain-2 = Pages, PDFs, videos and audio can be downloaded to the device, studied offline and counted once online.
app-install-gain-3 = Signing out clears all offline content from the device.
