-- Addresses under which calendar programs read somebody's dates (CRS-11). The secret end of an address is made of the id
-- and the server's key and kept nowhere. One at a time holds for each person.
CREATE TABLE learning_feed (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    read_at timestamptz,
    ended_at timestamptz
);
CREATE UNIQUE INDEX learning_feed_person ON learning_feed (person_id) WHERE ended_at IS NULL;
