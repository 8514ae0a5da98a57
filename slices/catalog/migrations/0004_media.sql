-- How long the video or audio of a lesson plays, in milliseconds: known once it was processed (CRS-4).
ALTER TABLE catalog_lesson ADD COLUMN duration_ms bigint;
