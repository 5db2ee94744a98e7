import type { Job } from './wire';

/** How much of a recording is on disk. */
export interface DiskState {
  state: 'none' | 'active' | 'done' | 'failed';
  /** 0 to 100, of the bytes. */
  percent: number;
}

/**
 * What the jobs of one recording come to: `done` when each of its files is there, `failed` when some
 * are missing and none is on its way, be it that they failed or were cancelled. A recording of which
 * nothing is left but cancelled jobs is as if it had never been asked for.
 */
export function diskState(jobs: readonly Job[]): DiskState {
  if (jobs.every((job) => job.status === 'cancelled')) return { state: 'none', percent: 0 };
  if (jobs.every((job) => job.status === 'completed')) return { state: 'done', percent: 100 };
  const size = jobs.reduce((sum, job) => sum + (job.file_size ?? job.bytes_done), 0);
  const have = jobs.reduce((sum, job) => sum + bytesOf(job), 0);
  const going = jobs.some((job) => !['completed', 'failed', 'cancelled'].includes(job.status));
  return { state: going ? 'active' : 'failed', percent: size > 0 ? Math.floor((100 * have) / size) : 0 };
}

/** What of a job lies on the disk; what was cancelled is removed. */
export function bytesOf(job: Job): number {
  if (job.status === 'cancelled') return 0;
  return job.status === 'completed' ? (job.file_size ?? 0) : job.bytes_done;
}
