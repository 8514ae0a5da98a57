-- A form's key and where its first submission led: a second click answers the same and does nothing.
CREATE TABLE web_submission (
    key uuid PRIMARY KEY NOT NULL,
    person_id uuid,
    location text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX web_submission_at ON web_submission (at);
