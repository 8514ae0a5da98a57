-- Mails are taken in the order of this index, so that a long queue costs no more than a short one. The state stands
-- in it because SQLite would otherwise take the index of the list of mails, and sort all that wait.
DROP INDEX notify_mail_due;
CREATE INDEX notify_mail_turn ON notify_mail (state, next_at, id) WHERE state = 'queued';
