-- The chapters of a video or sound. They belong to the file, as its subtitles do: whatever plays it shows them.
CREATE TABLE media_chapters (
    -- The file as it was uploaded; no reference, for the same reason as in media_item.
    file_id uuid NOT NULL PRIMARY KEY,
    -- JSON: a list of moments in milliseconds with their titles, ascending.
    chapters text NOT NULL,
    updated_at timestamptz NOT NULL,
    -- Counts changes; a form says which one it saw.
    version bigint NOT NULL
);
