-- 账号定期检查 (ACC-2): when all accounts were gone through, and what was found.
CREATE TABLE accounts_inspection (
    id uuid NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    by_person uuid,
    people bigint NOT NULL,
    found bigint NOT NULL,
    ended_at timestamptz
);
CREATE INDEX accounts_inspection_at ON accounts_inspection (at, id);

-- One row for each account and kind of finding, however often it is found; it is opened anew where it comes back.
CREATE TABLE accounts_finding (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    -- unused, dormant, shared, over_privileged
    kind text NOT NULL,
    -- Days, or devices.
    figure bigint NOT NULL,
    -- Codes of roles, with commas.
    roles text NOT NULL,
    -- open, kept, settled, gone
    state text NOT NULL,
    found_at timestamptz NOT NULL,
    -- The last inspection that found it.
    seen_at timestamptz NOT NULL,
    answered_by uuid,
    answered_at timestamptz,
    answer text,
    version bigint NOT NULL,
    UNIQUE (person_id, kind)
);
CREATE INDEX accounts_finding_state ON accounts_finding (state, found_at, id);
