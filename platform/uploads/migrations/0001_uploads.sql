-- A file on its way into the program. How much of it has come is the length of the file DATA/uploads/ID: a row could
-- lag behind it.
CREATE TABLE uploads_upload (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL,
    -- What it is for, a key of the registry of purposes.
    purpose text NOT NULL,
    name text NOT NULL,
    -- How many bytes it will have.
    size bigint NOT NULL CHECK (size > 0),
    -- What the browser recognises the same file by: a hash of name, size and time of change. May be empty.
    mark text NOT NULL,
    created_at timestamptz NOT NULL,
    -- When the last byte came; without one for seven days it goes.
    moved_at timestamptz NOT NULL,
    -- When a form took it; its bytes lie in storage since.
    used_at timestamptz
);
CREATE INDEX uploads_upload_person ON uploads_upload (person_id, moved_at) WHERE used_at IS NULL;
CREATE INDEX uploads_upload_moved ON uploads_upload (moved_at);
