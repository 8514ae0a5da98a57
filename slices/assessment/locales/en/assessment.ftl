### Assessment: quizzes and questions.

assessment-courses = Courses
assessment-quiz-title = { $title }: questions
assessment-quiz-line =
    { $count ->
        [one] One question, { $points } points in all
       *[other] { $count } questions, { $points } points in all
    }
assessment-preview = Preview
assessment-preview-title = { $title }: preview
assessment-is-preview = A preview: questions in the author's order with what is right. Nothing is graded.
assessment-to-lesson = One level up
assessment-edit = Change
assessment-questions = Questions
assessment-questions-none = No questions yet. The course needs at least one before it can be submitted.
assessment-missing-questions = the quiz has no questions
assessment-add-question = Add a question
assessment-question = Question { $number }
assessment-points = Points: { $points }
assessment-up = Move question { $number } up
assessment-down = Move question { $number } down
assessment-kind-single = Single choice
assessment-kind-multiple = Multiple choice
assessment-kind-true-false = True or false
assessment-true = True
assessment-false = False
assessment-right = Right

## Rules

assessment-rules = Rules of the quiz
assessment-field-pass = To pass (%)
assessment-field-pass-hint = Percent of all points that suffice.
assessment-field-attempts = Attempts
assessment-field-attempts-hint = 0: as often as one likes.
assessment-unlimited = Without limit
assessment-field-minutes = Time (minutes)
assessment-field-minutes-hint = Empty: no limit. When the time is up it is handed in; all saved answers count.
assessment-field-review = Answers are shown
assessment-review-passed = After a pass, or with no attempt left
assessment-review-submitted = After every attempt
assessment-review-never = Never
assessment-review-gives-away = Telling the answers after every attempt and allowing another one gives them away: choose “Once passed, or when no attempt is left”, or allow one attempt only.
assessment-field-shuffle = Questions and options in another order for each attempt
assessment-field-partial = Part of the points for part of a multiple choice
assessment-field-partial-hint = Each right option earns its share, each wrong one takes as much, never below 0. Otherwise all or nothing.
assessment-quiz-saved = The rules were saved.

## Questions

assessment-question-new = New question: { $kind }
assessment-question-edit = Change question: { $kind }
assessment-field-body = Question
assessment-field-options = Options
assessment-field-options-hint = At least two; leave the others empty. Tick what is right.
assessment-option = Option { $letter }
assessment-is-right = Option { $letter } is right
assessment-field-right = What is right
assessment-field-points = Points
assessment-field-explanation = Explanation
assessment-field-explanation-hint = Shown with the answers: why it is right, or wrong.
assessment-question-added = The question was added.
assessment-question-saved = The question was saved.
assessment-question-moved = The order was saved.
assessment-question-removed = The question was removed.
assessment-remove-question = Remove the question
assessment-remove-question-text = Removes this question with its options and explanation. What was published stays as it is.
assessment-theirs = What somebody else just saved
assessment-theirs-line = The form below holds what you wrote. Merge both, then save; yours then holds.

## What goes wrong

assessment-fault-frozen = This version of the course was submitted or published; its questions cannot be changed. Take it back first, or begin a new version.
assessment-fault-full = A quiz has at most 200 questions.
assessment-fault-new-version = A new question has no count of changes yet. Leave version out.
assessment-fault-body = Write the question.
assessment-fault-few = There have to be at least two options.
assessment-fault-same = The same as an option before.
assessment-fault-single = Tick the one option that is right.
assessment-fault-multiple = Tick at least one option that is right.
assessment-fault-true-false = Choose true or false.
assessment-fault-empty-right = An option that is ticked as right is empty. Fill it in or untick it.

## Jobs and trail

assessment-job-close-due = Hand in when the time is up
assessment-audit-quiz-saved = Rules of a quiz changed
assessment-audit-question-added = Question added
assessment-audit-question-saved = Question changed
assessment-audit-question-moved = Question moved
assessment-audit-question-removed = Question removed
assessment-audit-attempt-graded = Quiz graded
