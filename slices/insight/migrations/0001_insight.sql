-- 学习月报 of one unit and month (LRN-5). While it is gathered its sums grow, in the order of people's ids; made, nothing
-- of it changes.
CREATE TABLE insight_report (
    id uuid PRIMARY KEY NOT NULL,
    -- `2026-10`.
    month text NOT NULL,
    unit_id uuid NOT NULL,
    unit_path text NOT NULL,
    -- The unit with those above it, as they were called.
    unit text NOT NULL,
    -- Whether it is that of the whole, for the training centre.
    whole boolean NOT NULL,
    -- The rule.
    control_id uuid NOT NULL,
    regulation text NOT NULL,
    regulation_version bigint NOT NULL,
    article text NOT NULL,
    state text NOT NULL CHECK (state IN ('gathering', 'made')),
    -- Up to whom people are in it.
    after_person uuid,
    people bigint NOT NULL,
    -- Required courses: unfinished at the month's end, finished in it, overdue at its end.
    required_open bigint NOT NULL,
    required_done bigint NOT NULL,
    required_overdue bigint NOT NULL,
    below_minimum bigint NOT NULL,
    warnings bigint NOT NULL,
    suspensions bigint NOT NULL,
    -- 学分, in hundredths; 学时, in seconds.
    credits bigint NOT NULL,
    online_seconds bigint NOT NULL,
    offline_seconds bigint NOT NULL,
    laggards bigint NOT NULL,
    begun_at timestamptz NOT NULL,
    made_at timestamptz
);
CREATE UNIQUE INDEX insight_report_once ON insight_report (month, unit_id);
CREATE INDEX insight_report_unit ON insight_report (unit_path, month, id);
CREATE INDEX insight_report_state ON insight_report (state, month, id);

-- Who was behind. Name and unit as they were.
CREATE TABLE insight_laggard (
    id uuid PRIMARY KEY NOT NULL,
    report_id uuid NOT NULL REFERENCES insight_report (id),
    person_id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    unit_path text NOT NULL,
    unit text NOT NULL,
    open bigint NOT NULL,
    done bigint NOT NULL,
    overdue bigint NOT NULL,
    below_minimum boolean NOT NULL
);
CREATE UNIQUE INDEX insight_laggard_once ON insight_laggard (report_id, person_id);
CREATE INDEX insight_laggard_name ON insight_laggard (report_id, name_key, id);
CREATE INDEX insight_laggard_overdue ON insight_laggard (report_id, overdue, id);

-- To whom a report went.
CREATE TABLE insight_receipt (
    report_id uuid NOT NULL REFERENCES insight_report (id),
    person_id uuid NOT NULL,
    name text NOT NULL,
    -- `contact` or `center`.
    as_role text NOT NULL,
    told_at timestamptz,
    opened_at timestamptz,
    PRIMARY KEY (report_id, person_id)
);
CREATE INDEX insight_receipt_told ON insight_receipt (told_at, report_id, person_id);
CREATE INDEX insight_receipt_person ON insight_receipt (person_id, report_id);
