-- Training hours of a course are the stated minutes of its required lessons: those that may be left out count for nobody.
UPDATE catalog_course SET minutes = (
    SELECT CAST(COALESCE(sum(CASE WHEN l.required THEN l.minutes ELSE 0 END), 0) AS bigint)
    FROM catalog_lesson l
    WHERE l.version_id = COALESCE(catalog_course.published_version_id, catalog_course.draft_version_id)
      AND l.kind <> 'section')
WHERE COALESCE(published_version_id, draft_version_id) IS NOT NULL;
