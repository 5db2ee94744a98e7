import { beforeEach, expect, it, vi } from 'vitest';
import type { Job } from '../src/core/wire';

vi.hoisted(() => vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} }));

const { downloads } = await import('../src/lib/downloads.svelte');
const { playOnDisk } = await import('../src/lib/play');
const { player } = await import('../src/lib/player.svelte');

const load = vi.spyOn(player, 'load').mockResolvedValue();
const queue = () => load.mock.calls.at(-1)![0];

const job = (filename: string, title: string) =>
  ({ id: filename, archive_identifier: 'tape', filename, title, status: 'completed', format: 'Flac' }) as Job;

beforeEach(() => {
  load.mockClear();
  downloads.ready = Promise.resolve();
  downloads.jobs = [];
});

it('plays what is on disk when nothing else is known of it', async () => {
  downloads.jobs = [job('t10.flac', 'Fire'), job('t2.flac', 'Scarlet Begonias >'), job('info.txt', 'A tape')];
  expect(await playOnDisk('tape')).toBe(true);
  expect([queue().identifier, queue().artist]).toEqual(['tape', 'tape']);
  expect(queue().tracks.map((track) => [track.title, track.url])).toEqual([
    ['Scarlet Begonias', '/tracks/t2.flac/stream'],
    ['Fire', '/tracks/t10.flac/stream'],
  ]);
});

it('says so when nothing on disk can be played', async () => {
  downloads.jobs = [job('t1.shn', 'Fire')];
  expect([await playOnDisk('tape'), load.mock.calls.length]).toEqual([false, 0]);
});
