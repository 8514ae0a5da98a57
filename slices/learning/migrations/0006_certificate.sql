-- 证书 (LRN-11). What a certificate looks like and says: words with places to be filled, a picture, a seal.
CREATE TABLE learning_certificate_template (
    id uuid PRIMARY KEY NOT NULL,
    name text NOT NULL,
    language text NOT NULL,
    portrait boolean NOT NULL,
    heading text NOT NULL,
    body text NOT NULL,
    issuer text NOT NULL,
    signer text NOT NULL,
    prefix text NOT NULL,
    months bigint NOT NULL,
    picture_file uuid,
    seal_file uuid,
    search_keys text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    deleted_at timestamptz,
    version bigint NOT NULL
);
CREATE INDEX learning_certificate_template_updated ON learning_certificate_template (updated_at, id);

-- Courses whose completion brings a certificate, each of one template.
CREATE TABLE learning_certificate_course (
    course_id uuid PRIMARY KEY NOT NULL,
    template_id uuid NOT NULL REFERENCES learning_certificate_template (id),
    set_by uuid NOT NULL,
    set_at timestamptz NOT NULL
);
CREATE INDEX learning_certificate_course_template ON learning_certificate_course (template_id);

-- The last number of a prefix and a year.
CREATE TABLE learning_certificate_number (
    prefix text NOT NULL,
    year bigint NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY (prefix, year)
);

-- One certificate. What it says is frozen here: a template that changes, a course that is renamed and a person who
-- moves change no certificate. `months` 0 in the template: it never expires.
CREATE TABLE learning_certificate (
    id uuid PRIMARY KEY NOT NULL,
    code text NOT NULL,
    number text NOT NULL,
    enrolment_id uuid NOT NULL REFERENCES learning_enrolment (id),
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    person_number text NOT NULL,
    unit_name text NOT NULL,
    course_id uuid NOT NULL,
    course_title text NOT NULL,
    credits bigint NOT NULL,
    hours_seconds bigint NOT NULL,
    completed_at timestamptz NOT NULL,
    template_id uuid NOT NULL REFERENCES learning_certificate_template (id),
    language text NOT NULL,
    portrait boolean NOT NULL,
    heading text NOT NULL,
    body text NOT NULL,
    issuer text NOT NULL,
    signer text NOT NULL,
    picture_file uuid,
    seal_file uuid,
    issued_at timestamptz NOT NULL,
    issued_by uuid,
    expires_at timestamptz,
    replaces uuid REFERENCES learning_certificate (id),
    revoked_at timestamptz,
    revoked_by uuid,
    revoked_reason text,
    pdf_file uuid,
    search_keys text NOT NULL
);
CREATE UNIQUE INDEX learning_certificate_code ON learning_certificate (code);
CREATE UNIQUE INDEX learning_certificate_numbered ON learning_certificate (number);
-- At most one that holds for an enrolment.
CREATE UNIQUE INDEX learning_certificate_holds ON learning_certificate (enrolment_id) WHERE revoked_at IS NULL;
CREATE INDEX learning_certificate_enrolment ON learning_certificate (enrolment_id);
CREATE INDEX learning_certificate_person ON learning_certificate (person_id, issued_at, id);
CREATE INDEX learning_certificate_issued ON learning_certificate (issued_at, id);
CREATE INDEX learning_certificate_course_issued ON learning_certificate (course_id, issued_at, id);
CREATE INDEX learning_certificate_template_of ON learning_certificate (template_id);
CREATE INDEX learning_certificate_replaces ON learning_certificate (replaces);
