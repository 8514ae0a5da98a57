-- When the scheduled work of a kind of rule was last done wholly.
CREATE TABLE governance_carried (
    kind text NOT NULL PRIMARY KEY,
    carried_at timestamptz NOT NULL
);
