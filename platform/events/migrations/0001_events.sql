-- The outbox. A row is written in the transaction of what it tells of and never changed afterwards, but for `fanned`.
CREATE TABLE events_event (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    version bigint NOT NULL,
    subject uuid NOT NULL,
    sequence bigint NOT NULL,
    actor uuid,
    at timestamptz NOT NULL,
    payload text NOT NULL,
    -- Whether the rows of events_delivery for it exist.
    fanned boolean NOT NULL DEFAULT FALSE,
    UNIQUE (subject, sequence)
);
CREATE INDEX events_event_fresh ON events_event (id) WHERE NOT fanned;
CREATE INDEX events_event_fresh_subject ON events_event (subject, sequence) WHERE NOT fanned;
CREATE INDEX events_event_at ON events_event (at);

-- The last sequence given out for a subject. Outlives its events, so that a sequence never begins anew.
CREATE TABLE events_subject (
    subject uuid NOT NULL PRIMARY KEY,
    last bigint NOT NULL
);

-- Who listens to what, as the nodes have announced. Kept as rows, so that during a rolling upgrade an older node
-- hands events to a subscriber which only the newer one knows.
CREATE TABLE events_subscription (
    subscriber text NOT NULL,
    kind text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (subscriber, kind)
);

-- One event for one subscriber. `state`: waiting, done, parked (given up until a person decides), skipped.
CREATE TABLE events_delivery (
    subscriber text NOT NULL,
    event uuid NOT NULL REFERENCES events_event (id),
    subject uuid NOT NULL,
    sequence bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'done', 'parked', 'skipped')),
    attempts bigint NOT NULL DEFAULT 0,
    -- Not before; also the end of the lease while a node works on it.
    next_at timestamptz NOT NULL,
    error text,
    ended_at timestamptz,
    PRIMARY KEY (subscriber, event)
);
CREATE INDEX events_delivery_due ON events_delivery (next_at) WHERE state = 'waiting';
CREATE INDEX events_delivery_open ON events_delivery (subscriber, subject, sequence)
    WHERE state IN ('waiting', 'parked');
CREATE INDEX events_delivery_event ON events_delivery (event);
