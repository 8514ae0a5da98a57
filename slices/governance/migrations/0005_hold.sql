-- What takes access away from an account now, one row each: measures of this slice, and decisions that slices above tell
-- of (cases). Gone when it falls; one that is over stays without effect until the next of its person begins.
CREATE TABLE governance_hold (
    subject_id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL,
    revokes boolean NOT NULL,
    since timestamptz NOT NULL,
    -- When it ends by itself; none: for good, until somebody takes it back.
    ends_at timestamptz,
    regulation text,
    regulation_version bigint,
    article text,
    -- Where its person contests it.
    contest text NOT NULL
);
CREATE INDEX governance_hold_person ON governance_hold (person_id, since, subject_id);

INSERT INTO governance_hold (subject_id, person_id, revokes, since, ends_at, regulation, regulation_version, article,
    contest)
SELECT d.id, d.person_id, d.measure = 'revocation', COALESCE(d.starts_at, d.made_at), d.ends_at, r.title, v.number, a.number,
    '/appeals/' || d.appeal_code
FROM governance_decision d
JOIN governance_control c ON c.id = d.control_id
JOIN governance_article a ON a.id = c.article_id
JOIN governance_version v ON v.id = c.version_id
JOIN governance_regulation r ON r.id = v.regulation_id
WHERE d.state = 'standing' AND d.measure IN ('suspension', 'revocation');
