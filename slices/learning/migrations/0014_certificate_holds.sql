-- Of each completion at most one certificate holds: a course taken anew brings another.
DROP INDEX learning_certificate_holds;
CREATE UNIQUE INDEX learning_certificate_holds ON learning_certificate (enrolment_id, completed_at) WHERE revoked_at IS NULL;
