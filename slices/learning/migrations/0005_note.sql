-- 笔记: what a learner wrote down beside a lesson, of a moment of its video or audio where it has one (LRN-1). Notes
-- are one's own: nobody else reads them.
CREATE TABLE learning_note (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL,
    course_id uuid NOT NULL,
    lesson_key uuid NOT NULL,
    lesson_title text NOT NULL,
    at_ms bigint,
    body text NOT NULL,
    search_keys text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    deleted_at timestamptz,
    version bigint NOT NULL
);
CREATE INDEX learning_note_person ON learning_note (person_id, updated_at, id);
CREATE INDEX learning_note_lesson ON learning_note (person_id, lesson_key, at_ms);
-- How many a lesson has, beside its progress: a lesson without notes costs no query for them.
ALTER TABLE learning_lesson ADD COLUMN notes bigint NOT NULL DEFAULT 0;
