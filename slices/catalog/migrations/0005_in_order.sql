-- Whether videos and audio are watched in order the first time: no skipping ahead of what was played (LRN-2).
ALTER TABLE catalog_version ADD COLUMN in_order boolean NOT NULL DEFAULT false;
