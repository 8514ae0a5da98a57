-- The trail. Rows are written in the transaction of what they tell of and never changed. They hold no personal
-- values but ids; those stand in audit_payload, of which only salted hashes are kept here.
CREATE TABLE audit_entry (
    id uuid NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    actor uuid,
    acting_role text NOT NULL,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject uuid,
    node_path text,
    result text NOT NULL CHECK (result IN ('done', 'refused')),
    citing text,
    actor_hash bytea NOT NULL,
    subject_hash bytea NOT NULL
);
CREATE INDEX audit_entry_at ON audit_entry (at, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor, at, id) WHERE actor IS NOT NULL;
CREATE INDEX audit_entry_subject ON audit_entry (subject, at, id) WHERE subject IS NOT NULL;
CREATE INDEX audit_entry_action ON audit_entry (action, at, id);

-- Personal values of an entry in two parts, each with its salt: what tells of the actor, and what tells of the
-- subject. Erasing a part removes values and salt, so that its hash tells nothing any more.
CREATE TABLE audit_payload (
    entry uuid NOT NULL PRIMARY KEY REFERENCES audit_entry (id),
    actor_salt bytea,
    actor_name text,
    address text,
    device text,
    actor_erased uuid,
    subject_salt bytea,
    subject_name text,
    value_before text,
    value_after text,
    detail text,
    subject_erased uuid
);

-- Decisions by which payloads were erased.
CREATE TABLE audit_erasure (
    id uuid NOT NULL PRIMARY KEY,
    decision text NOT NULL,
    person uuid NOT NULL,
    as_actor boolean NOT NULL,
    as_subject boolean NOT NULL,
    at timestamptz NOT NULL
);

-- Entries not yet sealed, in the order of their coming.
CREATE TABLE audit_pending (
    entry uuid NOT NULL PRIMARY KEY REFERENCES audit_entry (id),
    -- Ids do not follow commits: only rows whose transaction lies below the oldest running one may be sealed.
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX audit_pending_xid ON audit_pending (xid, entry);

-- The chain, in sealing order.
CREATE TABLE audit_chain (
    sequence bigint NOT NULL PRIMARY KEY,
    entry uuid NOT NULL UNIQUE REFERENCES audit_entry (id),
    digest bytea NOT NULL,
    chained bytea NOT NULL
);

-- Signed heads: one for each batch sealed.
CREATE TABLE audit_head (
    sequence bigint NOT NULL PRIMARY KEY,
    chained bytea NOT NULL,
    sealed_at timestamptz NOT NULL,
    signature text NOT NULL
);

-- The signed head before which the trail was removed at the end of its retention; at most one row.
CREATE TABLE audit_anchor (
    one boolean NOT NULL PRIMARY KEY DEFAULT TRUE CHECK (one),
    sequence bigint NOT NULL,
    chained bytea NOT NULL,
    sealed_at timestamptz NOT NULL,
    signature text NOT NULL
);

-- Which node seals, and until when.
CREATE TABLE audit_lease (
    one boolean NOT NULL PRIMARY KEY DEFAULT TRUE CHECK (one),
    owner uuid,
    until timestamptz
);
INSERT INTO audit_lease (one) VALUES (TRUE);
