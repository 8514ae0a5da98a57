-- Tries of a name that belongs to nobody are counted like those of an account, so that the door answers alike.
CREATE INDEX accounts_sign_in_user ON accounts_sign_in (user_key, at);
-- The job that ends what has run out, and the security administrator's list of sessions now.
CREATE INDEX accounts_session_open ON accounts_session (ended_at, expires_at);
CREATE INDEX accounts_reset_person ON accounts_reset (person_id, expires_at);
CREATE INDEX accounts_token_person ON accounts_token (person_id);
CREATE INDEX accounts_person_state ON accounts_person (state, state_until);
-- A forgotten password is asked for by mailbox, in whatever case it is typed.
CREATE INDEX accounts_person_mailbox ON accounts_person (lower(mail));
