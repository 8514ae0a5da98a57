-- A device from which a person signs in has a count of its own: strangers' failures lock out strangers alone. It
-- counts on its own while it has signed in with the present password and is one of the latest few.
ALTER TABLE accounts_device ADD COLUMN failures bigint NOT NULL DEFAULT 0;
ALTER TABLE accounts_device ADD COLUMN locked_until timestamptz;
CREATE INDEX accounts_device_latest ON accounts_device (person_id, last_seen_at);
