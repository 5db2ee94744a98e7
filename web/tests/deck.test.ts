import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Deck } from '../src/core/deck';
import type { EngineTrack } from '../src/core/engine';
import type { SliceMap } from '../src/core/slices';

const RATE = 1000;

/** What a deck has scheduled: when it sounds, from where in its slice, how long; in samples. */
interface Scheduled {
  at: number;
  skip: number;
  length: number;
  stopped: boolean;
  end(): void;
}

/** An audio context whose clock is turned by hand. */
class PlayedContext {
  sampleRate = RATE;
  currentTime = 0;
  destination = {};
  scheduled: Scheduled[] = [];

  createGain() {
    const gain = { setTargetAtTime: () => {}, cancelScheduledValues: () => {} };
    return { gain, connect: () => {}, disconnect: () => {} };
  }
  createBufferSource() {
    const node = {
      buffer: null as { length: number } | null,
      onended: null as (() => void) | null,
      connect: () => {},
      disconnect: () => {},
      start: (when: number, offset: number) => {
        const skip = Math.round(offset * RATE);
        const one = { at: Math.round(when * RATE), skip, length: node.buffer!.length - skip, stopped: false, end: () => node.onended?.() };
        this.scheduled.push(one);
        node.stop = () => (one.stopped = true);
      },
      stop: (): unknown => null,
    };
    return node;
  }
  createBuffer = (_: number, length: number) => ({ length, copyToChannel: () => {}, getChannelData: () => new Float32Array(length) });
  /** Every byte of a slice decodes to ten samples. */
  decodeAudioData = async (bytes: ArrayBuffer) => ({ ...this.createBuffer(1, bytes.byteLength * 10), numberOfChannels: 1, sampleRate: RATE });
  resume = async () => {};
  suspend = async () => {};
  close = async () => {};
}

/** An MP3 of slices that keep so many samples each; a byte holds ten. */
function trackOf(url: string, keeps: number[], rate = RATE): EngineTrack & { asked: number } {
  let at = 0;
  const slices = keeps.map((keep): SliceMap['slices'][number] => [at, (at += keep / 10), 0, keep]);
  const map: SliceMap = { codec: 'mp3', sample_rate: rate, channels: 1, total: keeps.reduce((a, b) => a + b), head: '', slices };
  const track = { url, asked: 0, slices: async () => (track.asked++, map) };
  return track;
}

let context: PlayedContext;
let states: string[];
let heard: number[];
let errors: unknown[];
let ranges: string[];
let broken: boolean;
/** What is asked for does not come, and does not fail either. */
let hangs: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  context = new PlayedContext();
  states = [];
  heard = [];
  errors = [];
  ranges = [];
  broken = false;
  hangs = false;
  // Node's own knows nothing of the played clock.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const late = new AbortController();
    setTimeout(() => late.abort(new DOMException('It took too long.', 'TimeoutError')), ms);
    return late.signal;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function deckOf(...tracks: EngineTrack[]): Deck {
  const load = (async (url: string, init: RequestInit) => {
    if (broken) return new Response('', { status: 503 });
    if (hangs) {
      return new Promise((_, fail) => init.signal!.addEventListener('abort', () => fail(init.signal!.reason)));
    }
    const range = new Headers(init.headers).get('Range')!;
    ranges.push(`${url} ${range}`);
    const [from, to] = range.slice(6).split('-').map(Number) as [number, number];
    return new Response(new Uint8Array(to + 1 - from), { status: 206 });
  }) as unknown as typeof fetch;
  const events = {
    state: (state: string) => states.push(state),
    track: (index: number) => heard.push(index),
    error: (reason: unknown) => errors.push(reason),
  };
  return new Deck(context as unknown as AudioContext, tracks, events, load);
}

const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

it('begins each slice on the sample after the last one, whichever track it belongs to', async () => {
  const deck = deckOf(trackOf('/a', [1000, 1230]), trackOf('/b', [1000, 777]));
  await deck.play(0);
  await pass(200);
  expect(context.scheduled.map((one) => [one.at, one.length])).toEqual([
    [50, 1000],
    [1050, 1230],
    [2280, 1000],
    [3280, 777],
  ]);
  deck.close();
});

it('goes to a second by fetching the slice that holds it', async () => {
  const deck = deckOf(trackOf('/a', [1000, 2000, 2000]));
  await deck.play(0, 2.5);
  expect(ranges[0]).toBe('/a bytes=100-299');
  expect(context.scheduled[0]).toMatchObject({ at: 50, skip: 1500, length: 500 });
  context.currentTime = 0.25;
  expect(deck.position()).toEqual({ track: 0, seconds: 2.7, length: 5 });
  deck.close();
});

it('tells which track is heard, and that it has come to the end', async () => {
  const deck = deckOf(trackOf('/a', [1000]), trackOf('/b', [1000]));
  await deck.play(0);
  context.currentTime = 0.5;
  await pass(200);
  context.currentTime = 1.5;
  await pass(200);
  expect([heard, states]).toEqual([[0, 1], ['loading', 'playing']]);
  context.currentTime = 2.5;
  for (const one of context.scheduled) one.end();
  await pass(200);
  expect(states.at(-1)).toBe('ended');
  deck.close();
});

it('holds no more than some forty seconds of sound', async () => {
  const deck = deckOf(trackOf('/a', Array<number>(60).fill(10_000)));
  await deck.play(0);
  expect(context.scheduled).toHaveLength(4);
  context.currentTime = 15;
  await pass(200);
  expect(context.scheduled).toHaveLength(6);
  deck.close();
});

it('ends where a track is of another rate, which would have to be resampled', async () => {
  const deck = deckOf(trackOf('/a', [1000]), trackOf('/b', [1000], 48_000));
  await deck.play(0);
  context.currentTime = 2;
  for (const one of context.scheduled) one.end();
  await pass(400);
  expect([context.scheduled.length, states.at(-1)]).toEqual([1, 'ended']);
  deck.close();
});

it('silences what it played before when it is sent elsewhere, many times in a row', async () => {
  const deck = deckOf(trackOf('/a', [1000, 5000, 5000]));
  const seeks = [0.5, 3, 7, 1, 9.25].map((seconds) => deck.play(0, seconds));
  await Promise.all(seeks);
  await pass(200);
  const left = context.scheduled.filter((one) => !one.stopped);
  expect(left.map((one) => [one.skip, one.length])).toEqual([[3250, 1750]]);
  deck.close();
});

it('says why it cannot go on, once', async () => {
  broken = true;
  const deck = deckOf(trackOf('/a', [1000]));
  await deck.play(0);
  await pass(1000);
  expect(errors).toHaveLength(1);
  deck.close();
});

it('plays on what it has while nothing comes, and goes on without a gap when it comes again', async () => {
  const deck = deckOf(trackOf('/a', Array<number>(9).fill(10_000)));
  await deck.play(0);
  broken = true;
  context.currentTime = 15;
  await pass(400);
  expect([context.scheduled.length, errors.length, states.at(-1)]).toEqual([4, 0, 'playing']);
  broken = false;
  await pass(2200);
  expect(context.scheduled.map((one) => one.at)).toEqual([50, 10_050, 20_050, 30_050, 40_050, 50_050]);
  deck.close();
});

it('asks again for a slice that hangs', async () => {
  const deck = deckOf(trackOf('/a', Array<number>(9).fill(10_000)));
  await deck.play(0);
  hangs = true;
  context.currentTime = 15;
  await pass(200);
  hangs = false;
  await pass(23_000);
  expect([context.scheduled.length, errors.length]).toEqual([6, 0]);
  deck.close();
});
