import { beforeEach, expect, it, vi } from 'vitest';
import { Problem } from '../src/core/problem';
import type { Job } from '../src/core/wire';
import { downloads } from '../src/lib/downloads.svelte';
import { gateway } from '../src/lib/session.svelte';

const job = (id: string, status: Job['status'] = 'downloading') => ({ id, status }) as Job;

let cancelled: string[];
beforeEach(() => {
  cancelled = [];
  vi.spyOn(gateway, 'cancel').mockImplementation(async (id) => {
    cancelled.push(id);
    return null as never;
  });
});

it('leaves alone what is on disk by the time it is cancelled', async () => {
  const jobs = [job('a'), job('b'), job('c')];
  downloads.jobs = [job('a'), job('b', 'completed'), job('c', 'pending')];
  await downloads.cancel(jobs);
  expect(cancelled).toEqual(['a', 'c']);
});

it('cancels the others when one cannot be, and says why', async () => {
  const jobs = [job('a'), job('b'), job('c')];
  downloads.jobs = jobs;
  vi.spyOn(gateway, 'cancel').mockImplementation(async (id) => {
    if (id === 'a') throw new Problem(503, { detail: 'It is busy.' });
    if (id === 'b') throw new Problem(404, {});
    cancelled.push(id);
    return null as never;
  });
  await expect(downloads.cancel(jobs)).rejects.toThrow('It is busy.');
  expect(cancelled).toEqual(['c']);
});

it('asks once for all that is missing of a recording, and for a single file by its name', async () => {
  const asked = vi.spyOn(gateway, 'download').mockResolvedValue({} as never);
  const missing = (filename: string, format: string) => ({ archive_identifier: 'tape', filename, format }) as Job;
  await downloads.again([missing('t1.flac', 'Flac'), missing('t2.flac', 'Flac'), missing('info.txt', 'Text')]);
  await downloads.again([missing('t2.flac', 'Flac')]);
  expect(asked.mock.calls).toEqual([
    ['tape', { formats: ['Flac', 'Text'] }],
    ['tape', { filename: 't2.flac' }],
  ]);
});
