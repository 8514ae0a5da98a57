-- The certificates under which this institution signed documents, each with its private key. Rows are only added:
-- what an older one signed stays verifiable.
CREATE TABLE signing_identity (
    id uuid NOT NULL PRIMARY KEY,
    -- The institution's name when it was made, as it stands in the certificate.
    name text NOT NULL,
    -- own: made by this program.
    origin text NOT NULL,
    -- X.509, DER.
    certificate bytea NOT NULL,
    -- PKCS #8, sealed by the ring of keys.
    private_key bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- When the certificate ends.
    not_after timestamptz NOT NULL
);
CREATE INDEX signing_identity_newest ON signing_identity (created_at, id);
