-- Figures of people and seats of a subtree are counted from the index alone. Most people are active: an index by state
-- is for those whose state ends one day.
CREATE INDEX accounts_person_figures ON accounts_person (unit_path, left_at, state, state_until, created_at, unit_id);
CREATE INDEX accounts_person_until ON accounts_person (state, state_until) WHERE state_until IS NOT NULL;
DROP INDEX accounts_person_state;
