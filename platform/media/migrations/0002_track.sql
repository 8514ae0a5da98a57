-- Subtitles of a video or sound, in one language.
CREATE TABLE media_track (
    id uuid NOT NULL PRIMARY KEY,
    -- The file as it was uploaded; no reference, for the same reason as in media_item.
    file_id uuid NOT NULL,
    -- BCP 47.
    lang text NOT NULL,
    label text NOT NULL,
    -- Clean WebVTT.
    vtt text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    -- Counts changes; a form says which one it saw.
    version bigint NOT NULL,
    UNIQUE (file_id, lang)
);
