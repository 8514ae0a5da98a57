-- 审核环节 (CRS-6): each stage of a submission is a row of its own, with its reviewer, check lists, verdict and due time.
-- `step` is the stage's place in the approval, `round` counts the submissions of the version, `lists` is JSON: the
-- check lists that its content calls for. `checks` is JSON: check and, where something is wrong, what.
ALTER TABLE catalog_review ADD COLUMN stage text NOT NULL DEFAULT 'review' CHECK (stage IN ('review', 'department', 'centre'));
ALTER TABLE catalog_review ADD COLUMN step bigint NOT NULL DEFAULT 0;
ALTER TABLE catalog_review ADD COLUMN round bigint NOT NULL DEFAULT 1;
ALTER TABLE catalog_review ADD COLUMN lists text NOT NULL DEFAULT '["text","pictures","direction"]';
UPDATE catalog_review SET round = (
    SELECT count(*) FROM catalog_review o
    WHERE o.version_id = catalog_review.version_id
      AND (o.submitted_at < catalog_review.submitted_at
           OR (o.submitted_at = catalog_review.submitted_at AND o.id <= catalog_review.id)));
CREATE INDEX catalog_review_round ON catalog_review (version_id, round, step);

-- Where in the lesson a remark points: a paragraph, a moment of the film, a page.
ALTER TABLE catalog_remark ADD COLUMN place text NOT NULL DEFAULT '';
