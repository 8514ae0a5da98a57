-- 排名榜 of one period, by one rule of the regulation (COM-6). While it is gathered its places may be made anew; frozen,
-- nothing of it changes.
CREATE TABLE honours_ranking (
    id uuid PRIMARY KEY NOT NULL,
    -- Of the people below it, who hold this role; empty: everybody.
    scope_path text NOT NULL,
    scope_role text NOT NULL,
    span text NOT NULL CHECK (span IN ('month', 'quarter', 'half-year', 'year')),
    period text NOT NULL,
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL,
    -- The rule, and what it said.
    control_id uuid NOT NULL,
    regulation text NOT NULL,
    regulation_version bigint NOT NULL,
    article text NOT NULL,
    top bigint NOT NULL,
    gate text NOT NULL,
    reward text NOT NULL,
    state text NOT NULL CHECK (state IN ('gathering', 'frozen')),
    -- As of when corrections are in it.
    as_of timestamptz NOT NULL,
    -- People with credits, and those of them who passed the gate.
    people bigint NOT NULL,
    eligible bigint NOT NULL,
    sha256 text,
    frozen_at timestamptz
);
CREATE UNIQUE INDEX honours_ranking_once ON honours_ranking (scope_path, scope_role, span, period);
CREATE INDEX honours_ranking_frozen ON honours_ranking (state, to_at, id);

-- A place in it. Name and unit as they were.
CREATE TABLE honours_place (
    id uuid PRIMARY KEY NOT NULL,
    ranking_id uuid NOT NULL REFERENCES honours_ranking (id),
    person_id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    unit_path text NOT NULL,
    unit text NOT NULL,
    rank bigint NOT NULL,
    credits bigint NOT NULL,
    hours_seconds bigint NOT NULL,
    -- How many bookings, and the SHA-256 over their lines in order of their ids.
    bookings bigint NOT NULL,
    bookings_sha256 text NOT NULL,
    told_at timestamptz
);
CREATE UNIQUE INDEX honours_place_once ON honours_place (ranking_id, person_id);
CREATE INDEX honours_place_rank ON honours_place (ranking_id, rank, name_key, id);
CREATE INDEX honours_place_person ON honours_place (person_id, ranking_id);
CREATE INDEX honours_place_told ON honours_place (told_at, id);

-- What a correction after freezing means for a place.
CREATE TABLE honours_erratum (
    id uuid PRIMARY KEY NOT NULL,
    place_id uuid NOT NULL REFERENCES honours_place (id),
    credits bigint NOT NULL,
    met boolean NOT NULL,
    noted_at timestamptz NOT NULL
);
CREATE INDEX honours_erratum_place ON honours_erratum (place_id, noted_at, id);

-- How things stand in a running period.
CREATE TABLE honours_interim (
    scope_path text NOT NULL,
    scope_role text NOT NULL,
    span text NOT NULL,
    period text NOT NULL,
    control_id uuid NOT NULL,
    as_of timestamptz NOT NULL,
    people bigint NOT NULL,
    eligible bigint NOT NULL,
    -- JSON: the places so far; and for each sum of credits how many eligible people have it, the highest first.
    places text NOT NULL,
    steps text NOT NULL,
    PRIMARY KEY (scope_path, scope_role, span)
);

-- 奖品登记.
CREATE TABLE honours_prize (
    id uuid PRIMARY KEY NOT NULL,
    place_id uuid NOT NULL REFERENCES honours_place (id),
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    unit_path text NOT NULL,
    what text NOT NULL,
    -- Fen, where it has a value.
    value_cents bigint,
    state text NOT NULL CHECK (state IN ('promised', 'handed', 'received', 'cancelled')),
    registered_at timestamptz NOT NULL,
    registered_by uuid NOT NULL,
    registered_name text NOT NULL,
    handed_at timestamptz,
    handed_name text,
    received_at timestamptz,
    reason text NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX honours_prize_place ON honours_prize (place_id);
CREATE INDEX honours_prize_person ON honours_prize (person_id, registered_at, id);
CREATE INDEX honours_prize_registered ON honours_prize (registered_at, id);

-- 表彰 of persons or a unit (GOV-4).
CREATE TABLE honours_commendation (
    id uuid PRIMARY KEY NOT NULL,
    kind text NOT NULL CHECK (kind IN ('person', 'group', 'unit')),
    -- What it is called in lists: a name, the name of a group or of a unit.
    label text NOT NULL,
    -- The unit in which all of them are.
    unit_path text NOT NULL,
    title text NOT NULL,
    reason text NOT NULL,
    article text NOT NULL,
    state text NOT NULL CHECK (state IN ('nominated', 'published', 'declined', 'withdrawn')),
    nominated_at timestamptz NOT NULL,
    nominated_by uuid NOT NULL,
    nominated_name text NOT NULL,
    decided_at timestamptz,
    decided_by uuid,
    decided_name text,
    answer text NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX honours_commendation_unit ON honours_commendation (unit_path, nominated_at, id);
CREATE INDEX honours_commendation_state ON honours_commendation (state, nominated_at, id);

CREATE TABLE honours_commended (
    commendation_id uuid NOT NULL REFERENCES honours_commendation (id),
    person_id uuid NOT NULL,
    name text NOT NULL,
    place bigint NOT NULL,
    PRIMARY KEY (commendation_id, person_id)
);
CREATE INDEX honours_commended_person ON honours_commended (person_id, commendation_id);
