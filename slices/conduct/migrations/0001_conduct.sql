-- 案卷: a report and all that becomes of it (GOV-3, GOV-7). Names are kept as they were.
CREATE TABLE conduct_case (
    id uuid PRIMARY KEY NOT NULL,
    year bigint NOT NULL,
    number bigint NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    -- Whom it concerns, once that is known; until then the unit is that of the reporter.
    person_id uuid,
    person_name text NOT NULL,
    unit_path text NOT NULL,
    -- The address in this program that it is about, and what is said to have happened.
    about text NOT NULL,
    words text NOT NULL,
    reporter_id uuid,
    reporter_name text NOT NULL,
    reported_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    suspicion_id uuid,
    investigator_id uuid,
    investigator_name text,
    taken_at timestamptz,
    heard_until timestamptz,
    statement text,
    stated_at timestamptz,
    outcome text,
    days bigint,
    by_hand text,
    regulation text,
    regulation_version bigint,
    article text,
    reason text,
    decider_id uuid,
    decider_name text,
    decided_at timestamptz,
    ends_at timestamptz,
    -- What hindered its being carried out, as a Fluent key.
    hindered text,
    overturned_at timestamptz,
    closed_at timestamptz,
    -- By it the person sees, states and appeals without signing in: a suspended account cannot.
    code text NOT NULL UNIQUE,
    version bigint NOT NULL,
    UNIQUE (year, number)
);
CREATE INDEX conduct_case_state ON conduct_case (state, due_at, id);
CREATE INDEX conduct_case_unit ON conduct_case (unit_path, reported_at, id);
CREATE INDEX conduct_case_reported ON conduct_case (reported_at, id);
CREATE INDEX conduct_case_person ON conduct_case (person_id, reported_at);
CREATE INDEX conduct_case_outcome ON conduct_case (outcome, ends_at);

CREATE TABLE conduct_step (
    id uuid PRIMARY KEY NOT NULL,
    case_id uuid NOT NULL REFERENCES conduct_case (id),
    at timestamptz NOT NULL,
    act text NOT NULL,
    by_person uuid,
    by_name text NOT NULL,
    words text NOT NULL
);
CREATE INDEX conduct_step_case ON conduct_step (case_id, at, id);

CREATE TABLE conduct_recusal (
    case_id uuid NOT NULL REFERENCES conduct_case (id),
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    objected boolean NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (case_id, person_id)
);

CREATE TABLE conduct_evidence (
    id uuid PRIMARY KEY NOT NULL,
    case_id uuid NOT NULL REFERENCES conduct_case (id),
    kind text NOT NULL,
    name text NOT NULL,
    note text NOT NULL,
    file_id uuid,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    -- Of records: where they stand, and what they held then as JSON.
    href text NOT NULL,
    held text NOT NULL,
    added_by uuid,
    added_name text NOT NULL,
    added_at timestamptz NOT NULL
);
CREATE INDEX conduct_evidence_case ON conduct_evidence (case_id, added_at, id);

CREATE TABLE conduct_package (
    id uuid PRIMARY KEY NOT NULL,
    case_id uuid NOT NULL REFERENCES conduct_case (id),
    file_id uuid NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    items bigint NOT NULL,
    made_by uuid,
    made_name text NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX conduct_package_case ON conduct_package (case_id, made_at, id);

CREATE TABLE conduct_appeal (
    id uuid PRIMARY KEY NOT NULL,
    case_id uuid NOT NULL REFERENCES conduct_case (id),
    body text NOT NULL,
    at timestamptz NOT NULL,
    state text NOT NULL,
    decided_by uuid,
    decided_name text,
    decided_at timestamptz,
    reason text
);
CREATE INDEX conduct_appeal_case ON conduct_appeal (case_id, at, id);
CREATE UNIQUE INDEX conduct_appeal_open ON conduct_appeal (case_id) WHERE state = 'open';

CREATE TABLE conduct_referral (
    id uuid PRIMARY KEY NOT NULL,
    case_id uuid NOT NULL REFERENCES conduct_case (id),
    reason text NOT NULL,
    by_person uuid,
    by_name text NOT NULL,
    at timestamptz NOT NULL,
    state text NOT NULL,
    answered_by uuid,
    answered_name text,
    answered_at timestamptz,
    answer text
);
CREATE INDEX conduct_referral_state ON conduct_referral (state, at, id);
CREATE UNIQUE INDEX conduct_referral_open ON conduct_referral (case_id) WHERE state = 'open';

-- Accounts that look shared (ACC-8): one row a person and cause, never with consequences by itself.
CREATE TABLE conduct_suspicion (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    unit_path text NOT NULL,
    kind text NOT NULL,
    cause text NOT NULL,
    seconds bigint NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    evidence text NOT NULL,
    found_at timestamptz NOT NULL,
    state text NOT NULL,
    answered_by uuid,
    answered_name text,
    answered_at timestamptz,
    answer text NOT NULL,
    reply text,
    replied_at timestamptz,
    case_id uuid
);
CREATE UNIQUE INDEX conduct_suspicion_cause ON conduct_suspicion (person_id, cause);
CREATE INDEX conduct_suspicion_state ON conduct_suspicion (state, last_at, id);
CREATE INDEX conduct_suspicion_unit ON conduct_suspicion (unit_path, last_at, id);
