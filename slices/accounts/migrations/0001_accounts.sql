-- Organisation: a tree of any depth. `path` is '/1/5/23/' of node numbers; a subtree is a range of paths.
CREATE TABLE accounts_node (
    id uuid PRIMARY KEY NOT NULL,
    parent_id uuid REFERENCES accounts_node (id),
    number bigint NOT NULL UNIQUE,
    path text NOT NULL UNIQUE,
    kind text NOT NULL,
    name text NOT NULL,
    code text,
    place bigint NOT NULL,
    seat_quota bigint,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    deleted_by uuid,
    version bigint NOT NULL
);
CREATE INDEX accounts_node_parent ON accounts_node (parent_id, place);
CREATE UNIQUE INDEX accounts_node_code ON accounts_node (code) WHERE deleted_at IS NULL;

-- 岗位. Whoever holds one gets what is assigned to it.
CREATE TABLE accounts_position (
    id uuid PRIMARY KEY NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    deleted_by uuid
);
CREATE UNIQUE INDEX accounts_position_name ON accounts_position (name) WHERE deleted_at IS NULL;

-- People. `user_key` is the user name in lower case; `name_key` sorts by pinyin; `search_keys` is lower-case
-- text holding name, pinyin, initials, user name and staff number. `unit_path` repeats the unit's path, kept
-- in step when a unit moves, so that a subtree is one index range.
CREATE TABLE accounts_person (
    id uuid PRIMARY KEY NOT NULL,
    user_name text NOT NULL,
    user_key text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    search_keys text NOT NULL,
    unit_id uuid NOT NULL REFERENCES accounts_node (id),
    unit_path text NOT NULL,
    position_id uuid REFERENCES accounts_position (id),
    staff_number text,
    mail text,
    mobile_sealed bytea,
    mobile_masked text,
    state text NOT NULL,
    state_until timestamptz,
    acting_role text,
    lang text,
    theme text,
    last_sign_in_at timestamptz,
    created_at timestamptz NOT NULL,
    created_by uuid,
    left_at timestamptz,
    version bigint NOT NULL
);
CREATE UNIQUE INDEX accounts_person_user ON accounts_person (user_key);
CREATE UNIQUE INDEX accounts_person_staff ON accounts_person (staff_number) WHERE staff_number IS NOT NULL AND left_at IS NULL;
CREATE INDEX accounts_person_unit ON accounts_person (unit_path, name_key, id);
CREATE INDEX accounts_person_name ON accounts_person (name_key, id);
CREATE INDEX accounts_person_position ON accounts_person (position_id);
CREATE INDEX accounts_person_mail ON accounts_person (mail);

-- Each change of an account's state: who, when, why, citing which article (ACC-5).
CREATE TABLE accounts_state_change (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    state_before text NOT NULL,
    state_after text NOT NULL,
    until timestamptz,
    at timestamptz NOT NULL,
    by_person uuid,
    reason text NOT NULL,
    article text
);
CREATE INDEX accounts_state_change_person ON accounts_state_change (person_id, at);

-- Secrets of an account. A generated initial password is kept as HMAC under a server key until first use.
CREATE TABLE accounts_credential (
    person_id uuid PRIMARY KEY NOT NULL REFERENCES accounts_person (id),
    password_hash text,
    initial_mac bytea,
    initial_sealed bytea,
    initial_expires_at timestamptz,
    must_change boolean NOT NULL,
    changed_at timestamptz,
    failures bigint NOT NULL,
    locked_until timestamptz,
    totp_sealed bytea,
    totp_step bigint,
    totp_since timestamptz,
    recovery_hashes text
);

CREATE TABLE accounts_password_history (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    password_hash text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX accounts_password_history_person ON accounts_password_history (person_id, at);

CREATE TABLE accounts_session (
    id uuid PRIMARY KEY NOT NULL,
    hash text NOT NULL UNIQUE,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    device_id uuid NOT NULL,
    started_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    lasting boolean NOT NULL,
    ip text NOT NULL,
    agent text NOT NULL,
    second_factor_pending boolean NOT NULL,
    proved_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text
);
CREATE INDEX accounts_session_person ON accounts_session (person_id, ended_at, started_at);

CREATE TABLE accounts_device (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    hash text NOT NULL,
    agent text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    UNIQUE (person_id, hash)
);

-- 登录日志: every try, known user or not.
CREATE TABLE accounts_sign_in (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid,
    user_key text NOT NULL,
    at timestamptz NOT NULL,
    ip text NOT NULL,
    agent text NOT NULL,
    outcome text NOT NULL,
    unusual text
);
CREATE INDEX accounts_sign_in_person ON accounts_sign_in (person_id, at);
CREATE INDEX accounts_sign_in_at ON accounts_sign_in (at, id);
CREATE INDEX accounts_sign_in_ip ON accounts_sign_in (ip, at);

-- Roles on nodes (ACC-10). A grant that ended stays as history.
CREATE TABLE accounts_grant (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    role text NOT NULL,
    node_id uuid NOT NULL REFERENCES accounts_node (id),
    granted_at timestamptz NOT NULL,
    granted_by uuid,
    ended_at timestamptz,
    ended_by uuid
);
CREATE UNIQUE INDEX accounts_grant_live ON accounts_grant (person_id, role, node_id) WHERE ended_at IS NULL;
CREATE INDEX accounts_grant_role ON accounts_grant (role, ended_at);
CREATE INDEX accounts_grant_node ON accounts_grant (node_id, ended_at);

CREATE TABLE accounts_cohort (
    id uuid PRIMARY KEY NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    node_id uuid NOT NULL REFERENCES accounts_node (id),
    rule text,
    created_at timestamptz NOT NULL,
    created_by uuid,
    deleted_at timestamptz,
    deleted_by uuid
);
CREATE UNIQUE INDEX accounts_cohort_name ON accounts_cohort (name) WHERE deleted_at IS NULL;

CREATE TABLE accounts_cohort_member (
    cohort_id uuid NOT NULL REFERENCES accounts_cohort (id),
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    since timestamptz NOT NULL,
    PRIMARY KEY (cohort_id, person_id)
);
CREATE INDEX accounts_cohort_member_person ON accounts_cohort_member (person_id);

-- 管理小组、监督小组、教学质量监控小组.
CREATE TABLE accounts_body (
    id uuid PRIMARY KEY NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    powers text NOT NULL,
    term_from timestamptz NOT NULL,
    term_to timestamptz,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    deleted_by uuid
);
CREATE TABLE accounts_body_member (
    body_id uuid NOT NULL REFERENCES accounts_body (id),
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    office text NOT NULL,
    PRIMARY KEY (body_id, person_id)
);

CREATE TABLE accounts_token (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    name text NOT NULL,
    hash text NOT NULL UNIQUE,
    scopes text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
);

-- 登录求助: from the door, by anyone; answered by the responsible administrator.
CREATE TABLE accounts_ticket (
    id uuid PRIMARY KEY NOT NULL,
    number bigint NOT NULL UNIQUE,
    person_id uuid,
    user_name text NOT NULL,
    name text NOT NULL,
    contact text NOT NULL,
    message text NOT NULL,
    node_path text NOT NULL,
    at timestamptz NOT NULL,
    ip text NOT NULL,
    state text NOT NULL,
    answered_by uuid,
    answered_at timestamptz,
    answer text
);
CREATE INDEX accounts_ticket_state ON accounts_ticket (state, node_path, at);

CREATE TABLE accounts_reset (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    hash text NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

-- GOV-10: which version of which agreement was accepted when; who read a sealed field of whom.
CREATE TABLE accounts_consent (
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    agreement text NOT NULL,
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    PRIMARY KEY (person_id, agreement, version)
);
CREATE TABLE accounts_sensitive_read (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    field text NOT NULL,
    reader_id uuid NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX accounts_sensitive_read_at ON accounts_sensitive_read (at, id);

-- Units report whom they want trained; the centre approves (ACC-1). The decision itself lies in approvals.
CREATE TABLE accounts_opening (
    id uuid PRIMARY KEY NOT NULL,
    approval_id uuid NOT NULL,
    unit_id uuid NOT NULL REFERENCES accounts_node (id),
    unit_path text NOT NULL,
    name text NOT NULL,
    user_name text NOT NULL,
    position_id uuid,
    staff_number text,
    mail text,
    asked_by uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    state text NOT NULL,
    person_id uuid
);
CREATE INDEX accounts_opening_state ON accounts_opening (state, unit_path, asked_at);

-- A printed slip or mail with the first password is made once and is gone after it was shown.
CREATE TABLE accounts_slip (
    id uuid PRIMARY KEY NOT NULL,
    batch_id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    made_at timestamptz NOT NULL,
    shown_at timestamptz
);
CREATE INDEX accounts_slip_batch ON accounts_slip (batch_id);
