import type { Job } from './wire';

/** How much of a recording is on disk. */
export interface DiskState {
  state: 'none' | 'active' | 'done' | 'failed';
  /** 0 to 100, of the bytes. */
  percent: number;
}

/** What the jobs of one recording come to. What was cancelled does not count. */
export function diskState(jobs: readonly Job[]): DiskState {
  const kept = jobs.filter((job) => job.status !== 'cancelled');
  if (kept.length === 0) return { state: 'none', percent: 0 };
  if (kept.every((job) => job.status === 'completed')) return { state: 'done', percent: 100 };
  const size = kept.reduce((sum, job) => sum + (job.file_size ?? job.bytes_done), 0);
  const have = kept.reduce((sum, job) => sum + (job.status === 'completed' ? (job.file_size ?? 0) : job.bytes_done), 0);
  const going = kept.some((job) => job.status !== 'completed' && job.status !== 'failed');
  return { state: going ? 'active' : 'failed', percent: size > 0 ? Math.floor((100 * have) / size) : 0 };
}
