-- When a training contact was told last who is behind: at most once a day (LRN-5).
CREATE TABLE learning_contact_told (
    person_id uuid PRIMARY KEY NOT NULL,
    at timestamptz NOT NULL
);
