import { ANOMALY_JOB } from './anomalies';
import { LEAK_JOB } from './leaks';

/** Jobs that tell somebody what was seen of a token. */
export const TELLING_JOBS = [LEAK_JOB, ANOMALY_JOB];
