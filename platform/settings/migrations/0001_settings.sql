-- One installation is one institution (DESIGN, rulings): at most one row, whose id is always 1. `version` rises
-- with every change of a setting, so that other nodes see that theirs are stale.
CREATE TABLE settings_institution (
    id bigint PRIMARY KEY NOT NULL CHECK (id = 1),
    name text NOT NULL,
    kind text NOT NULL,
    zone text NOT NULL,
    lang text NOT NULL,
    demo boolean NOT NULL,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL
);

-- Values that differ from the default.
CREATE TABLE settings_value (
    key text PRIMARY KEY NOT NULL,
    value text NOT NULL,
    at timestamptz NOT NULL,
    by_person uuid
);

-- Who set what when.
CREATE TABLE settings_change (
    id uuid PRIMARY KEY NOT NULL,
    key text NOT NULL,
    value_before text,
    value_after text,
    at timestamptz NOT NULL,
    by_person uuid
);
CREATE INDEX settings_change_key ON settings_change (key, at);
