-- 平台培训: a role's course may be taken anew each year; the completion before the present round still counts until its
-- time is over (ACC-14).
ALTER TABLE learning_enrolment ADD COLUMN completed_before timestamptz;
