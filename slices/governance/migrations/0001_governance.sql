-- 制度: a regulation and its versions. The newest approved one whose day has come governs (GOV-1).
CREATE TABLE governance_regulation (
    id uuid PRIMARY KEY NOT NULL,
    title text NOT NULL,
    interpreted_by text NOT NULL,
    created_by uuid,
    created_at timestamptz NOT NULL
);

CREATE TABLE governance_version (
    id uuid PRIMARY KEY NOT NULL,
    regulation_id uuid NOT NULL REFERENCES governance_regulation (id),
    number bigint NOT NULL,
    lang text NOT NULL,
    note text NOT NULL,
    state text NOT NULL,
    in_force_from timestamptz,
    drafted_by uuid,
    drafted_at timestamptz NOT NULL,
    submitted_by uuid,
    submitted_at timestamptz,
    decided_by uuid,
    decided_at timestamptz,
    reason text,
    version bigint NOT NULL,
    UNIQUE (regulation_id, number)
);
CREATE UNIQUE INDEX governance_version_draft ON governance_version (regulation_id) WHERE state IN ('draft', 'submitted');

CREATE TABLE governance_article (
    id uuid PRIMARY KEY NOT NULL,
    version_id uuid NOT NULL REFERENCES governance_version (id),
    place bigint NOT NULL,
    number text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    -- Who carries it out by hand, where no control does.
    by_hand text
);
CREATE INDEX governance_article_version ON governance_article (version_id, place);

-- A typed rule with parameters, bound to an article. `control_key` stays the same from version to version.
CREATE TABLE governance_control (
    id uuid PRIMARY KEY NOT NULL,
    control_key uuid NOT NULL,
    version_id uuid NOT NULL REFERENCES governance_version (id),
    article_id uuid NOT NULL REFERENCES governance_article (id),
    kind text NOT NULL,
    params text NOT NULL,
    scope_path text NOT NULL,
    scope_role text
);
CREATE INDEX governance_control_article ON governance_control (article_id);
CREATE UNIQUE INDEX governance_control_key ON governance_control (version_id, control_key);

-- 阅读确认.
CREATE TABLE governance_receipt (
    version_id uuid NOT NULL REFERENCES governance_version (id),
    person_id uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (version_id, person_id)
);

-- What happened to a person. Never changed: `gone_at` says when it was found not to be so.
CREATE TABLE governance_fact (
    id uuid PRIMARY KEY NOT NULL,
    kind text NOT NULL,
    person_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    label text NOT NULL,
    happened_at timestamptz NOT NULL,
    known_at timestamptz NOT NULL,
    source text NOT NULL,
    supersedes uuid REFERENCES governance_fact (id),
    gone_at timestamptz,
    gone_reason text
);
CREATE INDEX governance_fact_person ON governance_fact (person_id, happened_at, id);
CREATE INDEX governance_fact_known ON governance_fact (known_at);
-- One thing happens once at one moment; told twice it stays one.
CREATE UNIQUE INDEX governance_fact_once ON governance_fact (person_id, kind, subject_id, happened_at) WHERE gone_at IS NULL;

-- Whose facts changed since they were judged.
CREATE TABLE governance_stale (
    person_id uuid PRIMARY KEY NOT NULL,
    since timestamptz NOT NULL
);

-- A measure: what followed, of which control of which version, for which cause.
CREATE TABLE governance_decision (
    id uuid PRIMARY KEY NOT NULL,
    control_key uuid NOT NULL,
    control_id uuid NOT NULL REFERENCES governance_control (id),
    person_id uuid NOT NULL,
    unit_path text NOT NULL,
    period text NOT NULL,
    measure text NOT NULL,
    term_unit text NOT NULL,
    term_count bigint NOT NULL,
    state text NOT NULL,
    due_at timestamptz NOT NULL,
    made_at timestamptz NOT NULL,
    confirm_by timestamptz,
    starts_at timestamptz,
    ends_at timestamptz,
    -- What hindered its being carried out, as a Fluent key.
    hindered text,
    -- By it the person sees and appeals without signing in: a suspended account cannot.
    appeal_code text NOT NULL UNIQUE,
    version bigint NOT NULL
);
CREATE UNIQUE INDEX governance_decision_once ON governance_decision (control_key, person_id, period);
CREATE INDEX governance_decision_person ON governance_decision (person_id, made_at);
CREATE INDEX governance_decision_made ON governance_decision (made_at, id);
CREATE INDEX governance_decision_open ON governance_decision (state, confirm_by);
CREATE INDEX governance_decision_unit ON governance_decision (unit_path, made_at, id);

-- On what it rests now.
CREATE TABLE governance_ground (
    decision_id uuid NOT NULL REFERENCES governance_decision (id),
    fact_id uuid NOT NULL REFERENCES governance_fact (id),
    PRIMARY KEY (decision_id, fact_id)
);

-- Its history, with what it rested on then.
CREATE TABLE governance_step (
    id uuid PRIMARY KEY NOT NULL,
    decision_id uuid NOT NULL REFERENCES governance_decision (id),
    at timestamptz NOT NULL,
    act text NOT NULL,
    by_person uuid,
    reason text NOT NULL,
    grounds text NOT NULL
);
CREATE INDEX governance_step_decision ON governance_step (decision_id, at, id);

CREATE TABLE governance_appeal (
    id uuid PRIMARY KEY NOT NULL,
    decision_id uuid NOT NULL REFERENCES governance_decision (id),
    person_id uuid NOT NULL,
    body text NOT NULL,
    at timestamptz NOT NULL,
    state text NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    reason text
);
CREATE INDEX governance_appeal_decision ON governance_appeal (decision_id, at);
CREATE UNIQUE INDEX governance_appeal_open ON governance_appeal (decision_id) WHERE state = 'open';
CREATE INDEX governance_appeal_state ON governance_appeal (state, at);

-- 重新开通申请: about the revocation by which the account was lost.
CREATE TABLE governance_application (
    id uuid PRIMARY KEY NOT NULL,
    decision_id uuid NOT NULL REFERENCES governance_decision (id),
    body text NOT NULL,
    at timestamptz NOT NULL,
    state text NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    reason text
);
CREATE INDEX governance_application_decision ON governance_application (decision_id, at);
CREATE UNIQUE INDEX governance_application_open ON governance_application (decision_id) WHERE state = 'open';

-- When everybody was judged.
CREATE TABLE governance_run (
    id uuid PRIMARY KEY NOT NULL,
    as_of timestamptz NOT NULL,
    ended_at timestamptz,
    people bigint NOT NULL,
    changed bigint NOT NULL
);
CREATE INDEX governance_run_as_of ON governance_run (as_of);
