-- 敏感词 (CRS-7): lists by category, phrases in which a word is innocent, and what was found in the texts of people.

-- One row: what the lists in force are known by in the memory of programs. Every change of a list gives it a new token;
-- the family stays, and tells databases apart.
CREATE TABLE words_revision (
    id bigint PRIMARY KEY NOT NULL CHECK (id = 1),
    family uuid NOT NULL,
    token uuid NOT NULL,
    number bigint NOT NULL,
    entries bigint NOT NULL,
    changed_at timestamptz NOT NULL
);

CREATE TABLE words_category (
    id uuid PRIMARY KEY NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL UNIQUE,
    action text NOT NULL CHECK (action IN ('block', 'hold', 'mask')),
    active boolean NOT NULL,
    changed_at timestamptz NOT NULL,
    version bigint NOT NULL
);

-- word_key is the word as it is compared: one word is listed once, in whatever script it is written.
CREATE TABLE words_entry (
    id uuid PRIMARY KEY NOT NULL,
    category_id uuid NOT NULL REFERENCES words_category (id),
    word text NOT NULL,
    word_key text NOT NULL UNIQUE,
    pinyin boolean NOT NULL,
    note text NOT NULL,
    changed_at timestamptz NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX words_entry_category ON words_entry (category_id, word_key, id);
CREATE INDEX words_entry_changed ON words_entry (changed_at, id);

CREATE TABLE words_phrase (
    id uuid PRIMARY KEY NOT NULL,
    phrase text NOT NULL,
    phrase_key text NOT NULL UNIQUE,
    note text NOT NULL,
    hit_id uuid,
    added_by uuid NOT NULL,
    added_name text NOT NULL,
    added_at timestamptz NOT NULL
);
CREATE INDEX words_phrase_added ON words_phrase (added_at, id);

-- A word in a text of somebody. Word and category are kept as they were; the same word in the same text met again only
-- counts. The excerpt is masked.
CREATE TABLE words_hit (
    id uuid PRIMARY KEY NOT NULL,
    said_key text NOT NULL UNIQUE,
    place text NOT NULL,
    subject_id uuid,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    unit_path text NOT NULL,
    entry_id uuid NOT NULL,
    word text NOT NULL,
    category_id uuid NOT NULL,
    category text NOT NULL,
    action text NOT NULL CHECK (action IN ('block', 'hold', 'mask')),
    excerpt text NOT NULL,
    phrase text NOT NULL,
    times bigint NOT NULL,
    at timestamptz NOT NULL,
    appeal text NOT NULL CHECK (appeal IN ('none', 'asked', 'upheld', 'excepted')),
    reason text NOT NULL,
    appealed_at timestamptz,
    decided_by uuid,
    decided_name text NOT NULL,
    decided_at timestamptz,
    answer text NOT NULL
);
CREATE INDEX words_hit_at ON words_hit (at, id);
CREATE INDEX words_hit_person ON words_hit (person_id, at, id);
CREATE INDEX words_hit_appeal ON words_hit (appeal, at, id);
