-- What a post by API was answered, so that the same post with the same Idempotency-Key is answered alike. Bodies are
-- sealed: an answer may hold a first password.
CREATE TABLE web_idempotency (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL,
    status bigint NOT NULL,
    location text,
    body_sealed bytea NOT NULL,
    at timestamptz NOT NULL,
    UNIQUE (person_id, key)
);
CREATE INDEX web_idempotency_at ON web_idempotency (at);
