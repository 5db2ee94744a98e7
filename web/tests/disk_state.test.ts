import { expect, it } from 'vitest';
import { diskState } from '../src/core/disk_state';
import type { Job } from '../src/core/wire';

const job = (status: Job['status'], bytes_done = 0) => ({ status, bytes_done, file_size: 100 }) as Job;

it('is none without jobs, or when all were cancelled', () => {
  expect(diskState([])).toEqual({ state: 'none', percent: 0 });
  expect(diskState([job('cancelled', 50)])).toEqual({ state: 'none', percent: 0 });
});

it('counts bytes, not files', () => {
  expect(diskState([job('completed', 100), job('downloading', 50), job('pending')])).toEqual({ state: 'active', percent: 50 });
});

it('is done when every file is, and failed when nothing goes on by itself', () => {
  expect(diskState([job('completed', 100), job('completed', 100)]).state).toBe('done');
  expect(diskState([job('completed', 100), job('failed', 10)]).state).toBe('failed');
});

it('is not done when it was cancelled half way', () => {
  expect(diskState([job('completed', 100), job('cancelled', 50)])).toEqual({ state: 'failed', percent: 50 });
  expect(diskState([job('completed', 100), job('cancelled'), job('pending')]).state).toBe('active');
});
