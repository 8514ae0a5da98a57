### Organisation, people, positions, cohorts, roles, requests, imports.

## Organisation

accounts-node-group = Group
accounts-node-school = School
accounts-node-institution = Institution
accounts-node-subsidiary = { -subsidiary(form: "One") }
accounts-node-campus = Campus
accounts-node-branch = Branch
accounts-node-department = { -department(form: "One") }
accounts-node-grade = Grade
accounts-node-class = Class
accounts-node-team = Team
accounts-organisation-title = Organisation
accounts-organisation-line = Units: { GROUP($nodes) }, people: { GROUP($people) }
accounts-organisation-search = Name or code of a unit
accounts-organisation-tops = Your parts of the organisation
accounts-organisation-found = Units found
accounts-organisation-people = { $count ->
        [one] 1 person
       *[other] { GROUP($count) } people
    }
accounts-organisation-seats = Seats taken: { GROUP($taken) } of { GROUP($quota) }
accounts-organisation-seats-free = No seat limit; people: { GROUP($taken) }
accounts-organisation-hidden = Show { $count } more below
accounts-organisation-empty = There are no units below this one yet.
accounts-organisation-facts = Facts
accounts-organisation-name = Name
accounts-organisation-kind = Kind
accounts-organisation-code = Code
accounts-organisation-code-hint = Files may name the unit by this code. No slashes, commas or semicolons.
accounts-organisation-code-signs = A code cannot hold slashes, commas or semicolons. Take them out and save again.
accounts-organisation-code-taken = Another unit has this code. Choose another one.
accounts-organisation-seat-quota = Seats
accounts-organisation-seat-quota-hint = How many accounts in use this unit and those below may have; empty: any number.
accounts-organisation-contacts = { -contact(form: "Many") }
accounts-organisation-no-contacts = Neither this unit nor one above has a { -contact }
accounts-organisation-children = Units below
accounts-organisation-no-children = No units below.
accounts-organisation-roles = Roles granted here
accounts-organisation-roles-hint = They hold for this unit and all below; { -learner(form: "many") } are not listed
accounts-organisation-no-roles = No roles were granted here.
accounts-organisation-see-people = See people
accounts-organisation-edit = Name and seats
accounts-organisation-add = Add units
accounts-organisation-add-one = Add one unit below
accounts-organisation-name-taken = Below the same unit there is “{ $name }” already. Choose another name, or nobody can tell which one a file or an assignment means.
accounts-organisation-restore-name = Below the same unit there is another “{ $name }” now, so this one cannot come back. Rename that one first.
accounts-organisation-several-title = Add units below “{ $name }”
accounts-organisation-several-line = One unit a line; a list can be pasted from a sheet or a document. Check it first, then add.
accounts-organisation-several-list = Names of the units
accounts-organisation-several-hint = A tab or two spaces before a name put it below the unit of the line above. At most 200 lines at a time.
accounts-organisation-several-kind = Kind of the first level
accounts-organisation-several-kind-below = Kind of those below
accounts-organisation-several-look = Check
accounts-organisation-several-add = Add { $count ->
        [one] one unit
       *[other] { $count } units
    }
accounts-organisation-several-preview = What was found
accounts-organisation-several-number = Line
accounts-organisation-several-new = Will be added
accounts-organisation-several-there = There already
accounts-organisation-several-nothing = All of these are there already; nothing is left to add.
accounts-organisation-several-fault = Nothing can be added yet. Line { $line }: { $why }
accounts-organisation-several-jump = It is indented too far: the unit of the line above is only one level higher. Take the surplus away.
accounts-organisation-several-twice = It has the name of line { $line }. Below one unit no two may have the same name: rename one or take it away.
accounts-organisation-several-many = At most { $most } lines at a time. Add them in several goes.
accounts-organisation-several-added = { $count ->
        [one] One unit was
       *[other] { $count } units were
    } added below “{ $name }”.
accounts-organisation-several-how = How to write it
accounts-organisation-several-example =
    Eastern branch
      Nanjing store
      Shanghai store
        Checkout team
    Southern branch
accounts-organisation-several-one = To give a code as well, use the
accounts-organisation-several-form = form for a single unit
accounts-organisation-move = Move
accounts-organisation-move-to = Below which unit
accounts-organisation-move-hint = Units below and people go along. You can move within your own part only.
accounts-organisation-choose = Please choose
accounts-organisation-saved = Saved.
accounts-organisation-added = “{ $name }” was added.
accounts-organisation-moved = Moved, with the units below and their people.
accounts-organisation-move-root = The topmost unit has no place to go to.
accounts-organisation-move-into-itself = A unit cannot go below itself or a unit below it: the organisation would become a circle. Choose another unit.
accounts-organisation-move-too-deep = The tree would get deeper than { $deepest } levels. Choose a unit further up.
accounts-organisation-move-stale = Somebody changed the organisation meanwhile, so nothing was moved. Reload the page, check, and move again.
accounts-organisation-delete = Delete
accounts-organisation-delete-title = Delete “{ $name }”
accounts-organisation-delete-loss = Roles granted here stop holding. You can take the unit back from the bin within 30 days, and the roles with it.
accounts-organisation-delete-root = The topmost unit cannot be deleted.
accounts-organisation-delete-not-empty = It cannot be deleted yet: below it { $children ->
        [one] is one unit
       *[other] are { $children } units
    }, and it holds { $people ->
        [one] one person
       *[other] { $people } people
    } and { $cohorts ->
        [one] one { -cohort }
       *[other] { $cohorts } { -cohort(form: "many") }
    }. Move them away first.
accounts-organisation-deleted = Moved to the bin; you can take it back within 30 days.
accounts-organisation-back = Back to the unit
accounts-organisation-bin = Bin
accounts-organisation-bin-line = Units, { -position(form: "many") }, { -cohort(form: "many") } and committees deleted within the last 30 days.
accounts-organisation-bin-empty = The bin is empty.
accounts-organisation-bin-kind = What
accounts-organisation-bin-node = Unit
accounts-organisation-bin-position = { -position(form: "One") }
accounts-organisation-bin-cohort = { -cohort(form: "One") }
accounts-organisation-bin-body = Committee
accounts-organisation-deleted-when = Deleted
accounts-organisation-deleted-by = By
accounts-organisation-restore = Restore
accounts-organisation-restored = Restored.
accounts-organisation-restore-above = The unit above is in the bin, too. Restore that one first.
accounts-organisation-restore-code = Its code was given to another unit. Change that one first, then restore.

## Who may do what

accounts-access-title = Who may do what
accounts-access-line = Choose a unit and an action to see who may do it and by which role; or give a user name to see what that person may do there.
accounts-access-action = Action
accounts-access-any-action = None
accounts-access-user = User name
accounts-access-ask = Show
accounts-access-unknown-user = There is no person with the user name { $user } in your part of the organisation.
accounts-access-who = Who may do this at “{ $node }”
accounts-access-nobody = Nobody may do this here. If somebody should, grant the role.
accounts-access-granted-on = Granted at
accounts-access-from-above = from above
accounts-access-may = What { $name } may do at “{ $node }”
accounts-access-because = Because
accounts-access-yes = May
accounts-access-no = May not
accounts-access-by = { $role }, granted at “{ $node }”

## Names of actions

may-organisation = Organisation
may-positions = Positions
may-cohorts = Cohorts
may-bodies = Committees
may-people = People and accounts
may-roles = Roles
may-openings = Requests for accounts
may-real-names = Real names of people
may-imports = Imports
may-security = Security of accounts
may-security-policy = Set the security policy
may-security-sessions = See and end sessions
may-security-sign-ins = See the record of sign-ins
may-tickets = Requests for help
may-tickets-answer = Answer requests for help with signing in
may-tickets-reset = Reset passwords on request
may-organisation-read = See the organisation
may-organisation-manage = Change the organisation
may-organisation-quota = Set seats
may-organisation-access = See who may do what
may-positions-manage = Manage { -position(form: "many") }
may-cohorts-read = See { -cohort(form: "many") }
may-cohorts-manage = Manage { -cohort(form: "many") }
may-bodies-read = See committees
may-bodies-manage = Manage committees
may-people-read = See people
may-people-open = Open accounts
may-people-import = Import people
may-people-edit = Edit people
may-people-state = Suspend, freeze, restore accounts
may-people-end = Close and revoke accounts
may-people-reset = Reset passwords
may-people-move = Move people
may-people-reveal = See masked details
may-people-export = Export people
may-roles-read = See roles
may-roles-give = Grant roles
may-roles-end = End roles
may-openings-ask = Ask for accounts
may-openings-decide = Decide on requests for accounts
may-real-names-read = See who stated a real name
may-real-names-decide = Verify real names
may-imports-read = See imports

## Positions

accounts-positions-title = { -position(form: "Many") }
accounts-positions-line = A { -position } says what is to be learned: whoever holds it gets the courses assigned to it.
accounts-positions-empty = There are no { -position(form: "many") } yet. Add the first one above.
accounts-position-search = Name
accounts-position-name = Name
accounts-position-count = Holders
accounts-position-new = New { -position }
accounts-position-add = Add
accounts-position-added = “{ $name }” was added.
accounts-position-taken = There is a { -position } of this name already. Choose another one.
accounts-position-saved = Saved.
accounts-position-held-by = Held by { $count ->
        [one] one person
       *[other] { GROUP($count) } people
    }
accounts-position-held = { $count ->
        [one] One person holds
       *[other] { $count } people hold
    } this { -position }, so it cannot be deleted. Give them another one first.
accounts-position-delete = Delete
accounts-position-delete-hint = It can be deleted while nobody holds it, and taken back within 30 days.
accounts-position-deleted = Moved to the bin; you can take it back within 30 days.
accounts-position-restored = Restored.

## Cohorts

accounts-cohorts-title = { -cohort(form: "Many") }
accounts-cohorts-line = People who learn together; courses can be assigned to all of them at once.
accounts-cohorts-empty = There are no { -cohort(form: "many") } yet.
accounts-cohort-new = New { -cohort }
accounts-cohort-new-line = Fixed members are chosen one by one; members by rule follow the people as they change.
accounts-cohort-name = Name
accounts-cohort-node = Belongs to
accounts-cohort-node-hint = Those who administer this unit look after it; a rule never reaches beyond it.
accounts-cohort-kind = Members
accounts-cohort-kind-fixed = Fixed
accounts-cohort-kind-dynamic = By rule
accounts-cohort-count = People
accounts-cohort-add = Create
accounts-cohort-added = Created. Members by rule appear within minutes.
accounts-cohort-taken = There is a { -cohort } of this name already. Choose another one.
accounts-cohort-rule = Rule
accounts-cohort-rule-hint = Where both are chosen, people have to fit both; what is left empty does not limit.
accounts-cohort-rule-positions = Holders of these { -position(form: "many") }
accounts-cohort-rule-nodes = People of these units and below
accounts-cohort-by-rule = Members follow the rule and cannot be changed by hand.
accounts-cohort-members = Members
accounts-cohort-members-empty = No members yet.
accounts-cohort-add-members = Add members
accounts-cohort-users = User names
accounts-cohort-users-hint = One a line, or separated by commas; at most 500 at once.
accounts-cohort-too-many = At most { $max } at once. Add them in parts.
accounts-cohort-unknown-users = Nobody was added: these user names are not in your part of the organisation: { $users }. Check them and try again.
accounts-cohort-members-added = Added: { $count }. Those who belonged already are not counted.
accounts-cohort-members-removed = Removed: { $count }.
accounts-cohort-remove = Remove the chosen
accounts-cohort-edit = Name and rule
accounts-cohort-saved = Saved. Members by rule follow within minutes.
accounts-cohort-delete = Delete
accounts-cohort-delete-title = Delete “{ $name }”
accounts-cohort-delete-loss = It has { $count } members. Courses assigned through it will not be assigned to them any more. You can take it back from the bin within 30 days.
accounts-cohort-deleted = Moved to the bin; you can take it back within 30 days.
accounts-cohort-restored = Restored.

## Committees

accounts-bodies-title = Committees
accounts-bodies-line = The committees of the regulation: their members, terms and powers.
accounts-bodies-empty = No committees have been entered yet.
accounts-body-kind = Kind
accounts-body-kind-management = Management
accounts-body-kind-supervision = Supervision
accounts-body-kind-quality = Quality of teaching
accounts-body-kind-other = Other
accounts-body-name = Name
accounts-body-new = Enter a committee
accounts-body-add = Enter
accounts-body-added = Entered. Now name its members.
accounts-body-powers = Powers
accounts-body-powers-hint = What it may decide and check, one a line.
accounts-body-from = In office from
accounts-body-to = Until
accounts-body-to-hint = This day included; empty: without end.
accounts-body-term = In office from { $from } until { $to }
accounts-body-term-open = In office since { $from }
accounts-body-term-wrong = The term ends before it begins. Check both days.
accounts-body-ended = Term over
accounts-body-members = Members
accounts-body-no-members = No members yet.
accounts-body-office = Office
accounts-body-office-hint = Such as chair or member.
accounts-body-add-member = Name a member
accounts-body-remove = Remove
accounts-body-remove-one = Remove { $name }
accounts-body-edit = Edit
accounts-body-saved = Saved.
accounts-body-delete = Delete
accounts-body-delete-hint = You can take it back from the bin within 30 days, members included.
accounts-body-deleted = Moved to the bin; you can take it back within 30 days.
accounts-body-restored = Restored.

## People

accounts-people-title = People and accounts
accounts-people-line = People: { GROUP($people) }
accounts-people-line-seats = People: { GROUP($people) }, seats taken: { GROUP($taken) } of { GROUP($quota) }
accounts-people-search = Name, user name, { -member-number }
accounts-people-name = Name
accounts-people-user = User name
accounts-people-user-hint = 2 to 64 Latin letters and digits, with dots, hyphens, underscores and @. Case does not matter. It cannot be changed later.
accounts-people-staff-number = { -member-number(form: "One") }
accounts-people-unit = Unit
accounts-people-position = { -position(form: "One") }
accounts-people-unit-position = Unit and { -position }
accounts-people-no-position = No { -position }
accounts-people-role = Role
accounts-people-roles = Roles
accounts-people-state = State
accounts-people-mail = Mail
accounts-people-mobile = Mobile
accounts-people-mobile-hint = Kept encrypted; pages show part of it only.
accounts-people-born = Date of birth
accounts-people-born-hint = Used only to protect minors from learning too long; only those who may change a person see it.
accounts-people-mobile-new = New mobile number
accounts-people-mobile-keep = Now { $mobile }; leave empty to keep it.
accounts-people-mobile-remove = Remove the mobile number
accounts-people-login = Last sign-in
accounts-people-login-never = Never signed in
accounts-people-login-away = Not for 90 days
accounts-people-login-none = Never
accounts-people-today = Today { $time }
accounts-people-opened = Opened
accounts-people-and = { ", " }
accounts-people-any-unit = Any unit
accounts-people-any-role = Any role
accounts-people-any-position = Any { -position }
accounts-people-any-login = Any time
accounts-people-by-state = By state
accounts-people-all = All
accounts-people-left = Left
accounts-people-left-on = Left on { $day }
accounts-people-suspended-until = Suspended until { $day }
accounts-people-until = restores itself at { $until }
accounts-people-locked-until = locked until { $until } after wrong passwords
accounts-people-nothing = Nobody fits. Try another word, or fewer filters.
accounts-people-nobody = There is nobody here yet. Open accounts one by one, or import them from Excel.
accounts-people-none-chosen = Choose people first, at most 50 at once.
accounts-people-import = Import
accounts-people-open = Open an account
accounts-people-open-line = The first password appears once; its owner has to change it at the first sign-in.
accounts-people-roles-there = Roles in this unit
accounts-people-roles-hint = Only roles that you may grant. They can be changed later.
accounts-people-role-not-yours = You cannot grant the role “{ $role }” in this unit. Leave it out, or ask the { -centre }.
accounts-people-mail-needed = Sending by mail needs a mailbox. Fill it in, or choose the slip.
accounts-people-user-taken = This user name is taken; those who left keep theirs. Choose another one, for instance with a digit.
accounts-people-number-taken = This { -member-number } belongs to somebody else. Please check.
accounts-people-opened-slip = The account of { $name } is open. Print the slip.
accounts-people-opened-mail = The account of { $name } is open; user name and first password go by mail.
accounts-people-edit = Edit
accounts-people-edit-title = Edit { $name }
accounts-people-saved = Saved.
accounts-people-stale = Somebody changed this person after you had opened the page, so nothing was saved yet. Check what is there now; saving again keeps what you typed.
accounts-people-meanwhile = What differs
accounts-people-field = Field
accounts-people-now = Now
accounts-people-typed = You typed
accounts-people-oneself = This is your own account. Change details and password under “My account”; leave the rest to another administrator.
accounts-people-stronger = This person holds a role that you could not grant; leave the account to an administrator above.
accounts-people-unknown-user = There is no such user name. Please check.
accounts-people-facts = Facts
accounts-people-history = Changes of state
accounts-people-no-history = The state has not changed since the account was opened.
accounts-people-no-roles = No roles.
accounts-people-sign-ins = Sign-ins
accounts-people-second-factor = Second factor
accounts-people-second-factor-since = on since { $day }
accounts-people-second-factor-none = off
accounts-people-initial = First password
accounts-people-initial-until = not used yet, expires at { $until }
accounts-people-by-program = The system
accounts-people-back = Back to the person
accounts-sign-ins-at = When
accounts-sign-ins-outcome = Outcome
accounts-sign-ins-address = Address

## Checks

accounts-check-name = A name needs letters, not only digits or punctuation.
accounts-check-user-name = A user name has 2 to 64 characters, begins with a Latin letter or digit, and holds only Latin letters, digits, dots, hyphens, underscores and @.
accounts-check-born = This is no date of birth. Write it as 2010-09-01, not before 1900 and not after today.
accounts-check-staff-number = A { -member-number } cannot hold spaces. Take them out.
accounts-check-mail = This is no mail address; it should look like name@example.com.
accounts-check-mobile = This is no mobile number: 11 digits in mainland China, elsewhere + and the country code first.
accounts-seats-full = The seats of “{ $node }” do not do: { $taken } of { $quota } are taken. Freeze accounts that are not used, or ask the { -centre } for more seats.

## States

accounts-state-active = Active
accounts-state-must-change = To change password
accounts-state-locked = Locked
accounts-state-suspended = Suspended
accounts-state-frozen = Frozen
accounts-state-closed = Closed
accounts-state-revoked = Revoked
accounts-state-link = State
accounts-state-title = State of the account of { $name }
accounts-state-now = Now: { $state }
accounts-state-do = What to do
accounts-state-do-suspend = Suspend until a day, then it restores itself
accounts-state-do-freeze = Freeze until an administrator restores it
accounts-state-do-leave = Let the person leave: frozen at once, the seat is free, roles end
accounts-state-do-restore = Put it back to use
accounts-state-do-revoke = Revoke: restored only on application to the { -centre }
accounts-state-do-close = Close for good; this cannot be undone
accounts-state-until = Suspended until
accounts-state-until-hint = This day included; it restores itself at its end. For suspensions only.
accounts-state-until-needed = Say until which day the account is suspended.
accounts-state-reason = Reason
accounts-state-reason-hint = It is kept in the history and told to the person.
accounts-state-article = Article of the regulation
accounts-state-submit = Carry out
accounts-state-nothing = The account is closed; there is nothing to be done.
accounts-state-refused-already = The account is in this state already; nothing was changed.
accounts-state-refused-closed = The account is closed for good. Open a new one if needed.
accounts-state-refused-past = A suspension ends in the future. Change the day.
accounts-state-refused-far = A suspension lasts a year at most. Freeze the account instead.
accounts-state-refused-not-in-use = Only an account in use can be treated so.
accounts-state-done-suspend = The account of { $name } is suspended and will restore itself.
accounts-state-done-freeze = The account of { $name } is frozen.
accounts-state-done-leave = { $name } has left: the account is frozen, the seat is free, the user name stays reserved.
accounts-state-done-restore = The account of { $name } is back in use.
accounts-state-done-revoke = The account of { $name } is revoked.
accounts-state-done-close = The account of { $name } is closed.
accounts-state-line = { $from } → { $to }
accounts-state-line-until = { $from } → { $to }, until { $until }

## Resets and slips

accounts-reset-link = Reset password
accounts-reset-title = Reset the password of { $name }
accounts-reset-loss = The old password stops working at once, all devices are signed out, and a lock ends. The new first password is good for 14 days and has to be changed at the first sign-in.
accounts-reset-mail = The mail goes to { $mail }.
accounts-reset-no-mail = There is no mailbox, so only a slip will do.
accounts-reset-submit = Reset password
accounts-reset-done-slip = The password of { $name } was reset. Print the slip.
accounts-reset-done-mail = The password of { $name } was reset; the new one goes by mail.
accounts-delivery = How the first password gets there
accounts-delivery-slip = On a printed slip
accounts-delivery-mail = By mail
accounts-delivery-hint = A slip is shown once; a mail goes to the mailbox above.
accounts-slips-title = Password slips
accounts-slips-line = Slips: { $total }, not printed yet: { $waiting }
accounts-slips-none = All slips of this batch were printed, and the passwords are not kept. Reset a password if needed.
accounts-slips-once = The first passwords are shown this once and not kept afterwards. Have the printer ready before you go on; what was not printed can only be reset.
accounts-slips-portion = { $count } are shown at once; print them and go on with the next.
accounts-slips-show = Show the slips
accounts-slips-later = Later
accounts-slips-now = Print now, cut along the dashes, and hand each slip to its owner. These passwords cannot be shown again.
accounts-slips-rest = Next ({ $count } left)
accounts-slips-address = Sign in at
accounts-slips-password = First password
accounts-slips-until = Has to be changed at the first sign-in; expires unused at { $until }.
accounts-slips-used = The password was used or reset meanwhile.
accounts-slips-gone = These slips were shown before, and the passwords are not kept. Reset a password if needed.

## Transfers

accounts-transfer-link = Move
accounts-transfer-title = Move { $name } to another unit
accounts-transfer-from = Now in { $unit }
accounts-transfer-to = To which unit
accounts-transfer-position = { -position(form: "One") } there
accounts-transfer-keeps = The account goes along with records and credits; the { -contact(form: "many") } of the new unit and the { -centre } get a handover report.
accounts-transfer-ends = Where they do not cover the new unit, these roles end:
accounts-transfer-submit = Move
accounts-transfer-same = That is the present unit. Choose another one.
accounts-transfer-done = { $name } now belongs to “{ $unit }”; the handover report is out.

## Masked details

accounts-reveal-link = Show
accounts-reveal-title = Mobile number of { $name }
accounts-reveal-line = Pages show { $mobile }. To see all of it, give a reason; who looks when and why is recorded.
accounts-reveal-reason = Why
accounts-reveal-reason-hint = Such as: to tell of a change of the exam room.
accounts-reveal-submit = Show
accounts-reveal-noted = This look was recorded.
accounts-reveal-lost = The number cannot be opened: the key that sealed it is gone. Ask the person for the number again.

## Acts on chosen people

accounts-bulk-who = Who is concerned
accounts-bulk-reset = Reset passwords
accounts-bulk-reset-ask = Reset the { $count ->
        [one] password of one person and make a slip
       *[other] passwords of { $count } people and make slips
    }. The old passwords stop working at once, and all devices are signed out.
accounts-bulk-reset-done = Passwords reset: { $count }. Print the slips.
accounts-bulk-move = Move
accounts-bulk-move-ask = Move { $count ->
        [one] one person
       *[other] { $count } people
    } to one unit; they keep their { -position(form: "many") }.
accounts-bulk-move-done = Moved: { $count }.
accounts-bulk-cohort = Add to a { -cohort }
accounts-bulk-cohort-ask = Add { $count ->
        [one] one person
       *[other] { $count } people
    } to a { -cohort } with fixed members.
accounts-bulk-freeze = Freeze
accounts-bulk-freeze-ask = Freeze the { $count ->
        [one] account of one person
       *[other] accounts of { $count } people
    }, signed out at once, until an administrator restores them.
accounts-bulk-freeze-done = Frozen: { $count }. Those that were frozen before are not counted.
accounts-bulk-hindered = Nothing was done: { $name } is not yours to act on. { $reason }

## Roles

accounts-roles-link = Manage roles
accounts-roles-title = Roles of { $name }
accounts-roles-held = Held now
accounts-roles-node = At which unit
accounts-roles-node-hint = A role holds for the unit and all below.
accounts-roles-since = Granted
accounts-roles-end = End
accounts-roles-end-one = End the role “{ $role }”
accounts-roles-past = Held before
accounts-roles-from-to = { $from } to { $to }
accounts-roles-give = Grant a role
accounts-grant-given = The role “{ $role }” was granted and holds at once.
accounts-grant-ended = Ended at once.
accounts-grant-refused-oneself = Nobody grants or ends roles of their own. Ask another administrator.
accounts-grant-refused-not-yours = You cannot grant or end this role here: it is not below your own, or not in your part of the organisation. Ask an administrator above.
accounts-grant-refused-excluded = The three administrators exclude one another: this person is “{ $role }”. End that role first, or choose another person.
accounts-grant-refused-already = The person holds this role here already.
accounts-grant-refused-last = This is the last system administrator; nobody could run the system. Grant the role to somebody else first.

## Requests for accounts

accounts-openings-title = Requests for accounts
accounts-openings-line = Units say whom they want trained; once the { -centre } agrees, the account is open.
accounts-openings-empty = No requests.
accounts-opening-search = Name, user name
accounts-opening-new = Ask for an account
accounts-opening-new-line = Once agreed, user name and first password go by mail; without a mailbox the { -centre } prints a slip.
accounts-opening-mail-hint = With a mailbox, user name and first password go by mail.
accounts-opening-reason = Reason
accounts-opening-ask = Hand in
accounts-opening-asked = Handed in. You will be told when the { -centre } has decided.
accounts-opening-state-open = Waiting
accounts-opening-state-approved = Approved
accounts-opening-state-returned = Returned
accounts-opening-state-refused = Refused
accounts-opening-state-withdrawn = Withdrawn
accounts-opening-by = Asked by
accounts-opening-at = Asked
accounts-opening-account = Account
accounts-opening-due = to be decided by { $at }
accounts-opening-decide = Decide
accounts-opening-verdict = Decision
accounts-opening-verdict-hint = Agreeing opens the account at once and takes a seat.
accounts-opening-refuse-hint = Needed when you refuse; whoever asked is told.
accounts-opening-decided = Decided; whoever asked was told.
accounts-opening-approved-slip = Approved, and the account is open. There is no mailbox, so print the slip.
accounts-opening-unit-gone = The unit was deleted meanwhile. Refuse, and have it handed in again.
accounts-opening-withdraw = Withdraw
accounts-opening-withdrawn = Withdrawn.
accounts-approval-opening = Request for an account

## Import of people

accounts-import-title = People
accounts-import-page = Import people
accounts-import-line = Upload Excel or CSV, look at the preview, then start. Faulty rows are told one by one, the others go in; the same file again changes nothing.
accounts-import-template = Download the template
accounts-import-template-name = people-template
accounts-import-file = File
accounts-import-file-hint = xlsx, xls or csv (UTF-8 or GB18030), at most 100,000 rows.
accounts-import-no-file = Choose a file to import.
accounts-import-create-positions = Add { -position(form: "many") } that do not exist
accounts-import-create-positions-hint = Otherwise rows with an unknown { -position } are refused, with the name most alike.
accounts-import-transfer = Move people whose unit differs
accounts-import-transfer-hint = Otherwise rows whose unit differs from the present one are refused.
accounts-import-by-mail = Send first passwords by mail where there is a mailbox
accounts-import-by-mail-hint = Otherwise slips are made for all.
accounts-import-look = Upload and preview
accounts-import-columns = Columns
accounts-import-column = Column
accounts-import-meaning = What to write
accounts-import-needed = needed
accounts-import-lately = Lately
accounts-import-notes =
    Headers may be in Chinese or English and in any order; other columns are left aside.
    People who are there already are known by their user name: rows that say the same change nothing, others update.
    The password may be left empty; one is generated then. A given password has to be changed at the first sign-in, too.
accounts-import-column-name = Name|Full name
accounts-import-column-name-hint = The name of the person.
accounts-import-column-name-example = Lin Shulan
accounts-import-column-user_name = User name|Username|Account|Login
accounts-import-column-user_name-hint = The name to sign in with; empty: the { -member-number }.
accounts-import-column-user_name-example = lin.shulan
accounts-import-column-staff_number = Staff number|Employee number|Student number|Number
accounts-import-column-staff_number-hint = The number in the organisation, written as text.
accounts-import-column-staff_number-example = QH0217
accounts-import-column-unit = Unit|Department|Class|Organisation|Organization
accounts-import-column-unit-hint = Name or code of the unit, or its way from above with slashes.
accounts-import-column-unit-example = Qinghe Equipment/Quality
accounts-import-column-position = Position|Job|Job title
accounts-import-column-position-hint = Name of the { -position }; may be empty.
accounts-import-column-position-example = Inspector
accounts-import-column-roles = Role|Roles
accounts-import-column-roles-hint = Roles on the platform, separated by commas; empty: { -learner }.
accounts-import-column-roles-example = Learner
accounts-import-column-mail = Mail|E-mail|Email
accounts-import-column-mail-hint = May be empty.
accounts-import-column-mail-example = lin.shulan@example.com
accounts-import-column-mobile = Mobile|Mobile number|Phone
accounts-import-column-mobile-hint = May be empty; kept encrypted.
accounts-import-column-mobile-example = 13800001234
accounts-import-column-password = Password|First password|Initial password
accounts-import-column-password-hint = May be empty, one is generated then; otherwise as the password policy asks.
accounts-import-column-password-example = (empty)
accounts-import-imprecise = This cell is a number in the sheet and has lost the digits beyond the 15th. Make the column text, fill it in anew, and upload again.
accounts-import-person-unknown = Nobody in your units has this user name or { -member-number }. Check it.
accounts-import-person-several = This is the user name of one person and the { -member-number } of another. Write the user name of the one you mean.
accounts-import-unit-way = Several units of yours are called so. Write the way from above with slashes, or the code.
accounts-import-unit-not-yours = None of your units is called so. Check the name, or leave it to the { -centre }.
accounts-import-no-user = There is neither a user name nor a { -member-number }. Fill in one of them.
accounts-import-no-unit = The unit is missing. Fill in its name or code.
accounts-import-unit-unknown = There is no such unit. Check the name, or add it under Organisation first.
accounts-import-unit-unknown-alike = There is no such unit. Did you mean “{ $unit }”?
accounts-import-unit-same = There are several units “{ $unit }” with the same name below the same unit, so the way from above does not tell them apart. Rename one of them under Organisation, or give them codes and use the code.
accounts-import-unit-several = Several units are called so: { $first }; { $second }{ $count ->
        [2] {""}
       *[other] {" …"}
    }. Write the units above with slashes, or use the code.
accounts-import-unit-elsewhere = This unit is not in your part of the organisation. Leave it to the { -centre }.
accounts-import-position-unknown = There is no such { -position }. Check it, or tick that new ones are added.
accounts-import-position-alike = There is no such { -position }. Did you mean “{ $position }”?
accounts-import-role-unknown = There is no role “{ $role }”. Use one of those in the template.
accounts-import-twice = Row { $row } has the same user name. Check, and keep one of them.
accounts-import-two-units = In row { $row } the same person belongs to another unit, so neither row was taken. Keep the right one.
accounts-import-number-twice = Row { $row } has the same { -member-number }. Please check.
accounts-import-number-taken = This { -member-number } belongs to somebody else. Please check.
accounts-import-user-taken = Taken by somebody else. For another person choose another one, such as { $user }2.
accounts-import-user-gone = This user name belongs to somebody who left or whose account is closed. Choose another one, such as { $user }2.
accounts-import-user-elsewhere = This person belongs elsewhere and is not in your part of the organisation. Leave it to the { -centre }.
accounts-import-user-stronger = This person holds a role that you could not grant; nothing was changed. Leave it to an administrator above.
accounts-import-other-unit = This person belongs to “{ $unit }”. To move people, tick it at the upload, or do it on the person’s page.
accounts-import-remedy-create_positions = { $rows ->
        [one] One row lacks
       *[other] { $rows } rows lack
    } nothing but { $count ->
        [one] a { -position }
       *[other] { $count } { -position(form: "many") }
    }: { $values }.
accounts-import-remedy-create_positions-start = Add { $count ->
        [one] this { -position }
       *[other] these { $count } { -position(form: "many") }
    } and import
accounts-import-remedy-transfer = { $rows ->
        [one] The person of one row belongs
       *[other] The people of { $rows } rows belong
    } to another unit now: { $values }.
accounts-import-remedy-transfer-start = Move { $rows ->
        [one] this person
       *[other] these { $rows } people
    } and import
accounts-import-password-unhashed = The password could not be kept. Upload this row again.
accounts-import-print-slips = Print { $count } password slips

## Imports

accounts-imports-title = Imports
accounts-imports-about = How far each import is, and its report row by row.
accounts-imports-search = File, person
accounts-imports-empty = Nothing has been imported yet.
accounts-imports-none = No import is in this state.
accounts-imports-file = File
accounts-imports-what = What
accounts-imports-by = By
accounts-imports-at = Uploaded
accounts-imports-state = State
accounts-imports-rows = Rows
accounts-imports-count-refused = { $count } faulty
accounts-imports-newest = Newest
accounts-imports-line = { $name }, { $at }
accounts-imports-another = Import another file
accounts-imports-made = New
accounts-imports-changed = Changed
accounts-imports-unchanged = Unchanged
accounts-imports-refused = Faulty
accounts-imports-preview = Preview
accounts-imports-row = Row
accounts-imports-ahead = Of these, { $count } contradict others and will be refused.
accounts-imports-unknown = These columns are unknown and will not be read: { $columns }.
accounts-imports-start = Import { $count ->
        [one] one row
       *[other] { GROUP($count) } rows
    }
accounts-imports-discard = Discard
accounts-imports-discarded = Discarded; nothing was imported.
accounts-imports-started-before = This import was started or discarded before.
accounts-imports-leave = You can leave this page; the import goes on, and you find it again under Imports.
accounts-imports-resume = Go on where it stopped
accounts-imports-text-waiting = The file has { GROUP($total) } rows. Nothing has been imported yet.
accounts-imports-text-running = Importing: { GROUP($done) } of { GROUP($total) } rows, { GROUP($refused) } faulty so far.
accounts-imports-text-done = Done: of { GROUP($total) } rows { GROUP($made) } are new, { GROUP($changed) } changed, { GROUP($unchanged) } unchanged, { GROUP($refused) } faulty.
accounts-imports-text-discarded = Discarded; nothing was imported.
accounts-imports-text-broken = The import broke off after { GROUP($done) } rows. What went in is kept; it can go on from there.
accounts-imports-text-receiving = The file is being received.
accounts-imports-report = Faulty rows
accounts-imports-report-ahead = Rows that will not go in
accounts-imports-whole-row = Whole row
accounts-imports-and = {", "}
accounts-imports-foretold = Checked row by row against the present units, positions and people:
accounts-imports-foretelling = There are many rows: they are being checked in the background. Reload this page in a while to see what they will do, or import at once.
accounts-imports-will-make = Will be new
accounts-imports-will-change = Will change
accounts-imports-will-refuse = Will not go in
accounts-imports-outcome = Check
accounts-imports-nothing = No row would be new or changed, so there is nothing to import.
accounts-imports-refused-row = Faulty
accounts-imports-good-row = Good
accounts-imports-look-again = Check again
accounts-imports-again-upload = The file holds passwords, which are not kept, so these rows cannot be taken up again. Upload the file once more with the option ticked.
accounts-imports-errors = Download { $count ->
        [one] the faulty row
       *[other] { $count } faulty rows
    }
accounts-imports-errors-name = { $file }-faulty-rows
accounts-imports-again = Mend them and upload the whole file again, or only these rows; rows that went in are not repeated.
accounts-imports-cell = { $column } “{ $value }”

## Notices

accounts-notice-credentials-name = Account and first password
accounts-notice-credentials = Your account on the learning platform
accounts-notice-credentials-text =
    User name: { $user }
    First password: { $password }
    Sign in before { $until } and change the password as asked; it expires unused. Do not pass this mail on.
accounts-notice-state-changed-name = Changes of the account’s state
accounts-notice-state-changed = Your account is now: { $state }
accounts-notice-state-changed-text =
    Reason: { $reason }
    Ground: { $article }
    If you disagree, turn to the { -centre }.
accounts-notice-role-granted-name = Roles granted
accounts-notice-role-granted = You are now “{ $role }” at “{ $node }”
accounts-notice-role-granted-text = The role holds at once; you find what it offers when you next open a page.
accounts-notice-role-ended-name = Roles ended
accounts-notice-role-ended = Your role “{ $role }” at “{ $node }” has ended
accounts-notice-role-ended-text = If you have questions, turn to the { -centre }.
accounts-notice-handover-name = Handovers
accounts-notice-handover = { $name } moved from “{ $from }” to “{ $to }”
accounts-notice-handover-text =
    User name: { $user }
    Reason: { $reason }
    Account, records and credits came along; please see to the further learning.
accounts-notice-transferred-name = Own transfers
accounts-notice-transferred = You moved from “{ $from }” to “{ $to }”
accounts-notice-transferred-text = Account, records and credits stay as they are.
accounts-notice-opening-asked-name = New requests for accounts
accounts-notice-opening-asked = { $by } asks for an account for { $name } of “{ $unit }”
accounts-notice-opening-asked-text = Please decide within three days.
accounts-notice-opening-decided-name = Decisions on requests for accounts
accounts-notice-opening-decided = Your request for { $name }: { $verdict }
accounts-notice-opening-decided-text = Remark: { $reason }

## Audit entries

accounts-audit-body-added = Committee entered
accounts-audit-body-deleted = Committee deleted
accounts-audit-body-edited = Committee edited
accounts-audit-body-member-ended = Member of a committee removed
accounts-audit-body-member-named = Member of a committee named
accounts-audit-body-restored = Committee restored
accounts-audit-cohort-added = { -cohort(form: "One") } created
accounts-audit-cohort-changed = Members of a { -cohort } changed
accounts-audit-cohort-deleted = { -cohort(form: "One") } deleted
accounts-audit-cohort-edited = { -cohort(form: "One") } edited
accounts-audit-cohort-restored = { -cohort(form: "One") } restored
accounts-audit-node-added = Unit added
accounts-audit-node-deleted = Unit deleted
accounts-audit-node-edited = Unit edited
accounts-audit-node-moved = Unit moved
accounts-audit-node-restored = Unit restored
accounts-audit-password-reset = Password reset
accounts-audit-people-exported = People exported
accounts-audit-person-edited = Person edited
accounts-audit-person-moved = Person moved
accounts-audit-person-opened = Account opened
accounts-audit-person-state-changed = State of an account changed
accounts-audit-position-added = { -position(form: "One") } added
accounts-audit-position-deleted = { -position(form: "One") } deleted
accounts-audit-position-renamed = { -position(form: "One") } renamed
accounts-audit-position-restored = { -position(form: "One") } restored
accounts-audit-role-granted = Role granted
accounts-audit-role-ended = Role ended
accounts-audit-sensitive-read = Masked detail read
accounts-audit-slips-printed = Slips shown

## For programs

accounts-api-unit = There is no such unit, or it is not yours to administer.
accounts-api-position = There is no such { -position }.
accounts-api-user-name-taken = This user name is taken.
accounts-api-staff-number-taken = This { -member-number } belongs to somebody else.

## Jobs

accounts-job-people-import = Import of people
accounts-job-follow-move = People follow a moved unit
accounts-job-refresh-cohorts = Members by rule
accounts-job-purge-imports = Take old imports away
accounts-job-empty-bin = Empty the bin
accounts-people-officer = This account belongs to the system, security or audit administrator. The three are independent of one another: nobody changes it alone. One of the three asks, another one agrees, then it is done.
accounts-grant-refused-officer = The roles of system, security and audit administrator are not given or ended by one person. Once the account is open, one of the three asks for it on its page of roles, and another one has to agree.
accounts-officers-title = Three administrators
accounts-officers-line = Changes of the three administrators' accounts, and giving or ending one of the three roles: one asks, another one agrees, and only then it is done. All three and whom it concerns are told.
accounts-officers-empty = There are no such requests.
accounts-officer-vacant = vacant
accounts-officer-inactive = account not in use
accounts-officer-what = Request
accounts-officer-one = { $act }: { $name }
accounts-officer-act-reset = Password reset
accounts-officer-act-edit = Change of personal facts
accounts-officer-act-state = Change of the account's state
accounts-officer-act-unlock = Unlocking
accounts-officer-act-move = Move to another unit
accounts-officer-act-second-factor = End of two-step verification
accounts-officer-act-give = Giving one of the three roles
accounts-officer-act-end = Ending one of the three roles
accounts-officer-consent = This account belongs to one of the three administrators. What you send does not take effect at once: another of the three (neither you nor its owner) has to agree. All three and its owner are told.
accounts-officer-reason = Reason for the request
accounts-officer-give-hint = Needed for the system, security and audit administrator: another of the three has to agree.
accounts-officer-reason-needed = Give a reason: another of the three has to agree before one of the three roles ends.
accounts-officer-submit = Ask for consent
accounts-officer-end = Ask to end it
accounts-officer-end-one = Ask to end the role { $role }
accounts-officer-asked = Sent. It is done once another of the three agrees. All three and whom it concerns have been told.
accounts-officer-at-once = Given. Nobody is there who could agree, so you filled the vacant office directly; the audit trail says so.
accounts-officer-nobody = Nobody can agree at present: it takes one of the three with another office than yours, whom it does not concern and whose account is in use. Fill the three offices first; where nobody can sign in, whoever owns the server uses xingtan reset-password.
accounts-officer-pending = The same was asked for already and is not decided yet.
accounts-officer-not-yours = This is not yours to decide: it takes one of the three with another office than who asked, whom it does not concern.
accounts-officer-role-gone = This role has ended already.
accounts-officer-decided = Done. All three and whom it concerns are told.
accounts-officer-withdrawn = Taken back.
accounts-officer-ended = Decided
accounts-officer-deciders = May decide
accounts-officer-verdict-hint = Approved, it is carried out at once. Ask who wants it first.
accounts-officer-how = New password
accounts-officer-halves = The new first password comes in two halves: whoever asked and whoever agreed see one each and hand it over in person. Typed one after the other they are the password; neither can use it alone.
accounts-officer-kept = unchanged
accounts-officer-half-title = Your half of the new password
accounts-officer-half-text = Shown this once. Hand it to its owner in person: the first half comes from who asked, the second from who agreed; one after the other they are the first password.
accounts-officer-half-own = Your half of the new password waits
accounts-officer-half-once = It is shown once. Open it when you hand it over.
accounts-officer-half-show = Show my half
accounts-officer-half-gone = Your half was shown and is not kept. Ask for another reset if it is needed.
accounts-approval-officer = Three administrators
accounts-citing = { $regulation }, version { $version }, { $number }
accounts-citing-without = No article cited: { $because }
accounts-citing-policy = Security policy, version { $version } ({ $rule })
accounts-citing-rule-lockout = lock after wrong passwords
accounts-citing-text = { $text }
accounts-citing-nothing = not applicable
accounts-citing-basis = Is there an article to cite?
accounts-citing-basis-article = Cite an article
accounts-citing-basis-none = No article
accounts-citing-regulation = Regulation
accounts-citing-regulation-hint = For example: Rules for learners
accounts-citing-version = Version
accounts-citing-version-hint = A number, for example 3 or 2026
accounts-citing-number = Article
accounts-citing-number-hint = For example: article 12, paragraph 2
accounts-citing-because = Why there is no article (where you chose so)
accounts-state-act-suspend = Suspended
accounts-state-act-freeze = Frozen
accounts-state-act-close = Closed
accounts-state-act-revoke = Revoked
accounts-state-act-restore = Put back to use
accounts-state-act-leave = Left
accounts-state-act-lock = Locked by itself after wrong passwords
accounts-state-act-lock-over = Lock ran out
accounts-state-act-unlock = Unlocked by an administrator
accounts-state-act-reset = Password reset
accounts-state-act-first-change = First password changed
accounts-state-act-password-change = Password changed by its owner
accounts-state-act-secured = Secured by its owner
accounts-state-act-suspension-over = Suspension ran out
accounts-state-do-unlock = Unlock
accounts-state-done-unlock = { $name }'s account is unlocked.
accounts-state-not-locked = The account is not locked, or the lock has run out.
accounts-second-factor-end = End two-step verification
accounts-second-factor-end-title = End two-step verification of { $name }
accounts-second-factor-end-line = It has been on since { $since }. End it only where phone and recovery codes are lost; then the password alone is enough. Its owner is told; ask them to switch it on again.
accounts-second-factor-end-passkeys = { $count ->
        [one] The passkey on record is
       *[other] The { $count } passkeys on record are
    } removed with it, and the recovery codes are void; the owner is told.
accounts-second-factor-end-hint = Say how you made sure who asks. It is kept in the trail, and its owner sees it.
accounts-second-factor-end-done = Two-step verification of { $name } is off; its owner has been told.
accounts-second-factor-none = This account has neither two-step verification nor passkeys.
accounts-notice-unlocked-name = Account unlocked
accounts-notice-unlocked = Your account was unlocked by an administrator
accounts-notice-unlocked-text = Reason: { $reason } You can sign in now.
accounts-notice-password-reset-name = Password reset by an administrator
accounts-notice-password-reset = Your password was reset by an administrator
accounts-notice-password-reset-text =
    { $by } reset your password at { $at }. The old password and all sessions are void.

    If you did not ask for it, sign in with the new first password, open "Signed-in devices", choose "This was not me", and tell the security administrator.
accounts-notice-second-factor-ended-name = Two-step verification ended by an administrator
accounts-notice-second-factor-ended = Your two-step verification was ended by an administrator
accounts-notice-second-factor-ended-text =
    { $by } ended your two-step verification at { $at }. Reason: { $reason }

    The password alone is enough now; switch it on again. If you did not ask for it, change your password at once and tell the security administrator.
accounts-notice-officer-asked-name = Requests about the three administrators
accounts-notice-officer-asked = { $by } asks: { $act } ({ $name })
accounts-notice-officer-asked-text = Reason: { $reason } One of the three with another office than who asked, whom it does not concern, decides. If it seems wrong to you, ask the other two.
accounts-notice-officer-decided-name = Decisions about the three administrators
accounts-notice-officer-decided = { $act } ({ $name }): { $by }, { $verdict }
accounts-notice-officer-decided-text = Remark: { $reason }
accounts-audit-officer-decided = Request about the three administrators decided
accounts-audit-person-unlocked = Account unlocked
may-officers = Three administrators
may-officers-ask = Ask for acts on the three administrators
may-officers-decide = Decide on acts on the three administrators
may-people-second-factor = End a lost second factor
accounts-state-act-rescue = Password reset on the server
may-security-reads = See who looked at masked fields
accounts-people-open-asks = New accounts are opened by the { -centre }. Ask for it under “Requests for accounts”; once approved it is opened by itself.
accounts-import-asks = New accounts are opened by the { -centre }: ask for each under “Requests for accounts”, or ask the { -centre } to import this file. People who are there already can be changed.
accounts-officer-why = Give the reason in reason: this is about one of the three administrators, and another of them has to agree.
accounts-api-nothing = The request names nothing to change. Name at least one field.
accounts-api-not-here = This act does not take this field. Leave it out.
accounts-opening-over = This request was decided or taken back before. It cannot be taken back any more.

## What roles may do
may-accounts = Account inspections
may-accounts-inspect = See what account inspections found
may-accounts-inspect-answer = Answer what account inspections found
may-accounts-inspect-begin = Begin an account inspection
