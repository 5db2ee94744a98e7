import { beforeEach, expect, it, vi } from 'vitest';
import type { EngineEvents, EngineTrack } from '../src/core/engine';

/** What a browser has and node has not, and an engine that does what the test says. */
const { PlayedEngine, engines, keys } = vi.hoisted(() => {
  const keys = new Map<string, () => void>();
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
  vi.stubGlobal('MediaMetadata', class {});
  vi.stubGlobal('navigator', { mediaSession: { setActionHandler: (name: string, act: () => void) => keys.set(name, act) } });
  const engines: InstanceType<typeof PlayedEngine>[] = [];
  class PlayedEngine {
    readonly kind = 'element';
    readonly told: string[] = [];
    refuses = false;
    constructor(
      _tracks: readonly EngineTrack[],
      readonly events: Required<EngineEvents>,
    ) {
      engines.push(this);
    }
    play = async (track: number, seconds: number) => void this.told.push(`play ${track} at ${seconds}`);
    pause = async () => void this.told.push('pause');
    resume = async () => {
      this.told.push('resume');
      if (this.refuses) throw new Error('refused');
    };
    position = () => null;
    setVolume = () => {};
    close = () => void this.told.push('close');
  }
  return { PlayedEngine, engines, keys };
});
vi.mock('../src/core/element_pair', () => ({ ElementPair: PlayedEngine }));

const { player } = await import('../src/lib/player.svelte');
const { gateway } = await import('../src/lib/session.svelte');
type Playing = NonNullable<typeof player.playing>;

const song = (url: string, slices: EngineTrack['slices'] = null) =>
  ({ url, slices, position: 1, title: url, seconds: 100, segues: false });
const recording = (...tracks: ReturnType<typeof song>[]) => ({ identifier: 'tape', tracks }) as unknown as Playing;
const settle = () => new Promise((done) => setTimeout(done, 20));

beforeEach(() => {
  player.stop();
  engines.length = 0;
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

/** Two songs, of which the first sounds. */
async function sounding() {
  await player.load(recording(song('/a'), song('/b')));
  engines[0]!.events.state('playing');
  return engines[0]!;
}

it('stays silent when it is paused while a song is asked for, and begins it when it is wished', async () => {
  const map = Promise.withResolvers<null>();
  const begun = player.load(recording(song('/a', () => map.promise)));
  player.toggle();
  map.resolve(null);
  await begun;
  expect([player.state, engines.length]).toEqual(['paused', 0]);
  player.toggle();
  await settle();
  expect(engines[0]!.told).toEqual(['play 0 at 0']);
});

it('stays paused when the sound breaks off meanwhile, and begins anew where it was', async () => {
  const engine = await sounding();
  player.at = 42;
  player.toggle();
  engine.events.error(new Error('the stream broke'));
  await settle();
  expect([player.state, player.failed, engines.length]).toEqual(['paused', false, 1]);
  player.toggle();
  await settle();
  expect(engines[1]!.told).toEqual(['play 0 at 42']);
});

it('does not try anew what was paused before the server answered', async () => {
  const answer = Promise.withResolvers<never>();
  vi.spyOn(gateway, 'me').mockReturnValueOnce(answer.promise);
  const engine = await sounding();
  engine.events.error(new Error('the stream broke'));
  player.toggle();
  answer.resolve({} as never);
  await settle();
  expect([player.state, engines.length]).toEqual(['paused', 1]);
});

it('does not go back to a song that failed when another has been chosen meanwhile', async () => {
  const answer = Promise.withResolvers<never>();
  vi.spyOn(gateway, 'me').mockReturnValueOnce(answer.promise);
  const engine = await sounding();
  engine.events.error(new Error('the stream broke'));
  player.jump(1);
  answer.resolve({} as never);
  await settle();
  expect([player.index, engines.at(-1)!.told]).toEqual([1, ['play 1 at 0']]);
});

it('says so when it cannot go on after a pause', async () => {
  vi.spyOn(gateway, 'me').mockRejectedValueOnce(new Error('signed out'));
  const engine = await sounding();
  player.toggle();
  engine.refuses = true;
  player.toggle();
  await settle();
  expect([player.state, player.failed]).toEqual(['paused', true]);
});

it('goes on with the song that was chosen, and not with the one that was heard before it', async () => {
  const map = Promise.withResolvers<null>();
  await player.load(recording(song('/a'), song('/b', () => map.promise)));
  player.jump(1);
  player.toggle();
  map.resolve(null);
  player.toggle();
  await settle();
  expect(engines[0]!.told).toEqual(['play 0 at 0', 'pause', 'play 1 at 0']);
});

it('is silent for good when it is stopped while a song is asked for', async () => {
  const map = Promise.withResolvers<null>();
  const begun = player.load(recording(song('/a', () => map.promise)));
  player.stop();
  map.resolve(null);
  await begun;
  expect([player.state, player.playing, engines.length]).toEqual(['idle', null, 0]);
});

it('streams a song whose slices cannot be had just now', async () => {
  await player.load(recording(song('/a', () => Promise.reject(new Error('503')))));
  expect(engines[0]!.told).toEqual(['play 0 at 0']);
});

it('takes each key of a headset for what it says, however often it is pressed', async () => {
  const engine = await sounding();
  keys.get('play')!();
  expect([player.state, engine.told.includes('pause')]).toEqual(['playing', false]);
  keys.get('pause')!();
  keys.get('pause')!();
  expect([player.state, engine.told.includes('resume')]).toEqual(['paused', false]);
});

it('wants only what was chosen last', async () => {
  const first = player.choose();
  const second = player.choose();
  expect([first(), second()]).toEqual([false, true]);
  await sounding();
  expect(second()).toBe(false);
});
