### The catalogue: courses, lessons, versions, review, categories.

## Menu

catalog-place-teaching = Teaching
catalog-place-reviews = Course reviews
catalog-place-courses = Courses

## List of courses

catalog-courses = Courses
catalog-courses-all = All courses of the units in your charge, drafts included.
catalog-courses-own = Courses of which you are an author.
catalog-courses-none = No courses yet. Begin one, and submit it for review when it is written.
catalog-courses-count =
    { $count ->
        [one] one course
       *[other] { $count } courses
    }
catalog-new-course = New course
catalog-find-courses = Find courses
catalog-find-placeholder = Title, pinyin or author
catalog-by-state = By state
catalog-any-category = All categories
catalog-any-level = All levels
catalog-whose = Author
catalog-whose-all = All authors
catalog-whose-mine = My courses
catalog-column-title = Course
catalog-column-state = State
catalog-column-category = Category
catalog-column-level = Level
catalog-column-author = Author
catalog-column-lecturer = { -teacher(form: "One") }
catalog-column-lessons = { -lesson(form: "Many") }
catalog-column-hours = { -training-hour(form: "Many") }
catalog-column-minutes = { -training-hour(form: "Many") } (minutes)
catalog-column-credits = { -credit(form: "Many") }
catalog-column-updated = Last changed
catalog-column-published = Published
catalog-column-version = Version
catalog-column-begun = Begun
catalog-column-reviews = Reviews
catalog-column-submitted = Submitted
catalog-column-due = Due
catalog-column-decided = Decided
catalog-column-reason = Reason for return
catalog-restore = Restore
catalog-all = See all

## States

catalog-state-any = All
catalog-state-draft = Draft
catalog-state-in-review = In review
catalog-state-approved = To be published
catalog-state-published = Published
catalog-state-changed = New version under way
catalog-state-to-publish = To be published, new versions too
catalog-state-changing = Version { $number } being written
catalog-state-withdrawn = Withdrawn
catalog-state-retired = Replaced by a later version
catalog-state-returned = Returned
catalog-state-bin = Bin
catalog-review-open = To be reviewed
catalog-review-approved = Approved
catalog-review-returned = Returned
catalog-review-recalled = Taken back
catalog-review-all = All
catalog-late = Overdue
catalog-lacks = Incomplete
catalog-optional = Optional

## Levels and kinds

catalog-level-basic = Basic
catalog-level-intermediate = Intermediate
catalog-level-advanced = Advanced
catalog-kind-section = Section heading
catalog-kind-page = Page
catalog-kind-pdf = PDF document
catalog-kind-video = Video
catalog-kind-audio = Audio
catalog-kind-download = Download
catalog-kind-quiz = Quiz

## Beginning

catalog-new-course-line = Give it a title first; everything can be changed later. The course belongs to your { -unit }.
catalog-field-title = Title of the course
catalog-field-title-hint = { -learner(form: "Many") } find the course by it; at most 120 characters.
catalog-field-category-hint = To be chosen before the course is submitted.
catalog-before-submission = Needed before submission
catalog-no-categories = There are no categories yet. The { -centre } adds them and has been told; write everything else meanwhile, and choose one later.
catalog-no-categories-yours = There are no categories yet, and every author needs one before submission. Add the first:
catalog-assign = Assign this course
catalog-notice-category-needed = { $who } writes the first course, and there is no category to choose
catalog-notice-category-needed-text = The course “{ $title }” needs a category before it can be submitted. Add categories, so that its author can go on.
catalog-notice-category-needed-name = Categories are needed
catalog-no-category = Not yet
catalog-begin = Introduction, objectives, syllabus and criteria
catalog-begin-outline = Begin with an outline (recommended)
catalog-begin-empty = Begin with nothing
catalog-begin-submit = Create and write
catalog-course-begun = The course is there. Add { -lesson(form: "many") } first, then complete its facts.
catalog-outline-introduction =
    The course is about …, because …

    {"**"}For**: …

    {"**"}Needed before**: nothing.
catalog-outline-objectives =
    Afterwards one can:

    - name …
    - do … without help
    - judge …
catalog-outline-syllabus =
    1. First part: …
    2. Second part: …
    3. Third part: …
catalog-outline-criteria =
    - All required { -lesson(form: "many") } completed
    - At least 60 percent in the quiz

## Writing

catalog-course-line = Version { $number } · { $lessons } { $lessons ->
        [one] { -lesson }
       *[other] { -lesson(form: "many") }
    } · { $hours }
catalog-preview = Preview
catalog-versions = Versions and differences
catalog-progress = Learners’ progress
catalog-edit = Write
catalog-steps = How far the course is
catalog-step-write = Writing
catalog-step-write-who = Author
catalog-step-review = Review
catalog-step-review-who = { -reviewer(form: "One") }
catalog-step-publish = Publication
catalog-step-publish-who = { -centre(form: "One") }
catalog-step-study = Study
catalog-step-study-who = { -learner(form: "Many") }
catalog-tree = Contents
catalog-tree-closed = Submitted or published: it cannot be changed.
catalog-tree-empty = Nothing here yet. Add a { -lesson }, or drop files below.
catalog-minutes = { $n } min
catalog-add-lesson = Add { -lesson }
catalog-field-kind = Kind
catalog-field-parent = Below
catalog-outermost = Outermost level
catalog-field-lesson-title = Title
catalog-add-files = Upload files
catalog-field-files = Files
catalog-field-files-hint = Several at once. Video and sound are played, PDF is shown on the page, Markdown (.md) becomes a page, anything else a download.
catalog-upload = Upload and add
catalog-upload-before = File uploaded before
catalog-files-added =
    { $count ->
        [one] One { -lesson } was added.
       *[other] { $count } { -lesson(form: "many") } were added.
    }
catalog-files-refused =
    { $count ->
        [one] One file was not added; the others are in the contents:
       *[other] { $count } files were not added; the others are in the contents:
    }
catalog-facts = Facts of the course
catalog-edit-facts = Change the facts
catalog-authors = Authors
catalog-reviewer = Reviewer
catalog-responsible = Who answers for it
catalog-responsible-author = For the course
catalog-responsible-reviewers = For its review
catalog-responsible-operator = For running it
catalog-comma = {", "}
catalog-remarks = Remarks of the review
catalog-remarks-none = No remarks yet.
catalog-remark-course = The whole course
catalog-returned = Returned to be changed:
catalog-withdrawn-at = Withdrawn on { $at }:

## The way to publication

catalog-way = Way to publication
catalog-complete = Complete: it can be submitted. From then until the decision nobody can change it.
catalog-missing =
    { $count ->
        [one] One thing is missing before it can be submitted:
       *[other] { $count } things are missing before it can be submitted:
    }
catalog-field-message = To the { -reviewer }
catalog-field-message-hint = What was changed, what to look at above all.
catalog-submit = Submit for review
catalog-submitted = Submitted for review. You will be told of the decision.
catalog-waits-for-review = Waiting for review.
catalog-review-due = Due by { $at }.
catalog-recall = Take back
catalog-recalled = Taken back: you can change it again. It has to be submitted anew afterwards.
catalog-waits-for-publication = Approved. Waiting for the { -centre } to publish it.
catalog-publish = Publish
catalog-published = Published: { -learner(form: "many") } can study it. This version will never change.
catalog-publish-own-work = You took part in writing this version. Whoever writes does not publish; somebody else of the { -centre } has to.
catalog-publish-own-review = You reviewed this version. Whoever reviews does not publish; somebody else of the { -centre } has to.
catalog-is-published = { -learner(form: "Many") } are studying it. To change it, begin a new version; until that is published they keep this one.
catalog-is-withdrawn = The course is withdrawn; nobody new can enrol.
catalog-begin-version = Begin version { $number }
catalog-version-begun = The new version was copied from the latest one and can be changed.
catalog-reinstate = Offer again
catalog-reinstated = The course is offered again, as it was.
catalog-field-reason = Reason
catalog-withdraw = Withdraw
catalog-withdraw-text = When “{ $title }” is withdrawn, nobody new can enrol; records and { -credit(form: "many") } stay. It can be offered again later.
catalog-withdrawn = Withdrawn.
catalog-take-down = Take down at once
catalog-take-down-text = Nobody can open “{ $title }” from then on, those who study it included. Authors, reviewers, publisher and learners are told. A version under review goes back to its author. Only a version that is reviewed and published anew brings the course back.
catalog-taken-down = Taken down; nobody can open it any more.
catalog-is-taken-down = The course was taken down. Only a version that is reviewed and published anew brings it back.
catalog-send-back = Return to the author
catalog-send-back-text = Returns version { $number } of “{ $title }” to its author. It has to be reviewed again afterwards. Say what is to be changed.
catalog-sent-back = Returned to the author.
catalog-discard = Discard this version
catalog-discard-text = Discards version { $number } of “{ $title }”. All changes of this version are lost for good. What was published stays as it is.
catalog-discarded = The version was discarded.
catalog-delete = Delete the course
catalog-delete-text = Puts “{ $title }” into the bin. It can be restored for 30 days; then it is removed with all { -lesson(form: "many") } and files.
catalog-deleted = The course is in the bin and can be restored for 30 days.
catalog-restored = The course was restored.

## What is missing

catalog-missing-summary = The summary is empty
catalog-missing-category = No category was chosen
catalog-missing-lecturer = No { -teacher } was named
catalog-missing-introduction = The introduction is empty
catalog-missing-objectives = The objectives are empty
catalog-missing-syllabus = The syllabus is empty
catalog-missing-gaps = The course’s texts still have gaps marked “…”
catalog-missing-criteria = The criteria are empty
catalog-missing-lessons = There is no { -lesson } yet
catalog-missing-required = At least one { -lesson } has to be required
catalog-missing-kind = This platform has no such kind: “{ $title }”
catalog-missing-children = Nothing stands below “{ $title }”
catalog-missing-text = “{ $title }” has no text
catalog-missing-file = “{ $title }” has no file
catalog-missing-minutes = “{ $title }” has no minutes
catalog-precheck = Machine check
catalog-found =
    { $count ->
        [one] Machine check: one finding
       *[other] Machine check: { $count } findings
    }
catalog-found-blocks = Must change
catalog-found-look = For the reviewer
catalog-found-note = For information
catalog-found-lesson = { $title }
catalog-found-captions = “{ $title }” has no captions
catalog-found-link-nowhere = “{ $title }”, paragraph { $paragraph }: a link leads nowhere: { $address }
catalog-found-link-hidden = “{ $title }”, paragraph { $paragraph }: a link leads to a course that is not published: { $address }
catalog-found-link-insecure = “{ $title }”, paragraph { $paragraph }: a link to another site is not encrypted (http): { $address }
catalog-found-link-out = “{ $title }”, paragraph { $paragraph }: a link leads to another site: { $address }
catalog-found-picture-nowhere = “{ $title }”, paragraph { $paragraph }: a picture is not there: { $address }
catalog-found-picture-foreign = “{ $title }”, paragraph { $paragraph }: a picture is not shown; only those of this platform are
catalog-found-picture-unsaid = “{ $title }”, paragraph { $paragraph }: a picture has no description
catalog-found-subtitles = { $title } (subtitles { $lang })
catalog-found-word = “{ $title }”, paragraph { $paragraph }: sensitive word “{ $word }” ({ $category })
catalog-found-word-in = “{ $title }”: sensitive word “{ $word }” ({ $category })
catalog-found-words-more = { $count } more sensitive words
catalog-words-wrong = A sensitive word is wrong? Say so
catalog-missing-attached = “{ $title }”: { $what }

## Facts

catalog-facts-line = { -learner(form: "Many") } see these before they enrol.
catalog-fact-title = Title
catalog-fact-summary = Summary
catalog-fact-summary-hint = Shown in lists; at most 200 characters.
catalog-fact-level = Level
catalog-fact-lecturer = { -teacher(form: "One") }
catalog-fact-lecturer-hint = Name of who teaches it, also from outside.
catalog-fact-credits = { -credit(form: "Many") }
catalog-fact-credits-hint = Earned on completion, with at most two decimals. The contents take { $hours }.
catalog-fact-in-order = No skipping on first watch
catalog-fact-in-order-hint = Videos and audio are played in order the first time; what was played may be watched again at will.
catalog-in-order-yes = In order
catalog-in-order-no = Freely
catalog-fact-introduction = Introduction
catalog-fact-objectives = Objectives
catalog-fact-syllabus = Syllabus
catalog-fact-criteria = Criteria
catalog-facts-saved = The facts were saved.
catalog-theirs = What somebody else just saved
catalog-theirs-line = The form below holds what you wrote. Merge both, then save; yours then holds.
catalog-theirs-by = { $who } saved this on { $at }. The form holds what you wrote. Merge both, then save; yours then holds.
catalog-somebody = Another author

## Lessons

catalog-field-minutes = Minutes
catalog-field-minutes-hint = Time to work through it; booked once on completion.
catalog-field-required = Required
catalog-field-required-hint = The course is complete with all required { -lesson(form: "many") }.
catalog-field-text = Text
catalog-field-text-hint = In Markdown: # heading, **strong**, - list, | table |, $formula$.
catalog-field-note = Note
catalog-field-file = File
catalog-field-file-other = Another file
catalog-office = Shown on the page
catalog-office-taken = { -learner(form: "Many") } will download this file. It can also become a PDF that they read on the page; the lesson then shows the PDF, so keep the document itself.
catalog-office-ask = Turn into PDF
catalog-office-queued = Received; it waits its turn to become a PDF.
catalog-office-working = It is becoming a PDF, which usually takes seconds.
catalog-office-ready = It has become a PDF.
catalog-office-meanwhile = For now this lesson is a download: whoever takes the file has completed it.
catalog-office-not-ready = still becoming a PDF; the course can be submitted once that is done
catalog-medium-none = This file has not been processed yet.
catalog-medium-queued = Received; it waits its turn to be processed.
catalog-medium-working = Being processed, { $percent }% done.
catalog-medium-ready = Ready.
catalog-medium-only-sound = There is only sound in the file, no picture: that is what { -learner(form: "many") } will get. For a picture, choose another file.
catalog-medium-leave = The server does the work; you can leave this page and go on with other lessons.
catalog-medium-retry = Try again
catalog-medium-again = Processing has begun again.
catalog-medium-length = Length
catalog-medium-size = Picture
catalog-medium-renditions = Sizes
catalog-medium-sound = Sound
catalog-medium-silent = None
catalog-medium-not-ready = still being processed ({ $percent }%); the course can be submitted once that is done
catalog-tracks = Subtitles
catalog-tracks-none = No subtitles yet. They let those learn who cannot hear well, and help to revise.
catalog-track-add = Add subtitles
catalog-track-language = Language
catalog-track-language-hint = They replace those in the same language.
catalog-track-file = File with subtitles
catalog-track-file-hint = SRT or WebVTT, up to 2 MB.
catalog-track-edit = Edit { $language }
catalog-track-remove-one = Remove { $language }
catalog-track-remove = Remove subtitles
catalog-track-remove-text = The subtitles in “{ $language }” will be removed for good; the video stays. Other versions with the same file lose them, too.
catalog-track-title = Subtitles: { $language }
catalog-track-lead = Each begins with a line of times, then its words; one empty line between two. Other versions with the same file show the corrected subtitles, too.
catalog-track-text = Subtitles
catalog-track-text-hint = WebVTT, such as 00:00:01.000 --> 00:00:03.500. <b>, <i> and <u> are allowed.
catalog-chapters = Chapters
catalog-chapters-none = There are no chapters yet. In a long film they show at a glance where to find what.
catalog-chapters-edit = Edit chapters
catalog-chapters-lead = One chapter a line: the time at which it begins, a space, its title. The film lasts { $length }.
catalog-chapters-hint = In order of time, at most { $most } chapters, titles of at most 120 characters. Delete all lines for no chapters.
catalog-chapters-example = 0:00 Opening
catalog-chapters-unprocessed = The film or sound is still being prepared; chapters can be written once it is known how long it plays.
catalog-chapters-kept = Chapters saved.
catalog-audit-chapters-kept = Chapters saved
catalog-track-kept = Subtitles saved.
catalog-track-removed = Subtitles removed.
catalog-fault-no-track = Please choose a file with subtitles (SRT or WebVTT).
catalog-language-zh-hans = 中文（简体）
catalog-language-zh-hant = 中文（繁體）
catalog-language-en = English
catalog-language-ja = 日本語
catalog-language-ko = 한국어
catalog-language-ru = Русский
catalog-language-fr = Français
catalog-language-es = Español
catalog-lesson-saved = Saved.
catalog-edit-attached = Write questions
catalog-preview-attached = Preview questions
catalog-move = Move
catalog-move-up = Up
catalog-move-down = Down
catalog-move-in = Below the one before
catalog-move-out = One level out
catalog-moved = Moved.
catalog-not-moved = It stands at the end in that direction; nothing was moved.
catalog-remove-lesson = Remove
catalog-remove-lesson-text =
    { $below ->
        [0] Removes “{ $title }” from the contents; what it holds is lost. What was published stays as it is.
       *[other] Removes “{ $title }” and { $below } below it from the contents; what they hold is lost. What was published stays as it is.
    }
catalog-lesson-removed = Removed from the contents.
catalog-is-preview = A preview of version { $number }, as { -learner(form: "many") } see it. No study time is counted.
catalog-take = Download

## Authors

catalog-authors-line = All authors can write and submit the course. Whoever writes neither reviews nor publishes.
catalog-author-first = First author, responsible for the course
catalog-author-also = Fellow author
catalog-add-author = Add author
catalog-remove-author = Remove
catalog-remove-author-name = Remove author { $name }
catalog-author-added = The author was added.
catalog-author-removed = The author was removed; what they wrote stays.
catalog-field-user-name = User name
catalog-field-user-name-hint = The name by which they sign in.

## Versions

catalog-versions-line = Every published version is kept as it was.
catalog-version = Version { $number }
catalog-compare-with = Compare with
catalog-compared = Compared with version { $number }; unchanged { -lesson(form: "many") }: { $same }.
catalog-no-difference = Both versions are the same.
catalog-first-version = This is the first version; there is none to compare with.
catalog-differences = Differences from the version before
catalog-diff-added = New
catalog-diff-removed = Removed
catalog-diff-changed = Changed
catalog-diff-title = Former title: { $old }
catalog-diff-number = Former place: { $old }
catalog-diff-minutes = Former minutes: { $old }
catalog-diff-optional = Was required, is optional
catalog-diff-required = Was optional, is required
catalog-diff-file = Another file
catalog-diff-skipped =
    { $count ->
        [one] One equal line
       *[other] { $count } equal lines
    }

## Start page of authors

catalog-teaching = Teaching
catalog-teaching-line = What came back stands first.
catalog-block-returned = Returned
catalog-block-writing = Being written
catalog-block-writing-none = Nothing is being written.
catalog-block-waiting = Waiting for review or publication
catalog-block-waiting-none = Nothing is waiting.
catalog-updated-at = Last changed { $at }
catalog-returned-line = Returned on { $at }: { $reason }
catalog-improve = Change
catalog-continue = Go on
catalog-look = Look

## Review

catalog-reviews = Course reviews
catalog-reviews-line = What is due first stands first. Whoever reviews is responsible.
catalog-reviews-none = No course waits for review.
catalog-find-reviews = Find submitted courses
catalog-stat-open = To be reviewed
catalog-stat-overdue = Overdue
catalog-review-by = Submitted by { $author } on { $at }
catalog-message-of-author = The author says:
catalog-review-own-work = You took part in writing this version. Whoever writes does not review; another { -reviewer } has to.
catalog-decision = Decision
catalog-checks = Check list
catalog-checks-hint = Tick an item after looking at it; where something is wrong, say what. Approval needs every tick and nothing wrong.
catalog-list-direction = Check list: direction
catalog-list-text = Check list: text
catalog-list-pictures = Check list: pictures
catalog-list-video = Check list: video
catalog-finding = Note what is wrong
catalog-finding-of = What is wrong: { $item }
catalog-item-right = { $item }: right
catalog-item-wrong = { $item }: { $finding }
catalog-check-alternatives = Pictures are described in words for those who do not see them
catalog-check-footage = Picture and sound are clear and complete
catalog-check-captions = Captions say what is said, without slips
catalog-check-filmed = Who is seen, and whose footage is used, has agreed
catalog-review-history = How it was reviewed
catalog-stage-review = Review
catalog-stage-department = Department’s review
catalog-stage-centre = Centre’s review
catalog-round = Round { $number }
catalog-column-stage = Stage
catalog-column-round = Round
catalog-review-own-review = You reviewed the stage before this one. Nobody reviews two stages; another { -reviewer } has to.
catalog-review-not-theirs-review = This course is not yours to review.
catalog-review-not-theirs-department = A { -reviewer } of the course’s department reviews it first. Where the department has none, or lets the time run out, a { -reviewer } of the centre may do so in its stead.
catalog-review-not-theirs-centre = The department has approved it; this stage is for a { -reviewer } of the centre.
catalog-field-place = Place
catalog-field-place-hint = Such as “paragraph 3”, “02:15”, “page 4”.
catalog-check-direction = In line with the educational policy
catalog-check-correct = Correct and up to date
catalog-check-words = No sensitive, discriminating or improper words
catalog-check-pictures = Pictures and files are clear and proper
catalog-check-sources = Sources are named, nobody's rights are infringed
catalog-check-privacy = No personal data or business secrets are disclosed
catalog-check-quizzes = Questions are sound, answers right
catalog-check-facts = Introduction, objectives, syllabus and criteria fit the contents; minutes and { -credit(form: "many") } are sensible
catalog-save-checks = Save ticks
catalog-checks-saved = The ticks were saved; go on later.
catalog-verdict = Decision
catalog-verdict-approve = Approve, to be published by the { -centre }
catalog-verdict-approve-department = Approve, and hand it to the centre’s reviewers
catalog-verdict-return = Return to the author
catalog-field-reason-return = Reason for return
catalog-field-reason-return-hint = Needed for a return: what is wrong, how to change it.
catalog-decide = Decide
catalog-decided = Decided; the author was told.
catalog-field-about = About
catalog-field-remark = Remark
catalog-add-remark = Add remark
catalog-remarked = The remark was saved; the author sees it.

## Categories

catalog-categories = Course categories
catalog-categories-line = At most four levels. Drag to put them in order; a name leads to its page.
catalog-categories-none = No categories yet.
catalog-add-category = Add category
catalog-field-category-name = Name
catalog-field-category-parent = Below
catalog-category-added = The category was added.
catalog-category-saved = The category was saved.
catalog-category-deleted = The category was deleted.
catalog-delete-category = Delete category

## Pictures

catalog-pictures = Pictures of the course
catalog-pictures-line = The pictures of this course. “Copy” gives what to paste into any lesson. A picture that a version shows cannot be removed.
catalog-pictures-none = This course has no pictures yet. “Insert a picture” on the page of a lesson adds one.
catalog-picture-line = { $width } × { $height } pixels, { $size }, added { $at }
catalog-picture-use = version { $number } “{ $title }”
catalog-picture-used = Shown in:
catalog-picture-unused = Shown nowhere.
catalog-picture-markdown = What to write for the picture
catalog-insert-picture = Insert a picture
catalog-field-picture = Picture
catalog-field-picture-hint = PNG, JPEG, WebP or GIF, at most 5 MB and 24 million pixels. You can also paste it or drop it into the text.
catalog-field-description = Description
catalog-field-description-hint = Required: what is to be seen and what it says, for those who cannot see it or whose device cannot load it.
catalog-picture-lacks = Please choose a picture and describe it in a sentence first.
catalog-picture-busy = Uploading the picture …
catalog-picture-inserted = The picture stands in the text and takes effect when you save.
catalog-picture-appended = The picture stands at the end of the text and takes effect when you save. Move its line to where it belongs.
catalog-picture-failed = The picture could not be uploaded; the text has not changed. Check the connection and try again.
catalog-remove-picture = Remove picture
catalog-remove-picture-name = Remove picture “{ $description }”
catalog-remove-picture-text = The picture “{ $description }” will be removed. No version shows it; to use it again, it must be uploaded anew.
catalog-picture-removed = The picture has been removed.

## What goes wrong

catalog-fault-frozen = This version was submitted or published and cannot be changed. Take it back first, or begin a new version.
catalog-fault-not-draft = There is no draft to submit; somebody may just have submitted it. Reload the page.
catalog-fault-incomplete =
    { $count ->
        [one] One thing is missing; nothing was submitted. The page names it.
       *[other] { $count } things are missing; nothing was submitted. The page names them.
    }
catalog-fault-not-submitted = There is nothing to take back; it may just have been decided. Reload the page.
catalog-fault-not-approved = No approved version waits for publication. A course has to be reviewed before it can be published.
catalog-fault-not-published = The course is not published; there is nothing to withdraw.
catalog-fault-not-withdrawn = The course is not withdrawn.
catalog-fault-taken-down = The course was taken down for an urgent reason and is not offered again as it was. Have a new version reviewed and publish it.
catalog-fault-taken-down-before = The course has been taken down already.
catalog-fault-not-discarded = This version cannot be discarded: it is the first, or it was submitted before.
catalog-fault-not-deleted = The course is not in the bin.
catalog-fault-decided = This submission was just decided or taken back. Your decision was not saved.
catalog-fault-unchecked =
    { $count ->
        [one] One item is not ticked: “{ $first }”. Approval needs all; return the course where something is wrong.
       *[other] { $count } items are not ticked, the first is “{ $first }”. Approval needs all; return the course where something is wrong.
    }
catalog-fault-findings =
    { $count ->
        [one] Something is noted as wrong with “{ $first }”. Return the course; where nothing is wrong any more, clear the words and tick the item.
       *[other] Something is noted as wrong with { $count } items, the first is “{ $first }”. Return the course; where nothing is wrong any more, clear the words and tick the items.
    }
catalog-fault-no-reason = Give the reason for the return.
catalog-fault-full = Nothing was added: a course has at most { $most } { -lesson(form: "many") } on six levels.
catalog-fault-too-deep = There are at most six levels.
catalog-fault-into-itself = It cannot stand below itself.
catalog-fault-no-files = Choose files first.
catalog-fault-many-files = At most { $most } files at once; upload them in several goes.
catalog-fault-not-media = This file is no video or audio that is recognised, or it is broken. Choose another one, such as MP4 or MP3.
catalog-fault-not-pdf = This file is no PDF and no office document, or it is broken. Choose another one.
catalog-fault-one-file = Send exactly one file, in the field named file.
catalog-fault-takes-no-file = A lesson of this kind has no file. Only PDF and download lessons take one.
catalog-fault-not-text = The file does not hold text, or is neither in UTF-8 nor in GB18030. Save it as UTF-8 and upload it again.
catalog-fault-no-picture = Please choose a picture first.
catalog-fault-picture-kind = This file is no PNG, JPEG, WebP or GIF. Its name does not count, only what is in it. Please save it in one of these formats.
catalog-fault-picture-broken = The picture is incomplete or damaged. Please export it or take it anew.
catalog-fault-picture-bytes = The picture is too large, at most { $most } MB. Please compress it or make it smaller.
catalog-fault-picture-pixels = The picture has { $width } × { $height } pixels, which is too large: at most { $side } along the longer side and { $most }0,000 in all. Please make it smaller.
catalog-fault-many-pictures = A course has at most { $most } pictures. Please remove those that are shown nowhere.
catalog-fault-picture-used = A version shows this picture, so it cannot be removed. Take it out of the draft's text first; a published version keeps its pictures for good.
catalog-fault-no-author = There is no such user name, or it is the first author's.
catalog-fault-category-deep = There are at most four levels of categories.
catalog-fault-category-taken = The level has this name already.
catalog-fault-category-used = There are courses or categories below it, so it cannot be deleted. Move them first.

## Notices

catalog-notice-submitted = { $who } submitted the course “{ $title }” for review
catalog-notice-submitted-text = Please go through the check list, remark, and decide.
catalog-notice-submitted-name = A course waits for review
catalog-notice-returned = { $who } returned the course “{ $title }”
catalog-notice-returned-text = Please change it as remarked and submit it again.
catalog-notice-returned-name = My course was returned
catalog-notice-approved = The course “{ $title }” was approved and waits for publication
catalog-notice-approved-text = { $who } approved it. Please check and publish it.
catalog-notice-approved-name = A course waits for publication
catalog-notice-taken-down = { $who } took the course “{ $title }” down at once
catalog-notice-taken-down-text = Please look at the reason. Only a version that is reviewed and published anew brings it back.
catalog-notice-taken-down-name = My course is taken down at once
catalog-notice-review-overdue = Review or publication of the course “{ $title }” is late
catalog-notice-review-overdue-text = Please see to it. Where a department is late, a { -reviewer } of the centre may review in its stead.
catalog-notice-review-overdue-name = Reviews and publications that are late
catalog-notice-published = The course “{ $title }” was published
catalog-notice-published-text = { $who } published your course; it can be studied.
catalog-notice-published-name = My course was published

## Jobs, approvals, trail

catalog-job-purge = Empty the bin of courses
catalog-job-reindex = Make the full-text index of courses anew
catalog-approval-release = Release of a course
catalog-audit-course-created = Course created
catalog-audit-course-deleted = Course deleted
catalog-audit-course-restored = Course restored
catalog-audit-course-submitted = Course submitted
catalog-audit-course-approved = Course approved
catalog-audit-course-approved-by-department = Course approved by its department
catalog-audit-course-returned = Course returned
catalog-audit-course-recalled = Course taken back
catalog-audit-course-published = Course published
catalog-audit-course-withdrawn = Course withdrawn
catalog-audit-course-taken-down = Course taken down at once
catalog-audit-course-reinstated = Course offered again
catalog-audit-version-begun = Version begun
catalog-audit-version-discarded = Version discarded
catalog-audit-facts-saved = Facts of a course changed
catalog-audit-lesson-added = Lesson added
catalog-audit-track-kept = Subtitles saved
catalog-audit-track-removed = Subtitles removed
catalog-audit-lesson-saved = Lesson changed
catalog-audit-lesson-moved = Lesson moved
catalog-audit-lesson-removed = Lesson removed
catalog-audit-picture-added = Picture added
catalog-audit-picture-removed = Picture removed
catalog-audit-author-added = Author added
catalog-audit-author-removed = Author removed
catalog-audit-category-added = Category added
catalog-audit-category-saved = Category changed
catalog-audit-category-deleted = Category deleted

## Who may do what
may-courses = Courses
may-courses-read = See courses, drafts among them
may-courses-write = Write courses
may-courses-take-down = Take courses down at once
may-courses-publish = Publish and withdraw courses
may-categories = Course categories
may-categories-manage = Manage course categories
may-reviews = Course reviews
may-reviews-read = See courses in review
may-reviews-decide = Review courses

## The page of writing: tree, autosave, history, bin

catalog-busy = in progress
catalog-remarks-count = { $count ->
    [one] one remark
   *[other] { $count } remarks
}
catalog-tree-help = Double-click a title or press F2 to rename it.
catalog-field-where = Where it goes
catalog-where-after = After “{ $title }”
catalog-where-below = Below “{ $title }”
catalog-missing-more = And { $count } more, each marked “Incomplete” in the tree.
catalog-removed = “{ $title }” is in the bin.
catalog-put-back = Put back
catalog-put-back-name = Put “{ $title }” back
catalog-bin = Bin of the tree
catalog-bin-line = What was taken out of the tree is kept here for { $days } days; the bin is emptied when the version is published or given up.
catalog-bin-empty = The bin is empty.
catalog-bin-by = Taken out by { $who } on { $at }
catalog-bin-below = { $count ->
    [one] with one item below it
   *[other] with { $count } items below it
}
catalog-lesson-restored = It is back in the tree.
catalog-copy-lesson = Duplicate
catalog-copy-of = { $title } (copy)
catalog-lesson-copied = { $count ->
    [one] Duplicated; the copy stands behind the original.
   *[other] { $count } items duplicated; the copy stands behind the original.
}
catalog-copy-course = Duplicate the course
catalog-course-copied = Duplicated into a course of your own. Rename and change it before you submit it.
catalog-lesson-acts = Move, duplicate, remove
catalog-draft-saved = Saved by itself at { $at }
catalog-draft-typing = Typing…
catalog-draft-saving = Saving…
catalog-draft-offline = Not saved: the server cannot be reached. The text is kept on this device and saved once the server is back.
catalog-draft-only = Not saved: the server cannot be reached, and this device cannot keep it either. Please leave the page open.
catalog-draft-failed = Not saved. The text is kept on this device; press “Save” to try again.
catalog-draft-aside = { $who } saved this { -lesson } on { $at }. What you wrote is in the history and has overwritten nothing; “Save” shows both side by side.
catalog-draft-kept = This device holds a text of this page that was not saved.
catalog-draft-restore = Go on with it
catalog-draft-forget = Discard it
catalog-draft-restored = It is back in the form and being saved.
catalog-sitting-own = You have this { -lesson } open on another page. Write there, or take over to write here.
catalog-sitting-theirs = { $who } has been writing this { -lesson } since { $since }; you can read along. Before you take over, better have a word; nothing of theirs is lost.
catalog-take-over = Take over
catalog-history = History
catalog-history-line = One revision for each sitting of each person, { $most } at most; the oldest go first.
catalog-history-empty = No change of this { -lesson } has been saved yet.
catalog-column-revision = Revision
catalog-column-when = Saved
catalog-column-who = By
catalog-column-characters = Characters
catalog-column-acts = Acts
catalog-revision = Revision { $number }
catalog-revision-label = { $number } · { $who } · { $at }
catalog-revision-now = current text
catalog-revision-aside = set aside
catalog-revision-began = begun { $at }
catalog-revision-restored = Restored. What stood there before is in the history, too.
catalog-restore-revision = Restore
catalog-restore-revision-name = Restore revision { $number }
catalog-difference = Differences
catalog-difference-old = The older
catalog-difference-new = The newer
catalog-difference-line = From “{ $old }” to “{ $new }”: what went is struck out, what came is underlined.
catalog-compare = Compare
catalog-unit-revisions = revisions
catalog-use-item = Use in a course
catalog-use-line = “{ $title }” becomes the last lesson of one of your drafts. The file is not kept twice.
catalog-use-course = Draft
catalog-use-choose = Choose
catalog-use-hint = Your drafts alone. What the item demands of watermark and download goes along.
catalog-use-none = You have no draft at present.
catalog-use-do = Put it in
catalog-use-no-download = This item may not be taken along and cannot be shown in a course, so it cannot be used there.
catalog-use-unmarkable = This item demands a watermark that files of its kind cannot bear, so it cannot be used in a course.
