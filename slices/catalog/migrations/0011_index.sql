-- What is known of the words of a document that lessons show (CRS-2): read once, since a file never changes.
CREATE TABLE catalog_document (
    file_id uuid PRIMARY KEY NOT NULL,
    -- waiting: a job reads it; read; wordless: it has no words that could be read, and `fault` says why.
    state text NOT NULL CHECK (state IN ('waiting', 'read', 'wordless')),
    fault text,
    updated_at timestamptz NOT NULL
);

-- The words of its pages, from 1; pages without words have no row.
CREATE TABLE catalog_document_page (
    file_id uuid NOT NULL REFERENCES catalog_document (file_id),
    page bigint NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (file_id, page)
);

-- The count of changes (`version`) that the full-text index knows of a course; another one asks for it to be made anew.
-- Below zero, and less each time, where it has to be made anew whatever changed.
ALTER TABLE catalog_course ADD COLUMN indexed bigint NOT NULL DEFAULT -1;
-- The version whose passages are open in the index; the nil id while they are taken out and put in.
ALTER TABLE catalog_course ADD COLUMN indexed_version_id uuid;
CREATE INDEX catalog_course_unindexed ON catalog_course (id) WHERE indexed <> version;
