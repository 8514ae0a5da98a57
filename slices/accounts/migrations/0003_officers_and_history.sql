-- What is to be done to one of the three administrators, and who becomes one (三员分立): the decision itself lies in
-- approvals, `asked` says as JSON what is carried out then. `half_sealed` is the half of a new first password that
-- is for whoever asked; the other half is shown once to whoever agreed.
CREATE TABLE accounts_officer_request (
    id uuid PRIMARY KEY NOT NULL,
    approval_id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    act text NOT NULL,
    asked text NOT NULL,
    reason text NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    state text NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    half_sealed bytea
);
CREATE INDEX accounts_officer_request_state ON accounts_officer_request (state, asked_at);
CREATE INDEX accounts_officer_request_person ON accounts_officer_request (person_id, asked_at);

-- The history of an account holds every state, also those that come from its credential: locked, must change. `act`
-- is what led there; `article` is the number within `regulation` of `version`, `uncited` says why none is named.
ALTER TABLE accounts_state_change ADD COLUMN act text;
ALTER TABLE accounts_state_change ADD COLUMN regulation text;
ALTER TABLE accounts_state_change ADD COLUMN version bigint;
ALTER TABLE accounts_state_change ADD COLUMN uncited text;
-- The job that writes off locks which have run out.
CREATE INDEX accounts_credential_locked ON accounts_credential (locked_until) WHERE locked_until IS NOT NULL;
