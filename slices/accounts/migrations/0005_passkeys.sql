-- 通行密钥 (ACC-7). `credential` is the id that the authenticator gave it, `key` the public key with what was told of
-- it as JSON, `site` the host for which it was made, `counter` the last count of signatures. It opens the account
-- without the password while `opens_alone`; from `stopped_at` on it opens nothing: its counter went back.
CREATE TABLE accounts_passkey (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL REFERENCES accounts_person (id),
    name text NOT NULL,
    credential text NOT NULL UNIQUE,
    key text NOT NULL,
    site text NOT NULL,
    counter bigint NOT NULL,
    opens_alone boolean NOT NULL,
    added_at timestamptz NOT NULL,
    used_at timestamptz,
    stopped_at timestamptz
);
CREATE INDEX accounts_passkey_person ON accounts_passkey (person_id, added_at);

-- Challenges that were answered, until they would have expired: none is taken twice.
CREATE TABLE accounts_passkey_spent (
    id uuid PRIMARY KEY NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX accounts_passkey_spent_expired ON accounts_passkey_spent (expires_at);
