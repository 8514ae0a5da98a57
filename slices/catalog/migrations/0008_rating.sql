-- How learners rate a course (CRS-9), told by the slice that keeps the ratings: their sum in hundredths of a star, and
-- their number.
ALTER TABLE catalog_course ADD COLUMN rating_sum bigint NOT NULL DEFAULT 0;
ALTER TABLE catalog_course ADD COLUMN rating_count bigint NOT NULL DEFAULT 0;
