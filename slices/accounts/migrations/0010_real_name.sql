-- 实名制 (ACC-4): what a person states of name and identity document, sealed; one row for each person.
CREATE TABLE accounts_real_name (
    person_id uuid NOT NULL PRIMARY KEY REFERENCES accounts_person (id),
    -- Counts what was stated and decided, over all of the history.
    version bigint NOT NULL,
    -- pending, verified, rejected
    state text NOT NULL,
    -- resident-card, residence-permit, permanent-residence, passport
    document text NOT NULL,
    name_sealed bytea NOT NULL,
    name_masked text NOT NULL,
    number_sealed bytea NOT NULL,
    number_masked text NOT NULL,
    -- Keyed codes: equal numbers have equal ones, and nobody reads a number out of them.
    number_mac text NOT NULL,
    name_mac text NOT NULL,
    born_mac text,
    -- Version of the consent that was given with it.
    consent bigint NOT NULL,
    stated_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by uuid,
    reason text NOT NULL
);
CREATE INDEX accounts_real_name_state ON accounts_real_name (state, stated_at, person_id);
CREATE INDEX accounts_real_name_number ON accounts_real_name (number_mac);

-- What became of it, only ever added to, without name and number.
CREATE TABLE accounts_real_name_step (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    version bigint NOT NULL,
    -- stated, verified, rejected, withdrawn, erased
    act text NOT NULL,
    document text NOT NULL,
    reason text NOT NULL,
    by_person uuid,
    at timestamptz NOT NULL
);
CREATE INDEX accounts_real_name_step_person ON accounts_real_name_step (person_id, version);
