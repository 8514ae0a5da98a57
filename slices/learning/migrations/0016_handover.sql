-- 交接报告: what somebody had open and had done when they moved to another unit or left (ACC-6). `steps` counts the moves
-- of one person in their order; `content` is JSON, frozen when it happened. A report is `waiting` until it is handed
-- over (`told`); a move on which another followed at once is `joined` with it, one that was taken back is `void`.
CREATE TABLE learning_handover (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    person_number text NOT NULL,
    search_keys text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('move', 'leave')),
    steps bigint NOT NULL,
    from_path text NOT NULL,
    from_name text NOT NULL,
    to_path text NOT NULL,
    to_name text NOT NULL,
    unit_path text NOT NULL,
    happened_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'told', 'joined', 'void')),
    told_at timestamptz,
    content text NOT NULL
);
CREATE INDEX learning_handover_waiting ON learning_handover (state, happened_at);
CREATE INDEX learning_handover_unit ON learning_handover (unit_path, happened_at);
CREATE INDEX learning_handover_person ON learning_handover (person_id, steps);

-- To whom a report went, and when they first opened it.
CREATE TABLE learning_handover_receipt (
    handover_id uuid NOT NULL REFERENCES learning_handover (id),
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    told_at timestamptz NOT NULL,
    opened_at timestamptz,
    PRIMARY KEY (handover_id, person_id)
);
