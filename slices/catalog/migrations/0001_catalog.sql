-- 课程分类 (CRS-2): a tree, small enough to be read whole.
CREATE TABLE catalog_category (
    id uuid PRIMARY KEY NOT NULL,
    parent_id uuid REFERENCES catalog_category (id),
    name text NOT NULL,
    name_key text NOT NULL,
    place bigint NOT NULL,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    deleted_by uuid,
    version bigint NOT NULL
);
CREATE INDEX catalog_category_parent ON catalog_category (parent_id, place, id);

-- A course as lists show it. Title, level, credits and the rest repeat the version in force: the published one,
-- or the draft while nothing was published yet. `title_key` sorts by pinyin; `search_keys` is lower-case text
-- of title, pinyin, initials, summary and author.
CREATE TABLE catalog_course (
    id uuid PRIMARY KEY NOT NULL,
    title text NOT NULL,
    title_key text NOT NULL,
    search_keys text NOT NULL,
    summary text NOT NULL,
    level text NOT NULL,
    category_id uuid REFERENCES catalog_category (id),
    lecturer_id uuid,
    lecturer_name text NOT NULL,
    credits bigint NOT NULL,
    minutes bigint NOT NULL,
    lessons bigint NOT NULL,
    author_id uuid NOT NULL,
    author_name text NOT NULL,
    reviewer_id uuid,
    publisher_id uuid,
    unit_id uuid NOT NULL,
    unit_path text NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'in-review', 'approved', 'published', 'withdrawn')),
    published_version_id uuid,
    draft_version_id uuid,
    published_at timestamptz,
    withdrawn_at timestamptz,
    withdrawn_by uuid,
    withdrawn_reason text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    deleted_at timestamptz,
    deleted_by uuid,
    version bigint NOT NULL
);
CREATE INDEX catalog_course_title ON catalog_course (title_key, id);
CREATE INDEX catalog_course_state ON catalog_course (state, updated_at, id);
CREATE INDEX catalog_course_updated ON catalog_course (updated_at, id);
CREATE INDEX catalog_course_author ON catalog_course (author_id, updated_at, id);
CREATE INDEX catalog_course_unit ON catalog_course (unit_path, updated_at, id);
CREATE INDEX catalog_course_category ON catalog_course (category_id, title_key, id);

-- One version of a course. Lessons and facts of a version that was submitted do not change; what the version
-- says when it is published stays so for ever (CRS-6). `number` counts within the course.
CREATE TABLE catalog_version (
    id uuid PRIMARY KEY NOT NULL,
    course_id uuid NOT NULL REFERENCES catalog_course (id),
    number bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'in-review', 'approved', 'published', 'retired')),
    title text NOT NULL,
    summary text NOT NULL,
    level text NOT NULL,
    category_id uuid REFERENCES catalog_category (id),
    lecturer_id uuid,
    lecturer_name text NOT NULL,
    credits bigint NOT NULL CHECK (credits >= 0),
    introduction_md text NOT NULL,
    introduction_html text NOT NULL,
    objectives_md text NOT NULL,
    objectives_html text NOT NULL,
    syllabus_md text NOT NULL,
    syllabus_html text NOT NULL,
    criteria_md text NOT NULL,
    criteria_html text NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    updated_at timestamptz NOT NULL,
    frozen_at timestamptz,
    returned_at timestamptz,
    published_at timestamptz,
    published_by uuid,
    retired_at timestamptz,
    version bigint NOT NULL,
    UNIQUE (course_id, number)
);
CREATE UNIQUE INDEX catalog_version_open ON catalog_version (course_id) WHERE state IN ('draft', 'in-review', 'approved');
CREATE UNIQUE INDEX catalog_version_live ON catalog_version (course_id) WHERE state = 'published';

-- Who may write a course besides its author.
CREATE TABLE catalog_author (
    course_id uuid NOT NULL REFERENCES catalog_course (id),
    person_id uuid NOT NULL,
    name text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (course_id, person_id)
);
CREATE INDEX catalog_author_person ON catalog_author (person_id, course_id);

-- Who changed a version: they neither review nor publish it (author ≠ reviewer ≠ publisher).
CREATE TABLE catalog_editor (
    version_id uuid NOT NULL REFERENCES catalog_version (id),
    person_id uuid NOT NULL,
    first_at timestamptz NOT NULL,
    PRIMARY KEY (version_id, person_id)
);

-- A lesson of a version. `lesson_key` is the same in all versions of a course: progress refers to it.
CREATE TABLE catalog_lesson (
    id uuid PRIMARY KEY NOT NULL,
    version_id uuid NOT NULL REFERENCES catalog_version (id),
    lesson_key uuid NOT NULL,
    parent_key uuid,
    place bigint NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    minutes bigint NOT NULL CHECK (minutes >= 0),
    required boolean NOT NULL,
    body_md text NOT NULL,
    body_html text NOT NULL,
    file_id uuid,
    file_name text,
    file_size bigint,
    quiz_id uuid,
    updated_at timestamptz NOT NULL,
    updated_by uuid NOT NULL,
    version bigint NOT NULL,
    UNIQUE (version_id, lesson_key)
);
CREATE INDEX catalog_lesson_tree ON catalog_lesson (version_id, parent_key, place);
CREATE INDEX catalog_lesson_file ON catalog_lesson (file_id);
CREATE INDEX catalog_lesson_quiz ON catalog_lesson (quiz_id);

-- 审核: one row for each submission, whatever became of it. `checks` is JSON: check → yes/no/remark.
CREATE TABLE catalog_review (
    id uuid PRIMARY KEY NOT NULL,
    approval_id uuid,
    course_id uuid NOT NULL REFERENCES catalog_course (id),
    version_id uuid NOT NULL REFERENCES catalog_version (id),
    version_number bigint NOT NULL,
    title text NOT NULL,
    title_key text NOT NULL,
    search_keys text NOT NULL,
    author_name text NOT NULL,
    unit_path text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'approved', 'returned', 'recalled')),
    message text NOT NULL,
    submitted_at timestamptz NOT NULL,
    submitted_by uuid NOT NULL,
    due_at timestamptz NOT NULL,
    reviewer_id uuid,
    reviewer_name text,
    checks text NOT NULL,
    reason text,
    decided_at timestamptz,
    version bigint NOT NULL
);
CREATE INDEX catalog_review_due ON catalog_review (state, due_at, id);
CREATE INDEX catalog_review_version ON catalog_review (version_id, submitted_at);
CREATE INDEX catalog_review_course ON catalog_review (course_id, submitted_at);

-- Remarks of a review, on the whole or on one lesson.
CREATE TABLE catalog_remark (
    id uuid PRIMARY KEY NOT NULL,
    review_id uuid NOT NULL REFERENCES catalog_review (id),
    lesson_key uuid,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    at timestamptz NOT NULL,
    body text NOT NULL
);
CREATE INDEX catalog_remark_review ON catalog_remark (review_id, at, id);
