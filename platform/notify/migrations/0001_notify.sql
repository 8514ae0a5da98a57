-- What a person finds on the page of notices.
CREATE TABLE notify_notice (
    id uuid NOT NULL PRIMARY KEY,
    person uuid NOT NULL,
    kind text NOT NULL,
    duty boolean NOT NULL,
    -- A sentence not yet rendered: key and values as JSON.
    message text NOT NULL,
    link text,
    at timestamptz NOT NULL,
    read_at timestamptz
);
CREATE INDEX notify_notice_person ON notify_notice (person, at, id);
CREATE INDEX notify_notice_unread ON notify_notice (person) WHERE read_at IS NULL;
CREATE INDEX notify_notice_at ON notify_notice (at);

-- Mails on their way. `state`: queued, sent, failed (given up), kept (no mail server is configured).
CREATE TABLE notify_mail (
    id uuid NOT NULL PRIMARY KEY,
    person uuid,
    kind text NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    lang text NOT NULL,
    message text NOT NULL,
    link text,
    at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'kept')),
    attempts bigint NOT NULL DEFAULT 0,
    -- Not before; also the end of the lease while a node sends it.
    next_at timestamptz NOT NULL,
    error text,
    ended_at timestamptz
);
CREATE INDEX notify_mail_due ON notify_mail (next_at) WHERE state = 'queued';
CREATE INDEX notify_mail_at ON notify_mail (at, id);
CREATE INDEX notify_mail_state ON notify_mail (state, at, id);
CREATE INDEX notify_mail_person ON notify_mail (person) WHERE person IS NOT NULL;

-- What a person chose for optional kinds; no row means the kind's default.
CREATE TABLE notify_preference (
    person uuid NOT NULL,
    kind text NOT NULL,
    page boolean NOT NULL,
    mail boolean NOT NULL,
    PRIMARY KEY (person, kind)
);
