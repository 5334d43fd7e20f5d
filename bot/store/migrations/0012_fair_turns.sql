-- How much waits under a lock is asked for whenever a job is put down under it.
CREATE INDEX jobs_by_lock ON procrastinate_jobs (lock, priority) WHERE status IN ('todo', 'doing');
