-- Lessons that were taken along (OPS-8): their learning session begins when they were taken, is judged by all of the
-- person's time since then, and takes no other session over. Of every session: how much of its time counts elsewhere.
ALTER TABLE learning_attention ADD COLUMN taken boolean NOT NULL DEFAULT FALSE;
ALTER TABLE learning_attention ADD COLUMN elsewhere_seconds bigint NOT NULL DEFAULT 0;
