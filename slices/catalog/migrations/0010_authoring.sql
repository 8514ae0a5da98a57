-- 课文历史 (CRS-1): what the text of a lesson was, one row for each sitting of a person. It belongs to the course, since
-- `lesson_key` is the same in all its versions. `aside` is text that could not be saved because somebody else had saved
-- before: it is in force nowhere, and lost nowhere.
CREATE TABLE catalog_revision (
    id uuid PRIMARY KEY NOT NULL,
    course_id uuid NOT NULL REFERENCES catalog_course (id),
    lesson_key uuid NOT NULL,
    number bigint NOT NULL,
    version_number bigint NOT NULL,
    title text NOT NULL,
    body_md text NOT NULL,
    aside boolean NOT NULL,
    began_at timestamptz NOT NULL,
    saved_at timestamptz NOT NULL,
    person_id uuid NOT NULL,
    UNIQUE (course_id, lesson_key, number)
);

-- 编写中 (CRS-1): who has a lesson open to write, on which page of a browser, and until when that holds without a sign
-- of life. It tells others; what keeps texts from being overwritten is the lesson's count of changes.
CREATE TABLE catalog_sitting (
    version_id uuid NOT NULL REFERENCES catalog_version (id),
    lesson_key uuid NOT NULL,
    person_id uuid NOT NULL,
    sheet uuid NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (version_id, lesson_key)
);

-- 目录回收站: lessons that were taken out of a draft, as they were. `batch` went out together; their files and quizzes
-- stay theirs until the days are over or the version is published or given up.
CREATE TABLE catalog_binned (
    id uuid PRIMARY KEY NOT NULL,
    version_id uuid NOT NULL REFERENCES catalog_version (id),
    batch uuid NOT NULL,
    lesson_key uuid NOT NULL,
    parent_key uuid,
    place bigint NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    minutes bigint NOT NULL,
    required boolean NOT NULL,
    body_md text NOT NULL,
    body_html text NOT NULL,
    file_id uuid,
    file_name text,
    file_size bigint,
    duration_ms bigint,
    quiz_id uuid,
    updated_at timestamptz NOT NULL,
    updated_by uuid NOT NULL,
    version bigint NOT NULL,
    binned_at timestamptz NOT NULL,
    binned_by uuid NOT NULL
);
CREATE INDEX catalog_binned_batch ON catalog_binned (version_id, binned_at, batch);
CREATE INDEX catalog_binned_at ON catalog_binned (binned_at, version_id);
