/** A schema of our own: a database of the user's may hold the `pgboss` of another application. */
export const QUEUE_SCHEMA = 'keyward_jobs';
