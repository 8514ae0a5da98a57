-- 选课: a round in which people of a unit choose electives, to be finished by a day (LRN-8, LRN-9).
CREATE TABLE planning_round (
    id uuid PRIMARY KEY NOT NULL,
    title text NOT NULL,
    unit_path text NOT NULL,
    unit_name text NOT NULL,
    most bigint NOT NULL,
    ends_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    opened_name text NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz
);
CREATE INDEX planning_round_ends ON planning_round (ends_at, id);

CREATE TABLE planning_elective (
    id uuid PRIMARY KEY NOT NULL,
    round_id uuid NOT NULL REFERENCES planning_round (id),
    course_id uuid NOT NULL,
    title text NOT NULL,
    places bigint NOT NULL
);
CREATE UNIQUE INDEX planning_elective_once ON planning_elective (round_id, course_id);

-- Who chose what, what became of it, and until when it is to be finished. `done_at` follows the completion of the course.
CREATE TABLE planning_choice (
    id uuid PRIMARY KEY NOT NULL,
    round_id uuid NOT NULL REFERENCES planning_round (id),
    elective_id uuid NOT NULL REFERENCES planning_elective (id),
    course_id uuid NOT NULL,
    title text NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    unit_path text NOT NULL,
    rank bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('chosen', 'approved', 'waiting', 'refused', 'left', 'lapsed')),
    chosen_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    decided_by uuid,
    decided_name text,
    decided_at timestamptz,
    answer text NOT NULL,
    done_at timestamptz
);
CREATE UNIQUE INDEX planning_choice_once ON planning_choice (elective_id, person_id);
CREATE INDEX planning_choice_person ON planning_choice (person_id, course_id);
CREATE INDEX planning_choice_state ON planning_choice (state, chosen_at, id);
CREATE INDEX planning_choice_unit ON planning_choice (unit_path, due_at);
CREATE INDEX planning_choice_round ON planning_choice (round_id, id);
