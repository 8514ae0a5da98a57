-- 身心健康 (LRN-12): how long a person has learned without a pause, and the free time before that stretch into which
-- belated reports may be laid (study/health.rs). Seconds.
CREATE TABLE learning_stretch (
    person_id uuid PRIMARY KEY NOT NULL,
    began_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    used bigint NOT NULL,
    idle bigint NOT NULL,
    free_at timestamptz NOT NULL,
    free_used bigint NOT NULL,
    heard_at timestamptz NOT NULL
);
-- Whether a learning session is that of a minor whose limits hold, as it was when it began.
ALTER TABLE learning_attention ADD COLUMN guarded boolean NOT NULL DEFAULT FALSE;
