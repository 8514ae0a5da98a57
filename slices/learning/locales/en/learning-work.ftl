# Assignments
learning-assignment-new = New assignment
learning-assignments-line = Required courses for positions, units, cohorts or persons; the earliest deadline counts.
learning-assignments-empty = No course has been assigned yet.
learning-assignment-planned = Planned
learning-assignment-running = Running
learning-assignment-over = Deadline over
learning-assignment-ended = Ended
learning-assignment-new-line = Choose course and people first, check their number, then assign.
learning-assignment-course-hint = Only published courses can be assigned.
learning-choose = Please choose
learning-assignment-scope = Within
learning-assignment-scope-hint = Only people within this unit are reached.
learning-assignment-targets = For whom
learning-assignment-targets-hint = Choose as many as you like; whoever is in any of them is meant. People who come or move there later are reached too.
learning-target-positions = Positions
learning-target-nodes = Units
learning-target-nodes-hint = With all units below.
learning-target-cohorts = Cohorts
learning-target-persons = Persons
learning-target-persons-hint = User names, separated by spaces, commas or new lines.
learning-assignment-opens = Opens
learning-assignment-opens-hint = Empty: now.
learning-assignment-due-hint = Until midnight at the end of this day.
learning-assignment-note = Note
learning-assignment-preview = Check the number
learning-assignment-recount = Check again
learning-assignment-count = { $count ->
        [one] One person is
       *[other] { $count } people are
    } meant now. Nothing is saved yet.
learning-assignment-save = Assign to { $count ->
        [one] one person
       *[other] { $count } people
    }
learning-assignment-due-early = The deadline must be later than today and the opening.
learning-assignment-many = At most { $max } persons at a time; use a cohort for more.
learning-assignment-unknown = There is no user “{ $name }” within your units.
learning-assignment-nobody = Choose at least one position, unit, cohort or person.
learning-assignment-empty = Nobody is within what you chose, so nothing was assigned. Choose others.
learning-assignment-made = Assigned. { $count ->
        [one] One person
       *[other] { $count } people
    } will be told; with many people this takes minutes.
learning-assignment-by = Assigned by { $name } on { $at }
learning-assignment-none = No such people.
learning-assignment-extend = Extend
learning-assignment-new-due = New deadline
learning-assignment-not-later = The new deadline must be later than the present one.
learning-assignment-extended = The deadline is { $due } now.
learning-assignment-end = End assignment
learning-assignment-end-title = End the assignment of “{ $title }”?
learning-assignment-end-text = { $reached ->
        [one] One person was
       *[other] { $reached } people were
    } reached, { $done } of them finished; their records and credits stay. Whoever has begun may go on without a deadline; whoever has not need not study it any more. This cannot be undone; assign the course again if needed.
learning-assignment-end-done = The assignment has ended.

# Lists
learning-any = All
learning-search-course = Course title
learning-search-person = Name, user name or number
learning-head-name = Name
learning-head-number = Number
learning-head-unit = Unit
learning-head-course = Course
learning-head-courses = Courses completed
learning-head-state = State
learning-head-percent = Progress (%)
learning-head-progress = Progress
learning-head-lessons = Lessons done
learning-head-lesson = Lesson
learning-head-study = Study time (min)
learning-head-due = Due
learning-head-last = Last studied
learning-head-completed = Completed
learning-head-reached = People
learning-head-assigned = Assigned
learning-head-action = Action
learning-head-date = Date
learning-head-month = Month
learning-head-minutes = Training hours (min)
learning-head-reason = Reason
learning-head-enrolled = Enrolled
learning-head-first = First opened
learning-head-viewed = Viewed
learning-head-passed = Passed
learning-rate = Completion
learning-credits-name = Credits
learning-hours-name = Training hours
learning-year = Year
learning-level = Level
learning-category = Category
learning-courses-unit = courses
learning-courses-count = { $count }
learning-lessons-unit = lessons
learning-state-not-open = Not open yet
learning-state-not-begun = Not begun
learning-state-begun = Studying
learning-state-overdue = Overdue
learning-filter-all = All
learning-filter-required = Required
learning-filter-elective = Elective
learning-filter-open = Not finished
learning-filter-overdue = Overdue
learning-filter-not-begun = Not begun
learning-filter-begun = Studying
learning-filter-done = Done
learning-filter-laggards = Not finished, first due first

# Today and own courses
learning-greeting-morning = Good morning, { $name }
learning-greeting-afternoon = Good afternoon, { $name }
learning-greeting-evening = Good evening, { $name }
learning-today-tasks = What to study next
learning-today-waiting = By deadline, { $count } in all
learning-today-nothing = Nothing required is waiting. Choose a course you like.
learning-today-required = Required courses
learning-today-all = All { $count }
learning-today-overview = Overview
learning-today-month = This month
learning-today-ring = { $done } of { $due } required courses due this month are complete
learning-today-left = Due this month, missing
learning-today-completed = Required, completed
learning-task-line = { $done } of { $total } lessons done
learning-days-left = { $days } days left
learning-days-over = { $days } days overdue
learning-days-today = Due today
learning-enrolments-line = By deadline; finished ones last.
learning-enrolments-empty = You have no courses yet. Choose one from the catalogue.
learning-enrolments-none = No course fits.
learning-review = Review
learning-go-on = Go on
learning-open-course = Open
learning-not-chosen = Not chosen
learning-catalog-line = All published courses; electives can be chosen any time.
learning-catalog-none = No course fits. Try another word, or fewer filters.
learning-catalog-empty = No course has been published yet.

# Department
learning-figure-people = People
learning-figure-registered = People on the roll
learning-figure-with-required = People with required courses
learning-figure-required = Required courses
learning-figure-required-done = Required, completed
learning-department-file = Required progress
learning-department-none = Nothing fits.
learning-department-empty = Nobody within your units has been assigned a course yet.
learning-department-done = All required courses are complete.
learning-person-empty = No courses yet.
learning-file-logged = Reading another person's file is recorded in the audit trail.
learning-evidence-lessons = Lessons
learning-evidence-sittings = Learning sessions
learning-evidence-sittings-line = By the server's own clock; the last 200
learning-evidence-none = No learning sessions yet.
learning-evidence-credits = Credits booked
learning-sitting-line = { $counted } counted, { $reports } reports
learning-sitting-open = still open
learning-sitting-other-lesson = ended: another lesson or device took over
learning-sitting-silence = ended: nothing was heard for long
learning-sitting-left = ended: the page was left

# Record
learning-record-line = Booked once when a course is complete; a correction is another row.
learning-record-empty = No credits in this year yet. They are booked here when a course is complete.
learning-record-months = By month
learning-record-bookings = Bookings
learning-record-offline = Offline training
learning-record-offline-hours = Offline hours
learning-record-topic = Topic
learning-record-source = Source
learning-record-online = Online course
learning-record-by = Offline training, entered by { $name }
learning-record-entered = Entered by
learning-month-hours = Training hours of this month
learning-month-hours-all = See all
learning-month-hours-online = Online hours
learning-month-hours-counted = Online hours that count
learning-file = Learner file
learning-file-line = Courses, dates, duration and results, kept by itself.

# Notices
learning-notifications-done = { $count } marked as read.
learning-notifications-empty = No notices.
learning-notifications-mark = Mark as read
learning-notifications-new = New
learning-notifications-open = Open
learning-notifications-read-all = Mark all as read
learning-notifications-unread = Unread
learning-preferences = What you want to hear
learning-preferences-kind = Notice
learning-preferences-line = Notices about your account and duties always come and are not listed.
learning-preferences-mail = By mail
learning-preferences-page = On the page
learning-preferences-saved = Your choice is saved.
learning-notice-assigned = New required course: “{ $title }”
learning-notice-assigned-text = Please finish it by { $due }.
learning-notice-assigned-name = New required courses
learning-notice-due-soon = “{ $title }” is due soon
learning-notice-due-soon-text = It is due on { $due } and not finished yet.
learning-notice-due-soon-name = Deadlines
learning-notice-lagging = { $count ->
        [one] One course of yours is overdue
       *[other] { $count } courses of yours are overdue
    }
learning-notice-lagging-text = Please finish soon. The page of each course says what is missing.
learning-notice-lagging-name = Overdue courses
learning-notice-laggards = { $people ->
        [one] One person is overdue
       *[other] { $people } people are overdue
    } with { $courses ->
        [one] one course
       *[other] { $courses } courses
    }
learning-notice-laggards-text = Of these { $fresh } became overdue since you were told last. Open the list and urge them to finish.
learning-notice-laggards-name = Who is overdue, at most once a day
learning-job-remind-contacts = Telling training contacts who is overdue
learning-notice-overdue = “{ $title }”: { $count ->
        [one] one person is
       *[other] { $count } people are
    } overdue
learning-notice-overdue-text = They have not finished it by the deadline. Please remind them.
learning-notice-overdue-name = People who are overdue
learning-notice-completed = You have completed “{ $title }”
learning-notice-completed-text = { CREDITS($credits) } credits are booked in your record.
learning-notice-completed-name = Completed courses

# Start pages
learning-progress = Progress
learning-desk-line = What waits comes first.
learning-desk-courses = Published courses
learning-desk-near = Assignments due within seven days or over
learning-desk-near-none = No assignment is due within seven days.
learning-desk-all = All assignments
learning-supervision-line = Read only: how far the units are with required courses.
learning-supervision-units = Units
learning-supervision-empty = No course has been assigned yet.
learning-role-line = { $role } · { $unit }
learning-role-courses = Courses for your role
learning-role-none = No course has been assigned to you yet. It will appear here.
learning-role-account = Account
learning-role-user = User name
learning-role-unread = Unread notices

# Trail and jobs
learning-audit-assigned = Course assigned
learning-audit-assignment-extended = Assignment extended
learning-audit-assignment-ended = Assignment ended
learning-audit-file-read = Learner file read
learning-audit-course-chosen = Course chosen
learning-audit-course-completed = Course completed
learning-job-assignment = Carry an assignment to people
learning-job-people = Settle assignments of people who changed
learning-job-remind = Remind of deadlines
learning-job-silent-sessions = End silent learning sessions

# Who studies this course
learning-course-progress = Learners of “{ $title }”
learning-course-progress-line = Everybody who studies this course, and how far they are.
learning-course-progress-within = The people in your charge who study this course, and how far they are.
learning-course-progress-empty = Nobody studies this course yet. Once it is assigned or chosen, everybody’s progress is listed here.
learning-lessons-done = { $done } of { $total } lessons

# What waits, and seats
learning-waiting = Waiting for you
learning-waiting-openings = Requests for accounts
learning-waiting-courses = Courses to publish
learning-waiting-tickets = Requests for help with signing in
learning-waiting-imports = Imports to start
learning-waiting-words = Appeals about sensitive words
learning-waiting-real-names = Real names to be verified
learning-seats = Seats
learning-seats-of = { GROUP($taken) } used of { GROUP($quota) } bought
learning-seats-free = { GROUP($taken) } used, no limit

## Who may do what
may-assignments = Assignments
may-assignments-read = See required assignments
may-assignments-write = Assign required courses
may-desk = Desk
may-desk-read = See the desk of the training centre
may-progress = Progress
may-progress-read = See progress and records of learning
may-supervision = Supervision
may-supervision-read = See how far each department is

## The first steps of a new institution

learning-first = Getting started
learning-first-line = The institution has just been set up. After these four steps, in this order, people can learn.
learning-first-organisation = Build the organisation
learning-first-organisation-line = Add subsidiaries, departments or classes. Accounts, seats and rights follow them.
learning-first-organisation-do = Add units
learning-first-organisation-by = The system administrator or the training centre does this.
learning-first-people = Open accounts
learning-first-people-line = Import them from Excel at once, or open them one by one. Initial passwords go on slips or by mail.
learning-first-people-do = Import people
learning-first-people-by = The system administrator or the training centre does this.
learning-first-course = Publish a course
learning-first-course-line = A lecturer writes it, a reviewer reviews it, the training centre publishes it.
learning-first-course-do = New course
learning-first-course-by = A lecturer or the training centre does this.
learning-first-assignment = Assign learning
learning-first-assignment-line = Choose positions, departments or people and a deadline; whoever comes later gets it by itself.
learning-first-assignment-do = New assignment
learning-first-assignment-by = The training centre does this.

## What roles may do
may-progress-correct = Take back what was wrongly counted
may-certificates = Certificates of others
may-certificates-read = See certificates of others
may-certificates-write = Issue and withdraw certificates
may-training = Role courses
may-training-manage = Say which role has which course
