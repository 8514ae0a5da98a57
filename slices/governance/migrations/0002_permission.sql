-- 学习许可: in these hours a person may learn, though they are working hours without a window (LRN-3). Names are kept as
-- they were, so that lists find them.
CREATE TABLE governance_permission (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    unit_path text NOT NULL,
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL,
    reason text NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn')),
    asked_at timestamptz NOT NULL,
    asked_by uuid NOT NULL,
    decided_at timestamptz,
    decided_by uuid,
    decided_name text,
    answer text NOT NULL
);
CREATE INDEX governance_permission_person ON governance_permission (person_id, to_at);
CREATE INDEX governance_permission_state ON governance_permission (state, asked_at, id);

-- Which windows govern is asked with every report of study.
CREATE INDEX governance_control_kind ON governance_control (kind, version_id);
