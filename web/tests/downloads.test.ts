import { expect, it, vi } from 'vitest';
import { Problem } from '../src/core/problem';
import type { Job } from '../src/core/wire';
import { downloads } from '../src/lib/downloads.svelte';
import { gateway } from '../src/lib/session.svelte';

const job = (id: string) => ({ id, status: 'downloading' }) as Job;

it('acts on all of the jobs in one request', async () => {
  const asked = vi.spyOn(gateway, 'act').mockResolvedValue();
  await downloads.act('pause', [job('a'), job('b')]);
  expect(asked.mock.calls).toEqual([['pause', ['a', 'b']]]);
});

it('says why nothing was done', async () => {
  vi.spyOn(gateway, 'act').mockRejectedValue(new Problem(503, { detail: 'It is busy.' }));
  await expect(downloads.act('cancel', [job('a')])).rejects.toThrow('It is busy.');
});

it('lets a recording come first', async () => {
  const asked = vi.spyOn(gateway, 'prioritize').mockResolvedValue({ changed: 3 });
  await downloads.first('tape');
  expect(asked.mock.calls).toEqual([['tape', 9]]);
});
