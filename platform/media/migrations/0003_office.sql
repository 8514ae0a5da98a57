-- An office document that is to be shown as PDF, and where that stands. One per file in storage.
CREATE TABLE media_office (
    id uuid NOT NULL PRIMARY KEY,
    -- The file as it was uploaded; no reference, for the same reason as in media_item.
    file_id uuid NOT NULL UNIQUE,
    -- docx, pptx, xlsx, doc, ppt, xls, odt, odp, ods: by content, and by name where the content does not say.
    ending text NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'working', 'ready', 'failed')),
    -- Why it failed, as a code that has a sentence.
    fault text,
    -- The job that turns it.
    job_id uuid NOT NULL,
    -- What it became.
    pdf_file_id uuid REFERENCES storage_file (id),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX media_office_pdf ON media_office (pdf_file_id) WHERE pdf_file_id IS NOT NULL;
