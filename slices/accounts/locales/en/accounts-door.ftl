### Signing in, sessions, one's own account, first run, security.

## Words of several pages

accounts-name = Name
accounts-user-name = User name
accounts-password = Password
accounts-unit = { -unit(form: "One") }
accounts-position = { -position(form: "One") }
accounts-staff-number = { -member-number(form: "One") }
accounts-mail = Mail
accounts-mobile = Mobile
accounts-last-sign-in = Latest sign-in
accounts-never = Never
accounts-any = All
accounts-by-program = The system
accounts-unit-classes = classes
accounts-unit-devices = devices

## Signing in

accounts-door-title = Sign in
accounts-door-line = Accounts are opened by the { -centre }.
accounts-door-remember = Stay signed in on this device for 7 days
accounts-door-back = Back to sign-in
accounts-door-other-account = Use another account
accounts-door-wrong = The password is wrong. { $left ->
        [one] One try is left
       *[other] { $left } tries are left
    }, then the account locks for { $minutes } minutes.
accounts-door-wrong-here = The password is wrong. { $left ->
        [one] One try is left
       *[other] { $left } tries are left
    } on this device, then it is locked for { $minutes } minutes.
accounts-door-locking = The password is wrong, and so were several before it. The account is locked until { $until }. On a device from which you usually sign in, the right password still opens it; here, try again then. { $way }
accounts-door-locking-here = The password is wrong, and so were several before it on this device. Until { $until } this account cannot be used on this device; try again then. { $way }
accounts-door-locked = Too many wrong passwords in a row: the account is locked until { $until }, and until then not even the right password opens it here. On a device from which you usually sign in, it still does. { $way }
accounts-door-locked-here = Too many wrong passwords in a row on this device: until { $until } not even the right password opens this account here. Try again then. { $way }
accounts-door-way-mail = If you cannot wait: with a mail address on record, set a new password through “Forgotten password”; without one, ask for help by “Ask for help”, and the administrator responsible for you sees to it.
accounts-door-way-ticket = If you cannot wait, ask for help by “Ask for help”: the administrator responsible for you lifts the lock or resets the password.
accounts-door-initial-expired = The password is right, but a first password expires when it is not used for 14 days. Ask the administrator responsible for you for a new one, or send a help ticket.
accounts-door-suspended = The password is right, but the account is suspended until { $until }; it restores itself then. { $article }
accounts-door-frozen = The password is right, but the account is frozen and cannot be used. { $article } To have it restored, ask the { -centre }.
accounts-door-closed = The password is right, but the account was closed and cannot be used any more. { $article } To study, ask the { -centre } for a new account.
accounts-door-revoked = The password is right, but the right to use the account was revoked. { $article } To have it restored, apply to the { -centre }.
accounts-door-article = Ground: { $article }.
accounts-door-contest = See the decision and appeal
accounts-door-cap = You were signed in on more devices than your role allows, so the oldest { $count ->
        [one] sign-in has
       *[other] { $count } sign-ins have
    } ended.
accounts-door-signed-out = You are signed out.

## Why a session ended

accounts-ended-signed-out = You signed out.
accounts-ended-idle = You were signed out to protect your account, because nothing was done for a while. Please sign in again; all that was saved is there.
accounts-ended-expired = The time of this sign-in is over. Please sign in again.
accounts-ended-elsewhere = You ended this sign-in from another device.
accounts-ended-cap = Your account signed in elsewhere, and more devices than allowed were in use; this one was the oldest. If that was not you, sign in now and change the password.
accounts-ended-secured = The owner of the account said that somebody else used it, so all devices were signed out. Please sign in again and change the password.
accounts-ended-password = The password of the account was changed, and all other devices were signed out. Please sign in with the new password.
accounts-ended-administrator = The security administrator ended this sign-in. If you do not know why, send a help ticket.
accounts-ended-codes = Too many wrong entries in a row: this sign-in has ended.

## Demo people

accounts-demo-title = Enter as one of the demo people
accounts-demo-line = This is a demo; people and data are fictitious. One click on a person signs you in.
accounts-demo-learning = Studying
accounts-demo-teaching = Teaching and quality
accounts-demo-organising = Organising training
accounts-demo-administering = The three administrators

## Second step (signing in)

accounts-factor-title = Second step
accounts-factor-line = { $name }, please enter the code that your authenticator app shows.
accounts-factor-code = Code
accounts-factor-hint = Six digits that change every 30 seconds. Without your phone, enter a recovery code.
accounts-factor-continue = Continue
accounts-factor-wrong = The code is wrong, or it was used before. { $left ->
        [one] One try is left
       *[other] { $left } tries are left
    }, then the account locks for { $minutes } minutes.
accounts-factor-locked = Too many wrong entries in a row: it is locked for a while, and this sign-in has ended. Sign in again later, or send a help ticket.

## The password once more

accounts-proof-title = Confirm that it is you
accounts-proof-line = What follows concerns the safety of your account. Please enter your password once more; you will not be asked again for 10 minutes.

## Forgotten password

accounts-forgotten-title = Forgotten password
accounts-forgotten-line = Enter your user name or registered mailbox, and we send a link for a new password to that mailbox.
accounts-forgotten-who = User name or mailbox
accounts-forgotten-send = Send the link
accounts-forgotten-sent = If a mailbox is registered for this account, a link for a new password is on its way. It is good for 30 minutes and for one use. If nothing arrives, look among the junk mails.
accounts-forgotten-unmailed = No mail server is configured here, so a password cannot be set anew by mail.
accounts-forgotten-unmailed-who = Go to the administrator responsible for you (the { -manager } or the { -centre }), who resets the password and gives you a new slip.
accounts-forgotten-unmailed-ticket = Or send a ticket by “Ask for help” with your name and how to reach you; the administrator makes sure that it is you and gets in touch.
accounts-forgotten-unmailed-officers = Passwords of the system, security and audit administrators are seen to by the other two of the three.
accounts-forgotten-no-mail = Without a registered mailbox the administrator responsible for you sets a new password.
accounts-reset-link-title = New password
accounts-reset-line = Set a new password for the account { $user }.
accounts-reset-gone = This link was used before or has expired (it is good for 30 minutes). Choose “Forgotten password” on the sign-in page again.
accounts-reset-done = The new password holds, and all other devices were signed out. Please sign in with it.

## Passwords

accounts-password-title = Change password
accounts-password-line = After the change all other devices are signed out at once.
accounts-password-must = Please set a new password that only you know; then you can go on.
accounts-password-current = Present password
accounts-password-new = New password
accounts-password-again = New password again
accounts-password-set = Use the new password
accounts-password-since = Last changed: { $at }
accounts-password-short = The password is too short: at least { $min } characters.
accounts-password-long = The password is too long: at most { $max } characters.
accounts-password-classes = The password has too few kinds of characters: at least { $classes } of capitals, small letters, digits and other signs.
accounts-password-personal = The password holds your name or user name and is easily guessed. Please choose another.
accounts-password-guessable = This password is common and easily guessed. Several words that have nothing to do with one another make a good one.
accounts-password-reused = This password was used lately. Please choose a new one.
accounts-password-unequal = The two new passwords differ.
accounts-password-meanwhile = The password has just been changed elsewhere, so this change was not kept. Sign in with the new password and try again.
accounts-password-done = The new password holds. { $ended ->
        [0] No other device was signed in.
        [one] One other device was signed out.
       *[other] { $ended } other devices were signed out.
    }
accounts-rule-length = At least { $min } characters
accounts-rule-classes = At least { $classes } of capitals, small letters, digits and other signs
accounts-rule-equal = Both entries are the same
accounts-rule-guessable = Without your name or user name, and not a common password.
accounts-rule-history = Not one of your last { $count } passwords.
accounts-rule-rotation = To be changed every { $days } days.

## My account

accounts-account-title = My account
accounts-account-facts = About me
accounts-account-facts-line = If something is wrong here, ask the administrator responsible for you to correct it.
accounts-account-safety = Safety of the account
accounts-account-looks = Language and looks
accounts-account-font = Size of letters
accounts-account-font-usual = Usual
accounts-account-font-large = Large
accounts-account-font-larger = Larger
accounts-account-font-largest = Largest
accounts-account-films = Playing
accounts-account-films-line = So films and sound play on every device on which you are signed in; while one plays you can choose otherwise.
accounts-account-captions = Subtitles
accounts-account-captions-usual = As last chosen on the device
accounts-account-captions-on = On by default
accounts-account-captions-off = Off by default
accounts-account-caption-lang = Language of subtitles
accounts-account-caption-lang-usual = That of the pages
accounts-account-caption-lang-zh = 中文
accounts-account-caption-lang-en = English
accounts-account-caption-size = Size of subtitles
accounts-account-caption-size-usual = Usual
accounts-account-caption-size-large = Large
accounts-account-caption-size-largest = Largest
accounts-account-speed = Speed
accounts-account-notices = Notices
accounts-account-notices-line = Each kind of message comes on the page, by mail, or both ways.
accounts-account-notices-link = Choose how notices reach you
accounts-account-lang = Language
accounts-role-title = My roles
accounts-role-none = No role has been granted to you.
accounts-role-acting = In which role you work now
accounts-role-switch = Switch role
accounts-role-switched = You now work as { $role }.
accounts-role-not-held = You do not hold this role, so nothing was switched.

## Second step (setting it up)

accounts-second-factor-title = Two-step sign-in
accounts-second-factor-line = Besides the password a code from an authenticator app on your phone is asked for. Who learns your password still does not get in.
accounts-second-factor-is-on = On
accounts-second-factor-is-off = Off
accounts-second-factor-since = since { $at }
accounts-second-factor-on = Switch on
accounts-second-factor-off = Switch off
accounts-second-factor-off-line = After that the password alone signs you in, and the recovery codes are void.
accounts-second-factor-stays = This is your last second step, and your role has to keep one: it cannot be switched off or removed. To change it, add another authenticator or passkey first; where a device was lost, ask the security administrator.
accounts-second-factor-off-done = Two-step sign-in is off; the password alone signs you in now.
accounts-second-factor-step-1 = Install any authenticator app on your phone (one that knows TOTP).
accounts-second-factor-step-2 = Scan this code with it.
accounts-second-factor-step-3 = Enter the six digits that the app shows.
accounts-second-factor-by-hand = If you cannot scan, type this secret:
accounts-second-factor-secret = Secret
accounts-second-factor-qr = QR code for two-step sign-in
accounts-second-factor-wrong = The code is wrong. Check that your phone's clock is right, then enter the six digits it shows now.
accounts-second-factor-again = The page to set it up had expired, so nothing was switched on. Please scan again.
accounts-second-factor-on-already = Two-step sign-in has just been switched on; nothing was done twice.
accounts-recovery-title = Recovery codes
accounts-recovery-line = When your phone is lost or replaced, a recovery code takes the place of the code. Each is good once.
accounts-recovery-once = The recovery codes are shown here this once. Print them or write them down, and keep them in a safe place.
accounts-recovery-kept = I have kept them
accounts-recovery-left = { $count } left
accounts-recovery-new = Make new recovery codes
accounts-recovery-new-line = All that are left are void then.

## Sessions

accounts-sessions-title = Signed-in devices
accounts-sessions-line = Where your account is signed in now.
accounts-sessions-started = Signed in
accounts-sessions-seen = Last seen
accounts-sessions-lasting = stays signed in for 7 days
accounts-sessions-here = This device
accounts-sessions-end = Sign out
accounts-sessions-end-one = Sign out on { $device }
accounts-sessions-end-others = Sign out the others
accounts-sessions-ended-one = That device is signed out.
accounts-sessions-ended = { $count ->
        [one] One other device is signed out.
       *[other] { $count } other devices are signed out.
    }
accounts-sessions-secured = { $count ->
        [one] One other device is signed out
       *[other] { $count } other devices are signed out
    }, and all API tokens are void. Please set a new password now, then look for passkeys that you do not know.
accounts-not-me-title = A device or sign-in you do not know?
accounts-not-me-line = Protect your account at once: all other devices are signed out, all API tokens are void, passkeys work only together with the password, and you change your password. What you have learned stays as it is.
accounts-not-me = This was not me, protect my account

## Log of sign-ins

accounts-sign-ins-title = Log of sign-ins
accounts-sign-ins-short = Every try, also those that failed
accounts-sign-ins-line = Every try is here, also those that failed. Kept for { $days } days.
accounts-sign-ins-empty = No sign-in yet.
accounts-place-unknown = What is unusual is judged by network and device. Networks that the institution has named show their name, others their address; without a database of places no city is shown.
accounts-log-at = Time
accounts-log-outcome = Outcome
accounts-log-device = Device
accounts-log-ip = Network address
accounts-log-unusual = Unusual
accounts-log-from = From
accounts-log-to = To
accounts-log-all = All
accounts-log-only-unusual = Only what is unusual
accounts-log-nobody = No such user
accounts-log-search = Name, user name, network address
accounts-log-empty = No sign-ins in this time.
accounts-outcome-done = Signed in
accounts-outcome-second-factor = Password right, second step pending
accounts-outcome-wrong = Wrong password
accounts-outcome-locking = Wrong password, account locked
accounts-outcome-locked = Tried while locked
accounts-outcome-device-locking = Wrong on a usual device, which locked
accounts-outcome-device-locked = Tried while the device was locked
accounts-outcome-wrong-code = Wrong code
accounts-outcome-locking-code = Wrong code, account locked
accounts-outcome-initial-expired = First password expired
accounts-outcome-suspended = Account suspended
accounts-outcome-frozen = Account frozen
accounts-outcome-closed = Account closed
accounts-outcome-revoked = Account revoked
accounts-outcome-throttled = Too many tries, not taken for a while
accounts-outcome-forgotten = Asked for a new password
accounts-outcome-reset = New password by mail
accounts-outcome-ticket = Sent a help ticket
accounts-unusual-device = New device
accounts-unusual-network = New network
accounts-unusual-failures = After several failures

## API tokens

accounts-tokens-title = API tokens
accounts-tokens-short = Programs that read and write for you
accounts-tokens-line = With a token a program reads and writes for you, at most what you may yourself. A token is like a password: do not pass it on.
accounts-tokens-empty = No tokens yet.
accounts-tokens-new = New token
accounts-tokens-name = What it is for
accounts-tokens-name-hint = Such as “personnel system”, so that you know it again.
accounts-tokens-scopes = What it may do
accounts-tokens-scopes-hint = Choose only what the program needs.
accounts-tokens-scope-all = All that I may do
accounts-tokens-family = { $what } ({ $name })
accounts-tokens-scope-none = Choose at least one, of those you hold yourself.
accounts-tokens-days-label = Good for
accounts-tokens-days = { $days } days
accounts-tokens-endless = No end
accounts-tokens-make = Make the token
accounts-tokens-fresh = The token is made
accounts-tokens-once = The secret is shown here this once and cannot be seen again. Copy it into your program now.
accounts-tokens-key = Key
accounts-tokens-secret = Secret
accounts-tokens-expires = Ends
accounts-tokens-created = made { $at }
accounts-tokens-used = Last used
accounts-tokens-unused = Never used
accounts-tokens-revoke = Revoke
accounts-tokens-revoke-one = Revoke the token “{ $name }”
accounts-tokens-revoked = The token is revoked; programs that use it get nothing from now on.
accounts-tokens-is-revoked = Revoked
accounts-tokens-is-expired = Expired
accounts-tokens-most = At most { $most } tokens may be good at a time. Revoke those that are not used, then make a new one.

## Agreements and consent

accounts-consents-title = Agreements and consent
accounts-consents-short = What you agreed to, in which version
accounts-consents-line = What you agreed to, in which version. When the substance changes, you are asked again.
accounts-consents-door = Before you use the platform, please read and confirm these agreements.
accounts-consents-demo = The people of this demo are fictitious and are not asked to agree.
accounts-consents-agree = I have read “{ $title }” and agree
accounts-consents-accept = Confirm
accounts-consents-tick = Please read it and tick the box. Without consent the platform cannot be used.
accounts-consents-done = Your consent is recorded.
accounts-consents-given = agreed { $at }
accounts-consents-open = Not yet confirmed
accounts-consents-withdraw = Withdraw consent
accounts-consents-withdraw-line = The platform cannot be used from then on until you agree again; what you have learned is kept as law and regulation ask.
accounts-consents-withdrawn = Your consent is withdrawn. Other pages open again after you agree anew.
accounts-consents-past = History
accounts-consents-agreement = Agreement
accounts-consents-version = Version
accounts-consents-at = Agreed
accounts-consents-until = Withdrawn
accounts-agreement-version = Version { $version }

accounts-terms = User agreement
accounts-terms-1-title = Who uses the account
accounts-terms-1 = The account was opened by { $institution } and is for your own study and work alone. It may not be lent or passed on, and nobody else may study in your place. If somebody else uses it, change the password at once and tell the administrator.
accounts-terms-2-title = The server's record of study counts
accounts-terms-2 = Study time and the marks of homework and exams count as the server has recorded them; how they are worked out is told on the pages. Who disagrees may appeal, and another person looks again.
accounts-terms-3-title = Responsibility for what is published
accounts-terms-3 = What is published in discussions, homework and resources has to be lawful and true, and to respect the name, portrait, reputation and copyright of others. Breaches are dealt with under the named article of the regulation, with its ground and the way to appeal.
accounts-terms-4-title = Use of the courses
accounts-terms-4 = The courses are for your own study. Without the owner's permission they may not be copied, recorded or passed on.
accounts-terms-5-title = Changes of this agreement
accounts-terms-5 = When the substance changes, you are asked to confirm it after signing in. Who does not agree may stop using the platform; what was learned is kept as law and regulation ask.

accounts-privacy = Privacy notice
accounts-privacy-1-title = What is collected
accounts-privacy-1 = To organise learning { $institution } collects: name, user name, unit and position, registered mailbox and mobile number, records of study and exams, and the time, network address and device of sign-ins. Identity documents are collected only where rules ask for real names, and are kept encrypted.
accounts-privacy-2-title = What it is used for
accounts-privacy-2 = To open and protect accounts, arrange and record study, mark, issue certificates, and keep the logs that the law asks for. For nothing else; it is neither sold nor given to third parties.
accounts-privacy-3-title = Who sees it
accounts-privacy-3 = Your teachers and the training staff of your unit see your record of study as far as their duties go. To see encrypted data a reason has to be given, and it is logged.
accounts-privacy-4-title = How long it is kept
accounts-privacy-4 = Logs of sign-ins and acts for at least 180 days; records of study as the regulation asks. After that they are deleted or made anonymous.
accounts-privacy-5-title = Your rights
accounts-privacy-5 = You may see, copy and correct your data, withdraw your consent, and ask for deletion; where the law asks for keeping something, you are told why. See “My account” or ask the administrator. For children under fourteen a guardian has to agree.

## Help tickets

accounts-ticket-title = Ask for help
accounts-ticket-line = If you cannot sign in, tell the administrator responsible for you. They check who you are and answer. Please do not write passwords here.
accounts-ticket-user-hint = Leave it out if you do not remember it.
accounts-ticket-name = Name
accounts-ticket-contact = How to reach you
accounts-ticket-contact-hint = Telephone or mail; the administrator uses it to answer.
accounts-ticket-message = What happens
accounts-ticket-send = Send
accounts-ticket-sent = Your request has arrived; its number is { $number }. After checking, the administrator answers the way you named.
accounts-tickets-title = Help tickets
accounts-tickets-line = Sent from the sign-in page by people who cannot sign in.
accounts-tickets-search = Number, name, user name, contact
accounts-tickets-empty = No help tickets.
accounts-ticket-heading = Help ticket { $number }
accounts-ticket-number = Number
accounts-ticket-at = Sent
accounts-ticket-state = State
accounts-ticket-open = Open
accounts-ticket-answered = Answered
accounts-ticket-unknown = No such user
accounts-ticket-check = Anybody can send a ticket from the sign-in page. Before you reset a password, make sure who asks: by a telephone number you know yourself, or face to face.
accounts-ticket-answer = What was done
accounts-ticket-answer-hint = How you made sure who asked, and what you did.
accounts-ticket-reset = Also reset the password
accounts-ticket-reset-hint = The old password is void at once and all devices are signed out. The new first password is shown once, is good for 14 days, and has to be changed at the first sign-in.
accounts-ticket-close = Answer and close
accounts-ticket-meanwhile = Somebody has just answered this ticket, so your answer was not kept.
accounts-ticket-answered-now = The answer is kept.
accounts-ticket-password = New first password
accounts-ticket-password-line = Shown here this once. Tell it to its owner by the way you have checked; it has to be changed at the first sign-in.

## First run

accounts-setup-title = First run
accounts-setup-line = Three steps, then you can begin.
accounts-setup-steps = Steps
accounts-setup-step-institution = Institution
accounts-setup-step-others = Responsible people
accounts-setup-step-own = Your account
accounts-setup-code = Set-up code
accounts-setup-code-hint = Shown on the server’s console when the program starts; it proves that the server is yours. The link on the console fills it in.
accounts-setup-code-wrong = The set-up code is wrong. It stands on the console or in the log where the program was started, and looks like abcd-efgh-jkmn.
accounts-setup-kind = Kind of institution
accounts-setup-kind-hint = The words used and the default regulation follow from it; it can be changed later.
accounts-setup-kind-academy = Company academy: employees, departments, subsidiaries, a training centre
accounts-setup-kind-school = School: students, classes, teachers, an academic affairs office
accounts-setup-kind-training = Training provider: paying learners, sites, a course office
accounts-setup-name = Name of the institution
accounts-setup-zone = Time zone
accounts-setup-zone-hint = Deadlines and statistics follow it, such as Asia/Shanghai.
accounts-setup-zone-unknown = There is no such time zone. Use the form “Region/City”, such as Asia/Shanghai.
accounts-setup-separation = Three administrators: those of the system, of security and of the audit trail watch one another. They should be different people, and nobody can be two of them. You become the system administrator; accounts are opened by the { -centre }.
accounts-setup-center-hint = Needed. Opens accounts, assigns and publishes courses.
accounts-setup-security-hint = Can follow later. Sets the policy of passwords and watches unusual sign-ins.
accounts-setup-audit-hint = Can follow later. Reads the audit trail and nothing else.
accounts-setup-own-name = Your name
accounts-setup-user-hint = 2 to 40 letters, digits, dots, hyphens or underscores, such as gao.yuan.
accounts-setup-again = The password once more
accounts-setup-user-twice = This user name was given above. Each account needs its own.
accounts-setup-agree = I have read the user agreement and the privacy notice, and agree
accounts-setup-next = Next
accounts-setup-back = Back
accounts-setup-finish = Finish
accounts-setup-done-before = The institution is set up already. Please sign in.
accounts-setup-done-title = All set up
accounts-setup-done-line = Please hand these slips to their owners. They are gone after an hour, or when you say that you have kept them.
accounts-setup-slip-role = Role
accounts-setup-slip-address = Address
accounts-setup-slip-password = First password
accounts-setup-slip-line = Good until { $day }; to be changed at the first sign-in.
accounts-setup-slips-away = I have kept them
accounts-setup-slips-away-line = Print them or write them down before you go on. The { -centre } can make lost ones anew.
accounts-setup-ready = Everything is set up; you can begin.

## Security

accounts-security-title = Security
accounts-security-line = Unusual sign-ins, locked accounts, present sessions, and changes of roles in the last 7 days.
accounts-security-sign-ins = All sign-ins
accounts-security-sessions = Present sessions
accounts-security-sessions-line = Who is signed in now, and on which device. After its session has ended a device has to sign in again.
accounts-security-sessions-empty = Nobody is signed in.
accounts-security-several = Signed in at several places
accounts-security-beside = at { $count } places
accounts-security-end-one = Sign { $name } out on { $device }
accounts-security-see-all = See all
accounts-security-unusual = Unusual sign-ins
accounts-security-unusual-week = Unusual in 7 days
accounts-security-unusual-none = No unusual sign-in in the last 7 days.
accounts-security-locked = Locked accounts
accounts-security-locked-now = Locked now
accounts-security-locked-none = No account is locked now.
accounts-security-sessions-now = Sessions now
accounts-security-failures = Failures in a row
accounts-security-until = Locked until
accounts-security-changes = Changes of roles
accounts-security-changes-week = Role changes in 7 days
accounts-security-changes-none = No change of roles in the last 7 days.
accounts-security-granted = Granted by { $by } on { $node }
accounts-security-ended = Ended by { $by } on { $node }

accounts-policy-title = Security policy
accounts-policy-line = Holds as soon as it is saved; present passwords are checked against it when they are next changed.
accounts-policy-password = Passwords
accounts-policy-password-hint = 0 days between changes means that none is asked for.
accounts-policy-lockout = Lockout and throttling
accounts-policy-lockout-hint = Against guessing passwords again and again. Usual devices are counted on their own, so that wrong passwords from elsewhere do not lock the owner out; each has as many tries, and with 0 devices none is counted apart.
accounts-policy-second-factor = Two-step sign-in
accounts-policy-second-factor-hint = Whoever has switched it on cannot remove the last way, only add another and change.
setting-accounts-second-factor-keep-officers = The system, security and audit administrators keep it
setting-accounts-second-factor-keep-staff = All other roles but learners and guardians keep it
accounts-policy-session = Sessions
accounts-policy-session-hint = How long a sign-in lasts.
accounts-policy-sessions = Sessions at once
accounts-policy-sessions-hint = Beyond that the oldest ends; 0 is any number. For several roles the strictest holds.
accounts-policy-log = Logs
accounts-policy-log-hint = The law asks for at least 180 days.
accounts-policy-range = { $min } to { $max } { $unit }
accounts-policy-same = Nothing was changed, so there was nothing to save.
accounts-policy-saved = The new policy holds.
accounts-policy-past = Changes
accounts-policy-past-none = Nothing has been changed yet.
accounts-policy-what = What
accounts-policy-before = Before
accounts-policy-after = After
accounts-policy-by = By
accounts-policy-default = default
setting-accounts-password-min-length = Shortest length
setting-accounts-password-classes = Kinds of characters
setting-accounts-password-history = Not one of the last
setting-accounts-password-rotation-days = To be changed every
setting-accounts-lockout-failures = Wrong entries in a row before the lock
setting-accounts-lockout-minutes = Locked for
setting-accounts-lockout-devices = Usual devices counted on their own
setting-accounts-throttle-failures = Failures of one network address in 10 minutes
setting-accounts-session-idle-minutes = Signed out when idle for
setting-accounts-session-hours = A sign-in lasts at most
setting-accounts-session-lasting = Staying signed in on one's own device for 7 days is offered
setting-accounts-sign-ins-keep-days = Log of sign-ins is kept for
setting-accounts-sessions-admin = System administrator
setting-accounts-sessions-security = Security administrator
setting-accounts-sessions-audit = Audit administrator
setting-accounts-sessions-center = { -centre(form: "One") }
setting-accounts-sessions-manager = { -manager(form: "One") } of a { -subsidiary }
setting-accounts-sessions-contact = { -contact(form: "One") }
setting-accounts-sessions-supervisor = Supervisor
setting-accounts-sessions-reviewer = Course reviewer
setting-accounts-sessions-teacher = { -teacher(form: "One") }
setting-accounts-sessions-assistant = Assistant
setting-accounts-sessions-homeroom = Homeroom teacher
setting-accounts-sessions-finance = Finance
setting-accounts-sessions-service = Customer service
setting-accounts-sessions-parent = Guardian
setting-accounts-sessions-learner = { -learner(form: "One") }

accounts-suspension-over = The suspension has ended by itself

## Notices

accounts-notice-new-device = Your account signed in on a new device
accounts-notice-new-device-text =
    At { $at } somebody signed in with your password on { $device } ({ $ip }), a device that was never used before.

    If it was you, there is nothing to do. If not, open “Signed-in devices” and choose “This was not me, protect my account”.
accounts-notice-new-device-name = Sign-in on a new device
accounts-notice-new-network = Your account signed in from a new network
accounts-notice-new-network-text =
    At { $at } your account signed in on { $device } from the network address { $ip }, which was never seen before.

    If it was you, there is nothing to do. If not, open “Signed-in devices” and choose “This was not me, protect my account”.
accounts-notice-new-network-name = Sign-in from a new network
accounts-notice-locked = Your account is locked after several wrong passwords
accounts-notice-locked-text =
    Somebody entered wrong passwords in a row from { $ip }, so the account is locked until { $until }; it opens by itself then.

    On a device from which you usually sign in, the right password still opens it.

    If it was you, try later, or choose “Forgotten password” now: a new password lifts the lock. If not, your account is safe; to secure it at once, choose “Forgotten password”, too: all sessions and tokens end with it. Without a mailbox, ask for help on the sign-in page.
accounts-notice-locked-name = Locked account
accounts-notice-device-locked = One of your usual devices is locked after several wrong passwords
accounts-notice-device-locked-text =
    Somebody entered wrong passwords in a row on { $device } ({ $ip }), from which you usually sign in, so your account cannot be used on it until { $until }; it opens by itself then.

    If it was you, just try later. If not, see whether the device is in other hands, sign in, open “Signed-in devices” and say that it was not you.
accounts-notice-device-locked-name = Locked usual device
accounts-notice-password-changed = Your password was changed
accounts-notice-password-changed-text =
    Your password was changed at { $at }, and all other devices were signed out.

    If it was not you, choose “Forgotten password” at once and tell the administrator.
accounts-notice-password-changed-name = Change of password
accounts-notice-reset-link = Set a new password
accounts-notice-reset-link-text =
    Somebody asked for a new password for the account { $user }. Set it through the link below; it is good for { $minutes } minutes and for one use.

    If it was not you, there is nothing to do: the password is unchanged.
accounts-notice-reset-link-name = Link for a new password
accounts-notice-password-due = Your password has to be changed by { $day }
accounts-notice-password-due-text = The security policy asks for passwords to be changed from time to time. After that day you are asked for a new one when you sign in; you can change it now.
accounts-notice-password-due-name = Password due for change
accounts-notice-second-factor-on = Two-step sign-in is on
accounts-notice-second-factor-on-text = From now on a code is asked for besides the password. If it was not you who switched it on, tell the administrator at once.
accounts-notice-second-factor-on-name = Two-step sign-in switched on
accounts-notice-second-factor-off = Two-step sign-in is off
accounts-notice-second-factor-off-text = The password alone signs you in now. If it was not you who switched it off, change the password at once and tell the administrator.
accounts-notice-second-factor-off-name = Two-step sign-in switched off
accounts-notice-token-made = The API token “{ $name }” was made
accounts-notice-token-made-text = With it a program reads and writes for you. If it was not you who made it, revoke it at once and change your password.
accounts-notice-token-made-name = API tokens
accounts-notice-ticket = { $name } sent the help ticket { $number }
accounts-notice-ticket-text = Please check who asks, then see to it.
accounts-notice-ticket-name = Help tickets

## Jobs

accounts-job-sessions = End sessions that ran out
accounts-job-restore = Restore accounts whose suspension ended
accounts-job-purge = Clear old sign-ins and sessions
accounts-job-rotation = Remind of passwords to be changed

## Audit trail

accounts-audit-signed-in = Signed in
accounts-audit-signed-out = Signed out
accounts-audit-sign-in-refused = Sign-in refused
accounts-audit-session-ended = Session ended
accounts-audit-account-secured = Account protected by its owner
accounts-audit-password-changed = Password changed
accounts-audit-password-reset-by-link = Password set anew by mail
accounts-audit-recovery-code-used = Recovery code used
accounts-audit-recovery-codes-made = Recovery codes made
accounts-audit-second-factor-on = Two-step sign-in switched on
accounts-audit-second-factor-off = Two-step sign-in switched off
accounts-audit-token-made = API token made
accounts-audit-token-revoked = API token revoked
accounts-audit-consent-given = Consent given
accounts-audit-consent-withdrawn = Consent withdrawn
accounts-audit-role-switched = Role switched
accounts-audit-ticket-answered = Help ticket answered
accounts-audit-policy-changed = Security policy changed
accounts-audit-institution-set-up = Institution set up
accounts-audit-slips-shown = Slips taken
accounts-audit-person-restored = Suspension ended by itself
accounts-notice-many-failures = Somebody signed in to your account after many wrong passwords
accounts-notice-many-failures-text =
    After { $count } wrong tries somebody signed in at { $at } with the right password: { $device }, address { $ip }.

    If it was you, there is nothing to do. If not, open "Signed-in devices" and choose "This was not me".
accounts-notice-many-failures-name = Sign-in after many failures
accounts-password-common = This password is made of what many people take (a name, a birthday, lucky numbers, usual words, rows of keys) and is easily guessed. Several words that have nothing to do with one another make a good one.
accounts-policy-places = Places
accounts-policy-places-hint = These networks show their name in the log of sign-ins, among devices and in notices.
setting-accounts-password-forbidden = Further forbidden words
setting-accounts-password-forbidden-hint = Separated by spaces or lines, such as short names and products. A password made of these, usual words and numbers is refused; the institution's name, the person's name and user name are among them already.
setting-accounts-networks = Networks of the institution
setting-accounts-networks-hint = One a line: name = network, such as: Head office = 10.1.0.0/16. Where they overlap, the smaller one counts.
accounts-networks-form = Line { $line } has to be “name = network”, with at most 40 characters for the name.
accounts-networks-network = In line { $line }, what follows “=” is no network. Such as 10.1.0.0/16, 192.0.2.7 or 2001:db8::/32.
accounts-networks-host = In line { $line }, the address goes on behind the bits that count and may be mistyped. Such as 10.1.0.0/16 instead of 10.1.2.3/16.
accounts-networks-many = At most { $most } lines; join or leave out what follows from line { $line }.
accounts-audit-password-rescued = Password reset on the server
accounts-forgotten-officers = Passwords of the security and audit administrators are not reset by mail, since the system administrator keeps the mail server. The other two of the three do it under “Three administrators”.
accounts-rescue-ask = New password:
accounts-rescue-done = The password of { $user } is set. { $sessions } sessions and all tokens have ended; the audit trail says so.
accounts-rescue-second-factor = Two-step verification is off; switch it on again after signing in.
accounts-rescue-not-in-use = The account is not in use (suspended, frozen, closed or revoked) and still cannot sign in.
accounts-reads-title = Looks at masked fields
accounts-reads-line = Who looked at which masked field of whom, when and why.
accounts-reads-own-line = Who looked at your masked fields, when and why. If something seems wrong, tell the security administrator.
accounts-reads-short = Who looked at your masked fields
accounts-reads-search = Name, user name, reader
accounts-reads-empty = Nobody has looked at masked fields.
accounts-reads-field = Field
accounts-reads-reader = Looked at by
accounts-policy-openings = Opening accounts
accounts-policy-openings-hint = By default the training centre opens every account, and units ask for them.
setting-accounts-openings-direct = Heads of training of subsidiaries open accounts themselves, without approval
