-- 教育资源云: files that the institution shares, with what may be done with them and who answers for that (CRS-8, GOV-11).

-- A folder belongs to a unit; what lies in it is shared within that unit.
CREATE TABLE library_folder (
    id uuid PRIMARY KEY NOT NULL,
    parent_id uuid REFERENCES library_folder (id),
    name text NOT NULL,
    name_key text NOT NULL,
    unit_path text NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX library_folder_parent ON library_folder (parent_id, name_key);

-- state: draft, shared, expired (its right ended), down (taken down), deleted. audience: authors, learners, everybody.
CREATE TABLE library_item (
    id uuid PRIMARY KEY NOT NULL,
    folder_id uuid REFERENCES library_folder (id),
    title text NOT NULL,
    title_key text NOT NULL,
    description text NOT NULL,
    kind text NOT NULL,
    file_id uuid NOT NULL,
    -- What is shown of an office document, once it has become a PDF.
    shown_file_id uuid,
    file_name text NOT NULL,
    file_size bigint NOT NULL,
    media_type text NOT NULL,
    macros boolean NOT NULL,
    owner_id uuid NOT NULL,
    owner_name text NOT NULL,
    unit_path text NOT NULL,
    audience text NOT NULL,
    download boolean NOT NULL,
    watermark boolean NOT NULL,
    state text NOT NULL,
    -- Of the declaration that holds: its basis ('' before there is one), and when the right ends.
    basis text NOT NULL,
    ends_at timestamptz,
    ending_told boolean NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    previews bigint NOT NULL,
    downloads bigint NOT NULL,
    uses bigint NOT NULL,
    version bigint NOT NULL
);
CREATE UNIQUE INDEX library_item_file ON library_item (file_id);
CREATE INDEX library_item_shown ON library_item (shown_file_id);
CREATE INDEX library_item_folder ON library_item (folder_id, title_key);
CREATE INDEX library_item_owner ON library_item (owner_id);
CREATE INDEX library_item_changed ON library_item (changed_at, id);
CREATE INDEX library_item_ends ON library_item (ends_at);

CREATE TABLE library_tag (
    item_id uuid NOT NULL REFERENCES library_item (id),
    tag_key text NOT NULL,
    tag text NOT NULL,
    PRIMARY KEY (item_id, tag_key)
);
CREATE INDEX library_tag_key ON library_tag (tag_key, item_id);

-- 权利声明: what somebody says about the right to share; the latest holds, the earlier ones stay.
CREATE TABLE library_declaration (
    id uuid PRIMARY KEY NOT NULL,
    item_id uuid NOT NULL REFERENCES library_item (id),
    basis text NOT NULL,
    source text NOT NULL,
    holder text NOT NULL,
    licence text NOT NULL,
    ends_at timestamptz,
    by_person uuid NOT NULL,
    by_name text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX library_declaration_item ON library_declaration (item_id, at);

-- Who uses an item: slices above say so through the api.
CREATE TABLE library_use (
    item_id uuid NOT NULL REFERENCES library_item (id),
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    by_person uuid,
    at timestamptz NOT NULL,
    PRIMARY KEY (item_id, subject_kind, subject_id)
);
CREATE INDEX library_use_subject ON library_use (subject_kind, subject_id);

-- What was taken along, and every opening by a partner. Exactly one of person and link is known.
CREATE TABLE library_opening (
    id uuid PRIMARY KEY NOT NULL,
    item_id uuid NOT NULL REFERENCES library_item (id),
    what text NOT NULL,
    person_id uuid,
    link_id uuid,
    name text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX library_opening_item ON library_opening (item_id, at, id);

-- 投诉: anybody signed in may complain; the centre decides within the stated time.
CREATE TABLE library_complaint (
    id uuid PRIMARY KEY NOT NULL,
    item_id uuid NOT NULL,
    item_title text NOT NULL,
    unit_path text NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    by_person uuid NOT NULL,
    by_name text NOT NULL,
    at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    state text NOT NULL,
    answer text NOT NULL,
    decided_by uuid,
    decided_name text,
    decided_at timestamptz,
    version bigint NOT NULL
);
CREATE INDEX library_complaint_state ON library_complaint (state, due_at, id);
CREATE INDEX library_complaint_item ON library_complaint (item_id, at);

-- 下架: each take-down with its end, if it was taken back.
CREATE TABLE library_removal (
    id uuid PRIMARY KEY NOT NULL,
    item_id uuid NOT NULL REFERENCES library_item (id),
    complaint_id uuid,
    infringing boolean NOT NULL,
    reason text NOT NULL,
    by_person uuid NOT NULL,
    by_name text NOT NULL,
    at timestamptz NOT NULL,
    restored_at timestamptz,
    restored_by uuid,
    restored_name text,
    restored_reason text
);
CREATE INDEX library_removal_item ON library_removal (item_id, at);

-- 侵权: of a person; taken back with the take-down it came from.
CREATE TABLE library_infringement (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL,
    item_id uuid NOT NULL REFERENCES library_item (id),
    removal_id uuid NOT NULL REFERENCES library_removal (id),
    at timestamptz NOT NULL,
    annulled_at timestamptz
);
CREATE INDEX library_infringement_person ON library_infringement (person_id, at);

-- Who may not share any more, until the centre lifts it. A row keeps who, when and why.
CREATE TABLE library_block (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    unit_path text NOT NULL,
    infringements bigint NOT NULL,
    at timestamptz NOT NULL,
    lifted_at timestamptz,
    lifted_by uuid,
    lifted_name text,
    lifted_reason text,
    version bigint NOT NULL
);
CREATE UNIQUE INDEX library_block_person ON library_block (person_id) WHERE lifted_at IS NULL;

-- Links for partners without an account. The address is the id with the server's signature; it is not kept.
CREATE TABLE library_link (
    id uuid PRIMARY KEY NOT NULL,
    item_id uuid NOT NULL REFERENCES library_item (id),
    partner text NOT NULL,
    download boolean NOT NULL,
    ends_at timestamptz NOT NULL,
    most_openings bigint NOT NULL,
    openings bigint NOT NULL,
    created_by uuid NOT NULL,
    created_name text NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_name text
);
CREATE INDEX library_link_item ON library_link (item_id, created_at);
