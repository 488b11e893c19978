import { readFileSync } from 'node:fs';

// The unit of `utime` and `stime` in proc(5), whatever the kernel's own tick is.
const TICKS_PER_SECOND = 100;

/** CPU seconds, user and system, that a process has used with all its threads; NaN without /proc. */
export function cpuSeconds(pid: number): number {
  const stat = procFile(pid, 'stat');
  // The name, which may hold anything, ends at the last parenthesis; utime is field 14, stime 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Resident memory in bytes; NaN without /proc. */
export function residentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(procFile(pid, 'status'))?.[1];
  return Number(kibibytes ?? Number.NaN) * 1024;
}

function procFile(pid: number, name: string): string {
  return process.platform === 'linux' ? readFileSync(`/proc/${pid}/${name}`, 'utf8') : '';
}
