-- What was really played of a video or audio lesson: the union as JSON, its sum, the length that the medium had then,
-- and where the learner stopped, all in milliseconds (LRN-1, LRN-2).
ALTER TABLE learning_lesson ADD COLUMN watched text NOT NULL DEFAULT '[]';
ALTER TABLE learning_lesson ADD COLUMN watched_ms bigint NOT NULL DEFAULT 0;
ALTER TABLE learning_lesson ADD COLUMN watched_of_ms bigint NOT NULL DEFAULT 0;
ALTER TABLE learning_lesson ADD COLUMN position_ms bigint NOT NULL DEFAULT 0;

-- What a learning session was credited of its medium, repetitions included, and its presence checks: after how many
-- counted seconds the next one is due, which one is open and since when, what answers it, how often it was wrong.
ALTER TABLE learning_attention ADD COLUMN credited_ms bigint NOT NULL DEFAULT 0;
ALTER TABLE learning_attention ADD COLUMN check_due bigint;
ALTER TABLE learning_attention ADD COLUMN check_id uuid;
ALTER TABLE learning_attention ADD COLUMN check_asked_at timestamptz;
ALTER TABLE learning_attention ADD COLUMN check_wrong bigint NOT NULL DEFAULT 0;
ALTER TABLE learning_attention ADD COLUMN check_right bigint NOT NULL DEFAULT 0;
