-- 身心健康 (LRN-12): what had been learned at a stretch when a minor's learning session began, in seconds. What is
-- reported of it later counts at most what a person could have learned since who keeps the limits.
ALTER TABLE learning_attention ADD COLUMN used_before bigint NOT NULL DEFAULT 0;
