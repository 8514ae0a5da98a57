-- A file as a person knows it. Several files may share one content.
CREATE TABLE storage_file (
    id uuid NOT NULL PRIMARY KEY,
    -- Where the bytes lie in the folder or bucket.
    content_id uuid NOT NULL,
    -- SHA-256 of the bytes in hexadecimal.
    sha256 text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    -- Found by content, never taken from the uploader.
    media_type text NOT NULL,
    -- May run scripts in a browser (svg, html): never served from the platform's own address as a page.
    active boolean NOT NULL,
    name text NOT NULL,
    uploaded_by uuid,
    uploaded_at timestamptz NOT NULL,
    -- NULL while something claims the file; else since when nothing does.
    unclaimed_since timestamptz,
    deleted_at timestamptz,
    deleted_by uuid
);
CREATE INDEX storage_file_content ON storage_file (content_id);
CREATE INDEX storage_file_hash ON storage_file (sha256);
CREATE INDEX storage_file_unclaimed ON storage_file (unclaimed_since) WHERE unclaimed_since IS NOT NULL;
CREATE INDEX storage_file_deleted ON storage_file (deleted_at) WHERE deleted_at IS NOT NULL;

-- What uses a file: a lesson, a hand-in, an import. A file without claims is swept after a day.
CREATE TABLE storage_claim (
    file_id uuid NOT NULL REFERENCES storage_file (id),
    claimed_by_kind text NOT NULL,
    claimed_by_id uuid NOT NULL,
    claimed_at timestamptz NOT NULL,
    PRIMARY KEY (file_id, claimed_by_kind, claimed_by_id)
);
CREATE INDEX storage_claim_by ON storage_claim (claimed_by_kind, claimed_by_id);
