-- 线下培训: what was held without the platform, and for whom it counts (LRN-7). Days are written as 2026-11-22.
CREATE TABLE planning_offline (
    id uuid PRIMARY KEY NOT NULL,
    topic text NOT NULL,
    day text NOT NULL,
    place text NOT NULL,
    seconds bigint NOT NULL,
    trainer text NOT NULL,
    unit_path text NOT NULL,
    people bigint NOT NULL,
    kept_by uuid NOT NULL,
    kept_name text NOT NULL,
    kept_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    version bigint NOT NULL
);
CREATE INDEX planning_offline_day ON planning_offline (day, id);
CREATE INDEX planning_offline_unit ON planning_offline (unit_path, day);

-- Who took part, with the unit of that day. `held` repeats whether the entry stands, so that sums need no join.
CREATE TABLE planning_offline_person (
    offline_id uuid NOT NULL REFERENCES planning_offline (id),
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    user_name text NOT NULL,
    unit_path text NOT NULL,
    day text NOT NULL,
    seconds bigint NOT NULL,
    held boolean NOT NULL,
    PRIMARY KEY (offline_id, person_id)
);
CREATE INDEX planning_offline_person_own ON planning_offline_person (person_id, day);
CREATE INDEX planning_offline_person_unit ON planning_offline_person (unit_path, day);

-- What an entry said before it was corrected or withdrawn, as JSON, and why.
CREATE TABLE planning_offline_change (
    id uuid PRIMARY KEY NOT NULL,
    offline_id uuid NOT NULL REFERENCES planning_offline (id),
    said text NOT NULL,
    reason text NOT NULL,
    by_person uuid NOT NULL,
    by_name text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX planning_offline_change_of ON planning_offline_change (offline_id, at);

-- 线上学时比例: a department asks for a wider share; months are written as 2026-11, both within the term.
CREATE TABLE planning_share (
    id uuid PRIMARY KEY NOT NULL,
    unit_path text NOT NULL,
    unit_name text NOT NULL,
    percent bigint NOT NULL,
    from_month text NOT NULL,
    to_month text NOT NULL,
    reason text NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'withdrawn')),
    asked_by uuid NOT NULL,
    asked_name text NOT NULL,
    asked_at timestamptz NOT NULL,
    decided_by uuid,
    decided_name text,
    decided_at timestamptz,
    answer text NOT NULL
);
CREATE INDEX planning_share_unit ON planning_share (unit_path, from_month);
CREATE INDEX planning_share_asked ON planning_share (asked_at, id);
