-- Who answered for the course that a case is about when it was reported (CRS-6): later versions have others.
CREATE TABLE conduct_responsible (
    case_id uuid PRIMARY KEY NOT NULL REFERENCES conduct_case (id),
    people text NOT NULL
);
