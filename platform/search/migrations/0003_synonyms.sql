-- Words that mean the same to those who search. Not made from anything: people keep them.
CREATE TABLE search_synonyms (
    id uuid PRIMARY KEY NOT NULL,
    shown text NOT NULL,
    shown_key text NOT NULL,
    search_keys text NOT NULL,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX search_synonyms_shown ON search_synonyms (shown_key, id);

-- Each word of a group by its key: letters and digits only, folded. A word belongs to one group.
CREATE TABLE search_synonym (
    word_key text PRIMARY KEY NOT NULL,
    synonyms_id uuid NOT NULL REFERENCES search_synonyms (id),
    word text NOT NULL
);
CREATE INDEX search_synonym_group ON search_synonym (synonyms_id);
