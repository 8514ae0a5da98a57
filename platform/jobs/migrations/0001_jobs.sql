-- Work that outlives a request. `state`: waiting, running, done, failed, cancelled.
CREATE TABLE jobs_job (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    payload text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    priority bigint NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL,
    -- No second job of the kind with this key, ever.
    once_key text,
    -- No second job of the kind with this key while one waits or runs.
    single_key text,
    attempts bigint NOT NULL DEFAULT 0,
    max_attempts bigint NOT NULL,
    -- Grows with every claim. Whoever writes for the job names the number it was given; an older one is refused.
    fence bigint NOT NULL DEFAULT 0,
    owner uuid,
    lease_until timestamptz,
    beat_at timestamptz,
    progress_done bigint NOT NULL DEFAULT 0,
    progress_total bigint NOT NULL DEFAULT 0,
    -- A sentence (key and values as JSON) for whoever watches.
    message text,
    checkpoint text,
    result text,
    error text,
    cancel_asked boolean NOT NULL DEFAULT FALSE,
    asked_by uuid,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    ended_at timestamptz
);
CREATE UNIQUE INDEX jobs_job_once ON jobs_job (kind, once_key) WHERE once_key IS NOT NULL;
CREATE UNIQUE INDEX jobs_job_single ON jobs_job (kind, single_key)
    WHERE single_key IS NOT NULL AND state IN ('waiting', 'running');
CREATE INDEX jobs_job_due ON jobs_job (priority DESC, run_at, id) WHERE state = 'waiting';
CREATE INDEX jobs_job_lease ON jobs_job (lease_until) WHERE state = 'running';
CREATE INDEX jobs_job_created ON jobs_job (created_at, id);
CREATE INDEX jobs_job_ended ON jobs_job (ended_at) WHERE state IN ('done', 'failed', 'cancelled');

-- When each schedule is due next. The row, not memory, knows it: a restart neither doubles nor forgets a due time.
CREATE TABLE jobs_schedule (
    name text NOT NULL PRIMARY KEY,
    cron text NOT NULL,
    zone text NOT NULL,
    next_at timestamptz NOT NULL,
    last_at timestamptz,
    last_job uuid
);
