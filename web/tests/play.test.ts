import { beforeEach, expect, it, vi } from 'vitest';
import { Problem } from '../src/core/problem';
import type { ItemDetails, Job } from '../src/core/wire';

vi.hoisted(() => vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} }));

const { downloads } = await import('../src/lib/downloads.svelte');
const { playOnDisk, playRecording } = await import('../src/lib/play');
const { player } = await import('../src/lib/player.svelte');
const { gateway } = await import('../src/lib/session.svelte');

const load = vi.spyOn(player, 'load').mockResolvedValue();
const queue = () => load.mock.calls.at(-1)![0];

const job = (filename: string, title: string) =>
  ({ id: filename, archive_identifier: 'tape', filename, title, status: 'completed', format: 'Flac' }) as Job;
const item = (identifier: string) => {
  const renditions = [{ name: 'a.flac', format: 'Flac', lossless: true, is_private: false }];
  const track = { position: 1, title: 'A song', segues: false, disc: null, length_ms: null, renditions };
  return { identifier, creators: ['The Band'], date: '1977-05-08', tracks: [track] } as unknown as ItemDetails;
};

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

it('does not play what was chosen before something else, however late it is known', async () => {
  const known = Promise.withResolvers<void>();
  downloads.ready = known.promise;
  const first = playRecording(item('first'));
  const second = playRecording(item('second'));
  known.resolve();
  expect([await first, await second]).toEqual([true, true]);
  expect(load.mock.calls.map(([playing]) => playing.identifier)).toEqual(['second']);
});

it('remembers of a song that it cannot be cut, and of no other reason', async () => {
  downloads.jobs = [job('t1.flac', 'Fire')];
  await playOnDisk('tape');
  const { slices } = queue().tracks[0]!;
  const ask = vi.spyOn(gateway, 'slices');
  for (const status of [401, 429, 503]) {
    ask.mockRejectedValueOnce(new Problem(status, {}));
    await expect(slices!()).rejects.toThrow();
  }
  ask.mockRejectedValueOnce(new Problem(404, {}));
  expect([await slices!(), await slices!(), ask.mock.calls.length]).toEqual([null, null, 4]);
});
