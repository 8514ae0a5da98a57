-- 佐证: files that prove an entry of the register, such as the attendance sheet. The entry claims the file.
CREATE TABLE planning_offline_proof (
    id uuid PRIMARY KEY NOT NULL,
    offline_id uuid NOT NULL REFERENCES planning_offline (id),
    file_id uuid NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    added_by uuid NOT NULL,
    added_name text NOT NULL,
    added_at timestamptz NOT NULL
);
CREATE INDEX planning_offline_proof_of ON planning_offline_proof (offline_id, added_at);
