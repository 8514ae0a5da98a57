-- One uploaded file. `columns` is the JSON list of recognised columns as the file has them, `unknown` that of the
-- headers which no column is called by, `options` what the importer was told, `links` what may be done afterwards.
CREATE TABLE imports_run (
    id uuid PRIMARY KEY NOT NULL,
    kind text NOT NULL,
    file_name text NOT NULL,
    file_hash text NOT NULL,
    options text NOT NULL,
    columns text NOT NULL,
    unknown text NOT NULL,
    state text NOT NULL,
    chunks bigint NOT NULL,
    total bigint NOT NULL,
    ahead bigint NOT NULL,
    done bigint NOT NULL,
    made bigint NOT NULL,
    changed bigint NOT NULL,
    unchanged bigint NOT NULL,
    refused bigint NOT NULL,
    links text NOT NULL,
    node_path text NOT NULL,
    asked_by uuid NOT NULL,
    asked_name text NOT NULL,
    asked_at timestamptz NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    job_id uuid
);
CREATE INDEX imports_run_at ON imports_run (asked_at, id);
CREATE INDEX imports_run_by ON imports_run (asked_by, asked_at);

-- The rows of a file that wait for their turn, sealed: they may hold passwords. A chunk goes with the unit of work
-- that takes it in.
CREATE TABLE imports_chunk (
    run_id uuid NOT NULL REFERENCES imports_run (id),
    number bigint NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (run_id, number)
);

-- The rows that were refused, each with its reason; `sealed` holds its cells for the file of faulty rows.
CREATE TABLE imports_row (
    run_id uuid NOT NULL REFERENCES imports_run (id),
    number bigint NOT NULL,
    name text NOT NULL,
    column_key text,
    value text NOT NULL,
    reason text NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (run_id, number)
);
