-- Anchor and hours; at most one row, made with the first change. `version` rises with every change of anything in the
-- calendar and serves forms; `stamp` is new with every change and tells what is kept in memory from what holds.
CREATE TABLE calendar_rule (
    id bigint PRIMARY KEY NOT NULL CHECK (id = 1),
    anchor text NOT NULL,
    hours text NOT NULL,
    version bigint NOT NULL,
    stamp uuid NOT NULL
);

-- Named days. They go before the arrangements that the program brings along; 'ordinary' takes one of those away.
CREATE TABLE calendar_day (
    date text PRIMARY KEY NOT NULL,
    kind text NOT NULL CHECK (kind IN ('holiday', 'workday', 'ordinary')),
    name text NOT NULL,
    source text NOT NULL,
    like_weekday bigint,
    at timestamptz NOT NULL,
    by_person uuid
);

CREATE TABLE calendar_shift (
    id uuid PRIMARY KEY NOT NULL,
    name text NOT NULL UNIQUE,
    hours text NOT NULL,
    keeps_holidays boolean NOT NULL,
    version bigint NOT NULL
);

-- Units by the number that they have in organisation paths; each works by one shift at most.
CREATE TABLE calendar_shift_unit (
    unit bigint PRIMARY KEY NOT NULL,
    shift_id uuid NOT NULL REFERENCES calendar_shift (id)
);
CREATE INDEX calendar_shift_unit_shift ON calendar_shift_unit (shift_id);
