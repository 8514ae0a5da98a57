-- 紧急下架 (CRS-6): taken from everybody at once; it comes back by review alone.
ALTER TABLE catalog_course ADD COLUMN taken_down_at timestamptz;
