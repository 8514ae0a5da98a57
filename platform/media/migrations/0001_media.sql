-- A video or sound that was given for playing, and where its processing stands. One per file in storage.
CREATE TABLE media_item (
    id uuid NOT NULL PRIMARY KEY,
    -- The file as it was uploaded. No reference: when nobody needs the file any more it is swept, and the item after it.
    file_id uuid NOT NULL UNIQUE,
    -- What it was given as: video or audio. What it really holds is known from has_video and has_audio.
    kind text NOT NULL CHECK (kind IN ('video', 'audio')),
    state text NOT NULL CHECK (state IN ('queued', 'working', 'ready', 'failed')),
    -- Of the processing, 0 to 100.
    percent bigint NOT NULL,
    -- Why it failed, as a code that has a sentence.
    fault text,
    -- The job that processes it.
    job_id uuid NOT NULL,
    -- Length of what is played, in milliseconds; known once it is ready.
    duration_ms bigint,
    -- Pixels as shown (after turning); none without a picture.
    width bigint,
    height bigint,
    has_video boolean NOT NULL,
    has_audio boolean NOT NULL,
    poster_file_id uuid REFERENCES storage_file (id),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX media_item_poster ON media_item (poster_file_id) WHERE poster_file_id IS NOT NULL;

-- One size in which it is played: a single file of fragmented MP4, and the playlist of its parts.
CREATE TABLE media_rendition (
    id uuid NOT NULL PRIMARY KEY,
    item_id uuid NOT NULL REFERENCES media_item (id),
    -- 1080p, 720p, 480p, 360p or audio.
    name text NOT NULL,
    file_id uuid NOT NULL REFERENCES storage_file (id),
    -- Bits per second: of the densest part, and on average.
    bandwidth bigint NOT NULL,
    average_bandwidth bigint NOT NULL,
    width bigint,
    height bigint,
    -- As RFC 6381 names them.
    codecs text NOT NULL,
    -- A media playlist (RFC 8216) whose parts lie in NAME.mp4.
    playlist text NOT NULL,
    UNIQUE (item_id, name)
);
CREATE INDEX media_rendition_file ON media_rendition (file_id);
