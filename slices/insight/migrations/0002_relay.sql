-- 转达: what somebody passed on to people of a subtree (LRN-5).
CREATE TABLE insight_relay (
    id uuid PRIMARY KEY NOT NULL,
    kind text NOT NULL CHECK (kind IN ('course', 'selection', 'test', 'other')),
    title text NOT NULL,
    -- Markdown.
    body text NOT NULL,
    -- An address of this site; may be empty.
    link text NOT NULL,
    -- The last day of what it is about, such as `2026-11-30`; may be empty.
    until_day text NOT NULL,
    -- Whether the addressees are asked to confirm it.
    confirm boolean NOT NULL,
    -- Whom it is for: JSON of positions, units, cohorts and persons, of those below this node.
    scope_path text NOT NULL,
    scope_name text NOT NULL,
    targets text NOT NULL,
    sender_id uuid NOT NULL,
    sender_name text NOT NULL,
    state text NOT NULL CHECK (state IN ('sending', 'sent', 'withdrawn')),
    sent_at timestamptz NOT NULL,
    reminded_at timestamptz,
    withdrawn_at timestamptz,
    withdrawn_name text NOT NULL,
    reason text NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX insight_relay_scope ON insight_relay (scope_path, sent_at, id);
CREATE INDEX insight_relay_sent ON insight_relay (sent_at, id);

-- A receipt of each addressee. Name and unit as they were.
CREATE TABLE insight_addressee (
    id uuid PRIMARY KEY NOT NULL,
    relay_id uuid NOT NULL REFERENCES insight_relay (id),
    person_id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    unit_path text NOT NULL,
    unit text NOT NULL,
    told_at timestamptz NOT NULL,
    read_at timestamptz,
    confirmed_at timestamptz,
    reminded_at timestamptz
);
CREATE UNIQUE INDEX insight_addressee_once ON insight_addressee (relay_id, person_id);
CREATE INDEX insight_addressee_name ON insight_addressee (relay_id, name_key, id);
CREATE INDEX insight_addressee_person ON insight_addressee (person_id, told_at, id);
