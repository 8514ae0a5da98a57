# Courses and lessons
learning-course = Course
learning-tree = Contents
learning-terms = What is asked
learning-kind = Kind
learning-required = Required
learning-elective = Elective
learning-due = Due
learning-study-time = Study time
learning-completed-at = Completed
learning-credits = { $credits } credits
learning-hours = { $minutes } min training hours
learning-lessons = { $count } lessons
learning-minutes = { $minutes } min
learning-introduction = Introduction
learning-objectives = Objectives
learning-syllabus = Syllabus
learning-criteria = Assessment criteria
learning-lesson-line = Lesson { $number } · stated { $minutes } min
learning-state-done = Completed
learning-state-later = Opens { $at }
learning-continue = Continue
learning-begin = Begin
learning-enrol = Take this course
learning-enrolled = You are enrolled and can begin.
learning-taken-down = This course was taken down for an urgent reason and cannot be studied for now. What you have learned is kept, and you go on from there when it is back.
learning-not-enrolled = You are neither enrolled nor assigned to this course. Choose it on the course page first.
learning-opens-later = This course has not opened yet; it can be studied from { $at }.
learning-real-name-none = { $article }: courses like this are chosen and studied with a verified real name. State yours first.
learning-real-name-pending = { $article }: courses like this are chosen and studied with a verified real name. Yours waits to be verified; you will be told.
learning-real-name-rejected = { $article }: courses like this are chosen and studied with a verified real name. Yours was rejected; see why and state it anew.
learning-real-name-state = State your real name
learning-real-name-see = See your real name
learning-why = { $done } of { $total } lessons done; these are missing
learning-why-complete = All done, nothing is missing
learning-why-lesson = When this lesson counts as done
learning-by-server = Counted by the server's own clock
learning-progress-of = Progress of “{ $title }”
learning-line-done = , done
learning-line-begun = , begun
learning-line-open = , not begun
learning-standing-done = Done
learning-standing-attention = { $given } of { $needed }
learning-standing-watching = { $watched } of { $of } played
learning-standing-not-taken = Not opened yet
learning-standing-not-passed = Not passed yet
learning-rule-nothing = This is a heading; there is nothing to study.
learning-rule-attention = It counts as done after { $minutes ->
    [0] { $seconds } s
   *[other] { $seconds ->
        [0] { $minutes } min
       *[other] { $minutes } min { $seconds } s
    }
} of attention (a third of the stated time, at least 10 seconds, at most 20 minutes). Time stands still while the page is hidden; nothing is lost.
learning-rule-watched = It counts as done when it was wholly played: at most 1 % or two seconds may be missing, and no gap may be longer than three seconds. Up to double speed counts; jumped parts do not.
learning-rule-taken = Opening or downloading the file once completes it.
learning-rule-passed = Passing the quiz completes it. If you do not pass you may try again as often as permitted; the best attempt counts.
learning-course-complete = You completed this course on { $at } and its credits are in your record. You can come back at any time.
learning-take = Download the file
learning-without-scripts = Your browser runs no scripts, so time cannot be counted by itself. When you have read this, use the button: the server counts the time since you opened the page, at most 5 minutes at once.
learning-have-read = I have read it
learning-read-done = This lesson is done.
learning-read-more = Not enough time yet: { $minutes } min { $seconds } s are missing. Read on, then use the button again.
learning-attention-ended = This session of study has ended; all time before was recorded. Reload the page to go on.
learning-attention-elsewhere = You began to study on another page or device, so time is no longer counted here; nothing was lost.

# Quiz
learning-quiz-title = Quiz
learning-quiz-line = { $count } questions, { $percent } % to pass, at most { $attempts } attempts
learning-quiz-line-free = { $count } questions, { $percent } % to pass, any number of attempts
learning-quiz-question = Question { $number } · { $points } points
learning-quiz-anyway = Hand in as it is
learning-quiz-and = {", "}
learning-quiz-unanswered = { $count ->
        [one] One question has no answer: number { $numbers }.
       *[other] { $count } questions have no answer: numbers { $numbers }.
    }
learning-quiz-unanswered-line = What you chose is kept, and nothing is handed in yet. Questions without an answer give no points.
learning-quiz-hand-in = Hand in
learning-quiz-again = Try again
learning-quiz-none-left = All { $attempts } attempts are used. Ask the teacher if you need another one.
learning-quiz-score = Score { $score } of { $max }
learning-quiz-passed = Passed with { $score } of { $max } points.
learning-quiz-failed = Not passed: { $score } of { $max } points; { $percent } % are needed.
learning-quiz-given = Your choice
learning-quiz-right = Right
learning-quiz-wrong = Wrong
learning-quiz-partly = Partly right
learning-quiz-explanation = Explanation
learning-quiz-single = One answer
learning-quiz-multiple = Several answers
learning-quiz-true-false = True or false
learning-quiz-none = This quiz cannot be taken now: it has no questions, or all attempts are used.
learning-quiz-begin = Begin
learning-quiz-true = True
learning-quiz-false = False
learning-quiz-ends = Hand in before { $at }; after that it is handed in by itself.
learning-quiz-left = { $left } attempts left
learning-quiz-already = This attempt was handed in before; its result stands.
learning-quiz-late = It was handed in after the time was up; only answers saved in time count.

# Own courses
learning-today = Today
learning-enrolments = My courses
learning-catalog = Catalogue
learning-record = Credits and hours
learning-notifications = Notices
learning-assignments = Assignments
learning-department = My department
learning-subsidiary = My subsidiary
learning-desk = Desk
learning-supervision = Supervision
learning-children = Children
learning-finance = Finance
learning-service = Customer service

# An assignment was just saved and its people are still being gathered
learning-assignment-gathering = The list is being made in the background; with many people it takes some minutes. You may leave this page and look again later.
learning-assignment-look-again = Look again

# Presence checks
learning-presence-question = Still with us? Choose: { $word }
learning-presence-wrong = That was another word. Here is a new question.
learning-presence-over = The questions were answered wrongly three times, so this learning session has ended. What was counted stays. Load the page anew to go on.
learning-presence-other = This question has been answered already.
learning-attention-stretches = A report holds at most { $most } stretches.
learning-presence-word-1 = apple
learning-presence-word-2 = bridge
learning-presence-word-3 = candle
learning-presence-word-4 = river
learning-presence-word-5 = window
learning-presence-word-6 = garden
learning-presence-word-7 = ladder
learning-presence-word-8 = mountain
learning-presence-word-9 = pencil
learning-presence-word-10 = lantern
learning-presence-word-11 = boat
learning-presence-word-12 = cloud

# Notes
learning-notes = Notes
learning-notes-line = What you wrote down while studying. Nobody else sees it.
learning-notes-search = Search notes
learning-notes-none = No note fits.
learning-notes-empty = No notes yet. Below each lesson you can write down what matters.
learning-notes-all = All notes
learning-note = Text
learning-note-new = New note
learning-note-keep = Keep note
learning-note-edit = Change
learning-note-hint = While a video or audio plays, its moment is kept with the note; the moment leads back there.
learning-note-moment = Moment
learning-note-at = Written at { $moment }
learning-note-saved = Note kept.
learning-note-remove = Delete note
learning-note-remove-text = This note will be deleted:
learning-note-removed = Note deleted.
learning-note-enough = A lesson takes at most { $most } notes; delete some first.
learning-film-missing = This video cannot be played yet. Try again later; if it stays so, tell the teacher.
learning-film-scripts = Without scripts nothing proves what was played, so watching does not count.
learning-chapters = Chapters
