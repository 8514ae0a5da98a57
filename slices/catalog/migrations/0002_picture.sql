-- A picture in a course's texts (CRS-3, CRS-4). The same bytes are one picture of a course, so that its address always
-- means the same and may be kept by browsers. The bytes lie in storage, claimed by the picture.
CREATE TABLE catalog_picture (
    id uuid PRIMARY KEY NOT NULL,
    course_id uuid NOT NULL REFERENCES catalog_course (id),
    file_id uuid NOT NULL,
    -- SHA-256 of the bytes in hexadecimal.
    sha256 text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    -- In pixels, found by content.
    width bigint NOT NULL CHECK (width > 0),
    height bigint NOT NULL CHECK (height > 0),
    name text NOT NULL,
    -- What it shows, for whom does not see it.
    description text NOT NULL,
    added_at timestamptz NOT NULL,
    added_by uuid NOT NULL,
    UNIQUE (course_id, sha256)
);

-- Which text shows which picture: a lesson of a version by its id, or the facts of a version by the version's id.
-- What a version says stays so when it is published; so a picture that one shows cannot be removed (CRS-6).
CREATE TABLE catalog_picture_use (
    used_by uuid NOT NULL,
    picture_id uuid NOT NULL REFERENCES catalog_picture (id),
    version_id uuid NOT NULL REFERENCES catalog_version (id),
    PRIMARY KEY (used_by, picture_id)
);
CREATE INDEX catalog_picture_use_picture ON catalog_picture_use (picture_id, version_id);
CREATE INDEX catalog_picture_use_version ON catalog_picture_use (version_id, used_by);
