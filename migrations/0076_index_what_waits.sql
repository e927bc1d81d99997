-- What waits for somebody of the platform is counted often: each count reads exactly the rows it counts.
CREATE INDEX merchants_waiting ON merchants (applied_at) WHERE admitted_at IS NULL;
CREATE INDEX job_failures_job ON job_failures (job, dead_at);
