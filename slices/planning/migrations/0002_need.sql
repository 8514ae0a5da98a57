-- 培训需求: stated by learners or contacts, merged by the contact, forwarded, and taken into the plan or declined (LRN-8).
CREATE TABLE planning_need (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    unit_path text NOT NULL,
    topic text NOT NULL,
    why text NOT NULL,
    by_day text,
    kind text NOT NULL CHECK (kind IN ('course', 'offline', 'other')),
    state text NOT NULL
        CHECK (state IN ('stated', 'merged', 'forwarded', 'accepted', 'declined', 'withdrawn')),
    merged_into uuid REFERENCES planning_need (id),
    people bigint NOT NULL,
    stated_at timestamptz NOT NULL,
    decided_name text,
    decided_at timestamptz,
    answer text NOT NULL
);
CREATE INDEX planning_need_person ON planning_need (person_id, stated_at);
CREATE INDEX planning_need_state ON planning_need (state, stated_at, id);
CREATE INDEX planning_need_unit ON planning_need (unit_path, stated_at);
CREATE INDEX planning_need_merged ON planning_need (merged_into);

-- 需求征集: until a day a unit is asked what it needs.
CREATE TABLE planning_collection (
    id uuid PRIMARY KEY NOT NULL,
    unit_path text NOT NULL,
    unit_name text NOT NULL,
    title text NOT NULL,
    ends_at timestamptz NOT NULL,
    opened_name text NOT NULL,
    opened_at timestamptz NOT NULL
);
CREATE INDEX planning_collection_unit ON planning_collection (unit_path, ends_at);

-- 培训计划: what will be held in which quarter, out of which need.
CREATE TABLE planning_plan (
    id uuid PRIMARY KEY NOT NULL,
    need_id uuid REFERENCES planning_need (id),
    unit_path text NOT NULL,
    topic text NOT NULL,
    kind text NOT NULL,
    quarter text NOT NULL,
    responsible text NOT NULL,
    course_id uuid,
    version bigint NOT NULL
);
CREATE INDEX planning_plan_quarter ON planning_plan (quarter, id);
CREATE UNIQUE INDEX planning_plan_need ON planning_plan (need_id) WHERE need_id IS NOT NULL;
