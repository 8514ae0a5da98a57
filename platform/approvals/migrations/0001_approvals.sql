-- Something that others have to agree to. `state`: open, approved, returned, refused, withdrawn.
CREATE TABLE approvals_request (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    subject uuid NOT NULL,
    -- What is asked for, as the asker's slice writes it; JSON.
    payload text NOT NULL,
    asked_by uuid NOT NULL,
    node_path text NOT NULL,
    reason text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'approved', 'returned', 'refused', 'withdrawn')),
    -- The step that is open or was open last, from 0, and how many times the request was handed in.
    step bigint NOT NULL,
    round bigint NOT NULL,
    author_may_decide boolean NOT NULL,
    one_step_each boolean NOT NULL,
    created_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX approvals_request_subject ON approvals_request (subject, created_at);
CREATE INDEX approvals_request_asker ON approvals_request (asked_by, created_at, id);

-- Who decides, in order. Exactly one of permission, role, person is set. `state`: waiting, open, done.
CREATE TABLE approvals_step (
    request uuid NOT NULL REFERENCES approvals_request (id),
    position bigint NOT NULL,
    permission text,
    role text,
    person uuid,
    -- Time for the decision, in seconds from the opening of the step.
    time_allowed bigint,
    state text NOT NULL CHECK (state IN ('waiting', 'open', 'done')),
    opened_at timestamptz,
    due_at timestamptz,
    escalated_at timestamptz,
    PRIMARY KEY (request, position)
);
CREATE INDEX approvals_step_open ON approvals_step (state, request) WHERE state = 'open';
CREATE INDEX approvals_step_due ON approvals_step (due_at) WHERE state = 'open' AND escalated_at IS NULL;

-- What was decided. `verdict`: approve, return, refuse.
CREATE TABLE approvals_decision (
    id uuid NOT NULL PRIMARY KEY,
    request uuid NOT NULL REFERENCES approvals_request (id),
    round bigint NOT NULL,
    position bigint NOT NULL,
    decider uuid NOT NULL,
    -- The person for whom a deputy decided.
    deputy_of uuid,
    verdict text NOT NULL CHECK (verdict IN ('approve', 'return', 'refuse')),
    reason text NOT NULL,
    at timestamptz NOT NULL,
    UNIQUE (request, round, position)
);

-- Who decides in a person's stead, and when.
CREATE TABLE approvals_deputy (
    person uuid NOT NULL,
    deputy uuid NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    PRIMARY KEY (person, deputy)
);
CREATE INDEX approvals_deputy_deputy ON approvals_deputy (deputy, from_at, until_at);
