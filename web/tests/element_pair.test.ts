import { expect, it } from 'vitest';
import { ElementPair } from '../src/core/element_pair';
import type { EngineTrack } from '../src/core/engine';

/**
 * A media element that does what the test says. As HTML has it, pause() and another source reject
 * what play() has promised (HTML, 4.8.11.8).
 */
class PlayedElement extends EventTarget {
  preload = '';
  currentTime = 0;
  duration = Number.NaN;
  volume = 1;
  error = new Error('the stream broke');
  playing = false;
  ended = false;
  refuses = false;
  /** Sound comes when the test lets it, by come(). */
  slow = false;
  private source = '';
  private promised: PromiseWithResolvers<void>[] = [];

  get src() {
    return this.source;
  }
  set src(url: string) {
    this.interrupt();
    this.source = url;
  }
  play = () => {
    if (this.refuses) return Promise.reject(this.error);
    const promise = Promise.withResolvers<void>();
    this.playing = true;
    this.promised.push(promise);
    if (!this.slow) this.come();
    return promise.promise;
  };
  come = () => {
    for (const one of this.promised.splice(0)) one.resolve();
    this.say('playing');
  };
  pause = () => {
    this.playing = false;
    this.interrupt();
  };
  load = () => {};
  removeAttribute = () => void (this.src = '');
  say = (event: string) => void this.dispatchEvent(new Event(event));
  private interrupt() {
    for (const one of this.promised.splice(0)) one.reject(new DOMException('It was interrupted.', 'AbortError'));
  }
}

const track = (url: string, sliced = false): EngineTrack => ({ url, slices: sliced ? async () => null : null });
const settle = () => new Promise((done) => setTimeout(done));

function pairOf(...tracks: EngineTrack[]) {
  const elements: PlayedElement[] = [];
  const told: string[] = [];
  const pair = new ElementPair(
    tracks,
    {
      state: (state) => told.push(state),
      track: (index) => told.push(`track ${index}`),
      error: () => told.push('error'),
    },
    () => {
      elements.push(new PlayedElement());
      return elements.at(-1) as unknown as HTMLAudioElement;
    },
  );
  return { pair, elements, told };
}

it('loads the next track on the other element while one plays, and turns to it', async () => {
  const { pair, elements, told } = pairOf(track('/a'), track('/b'), track('/c'));
  await pair.play(0);
  expect(elements.map((one) => [one.src, one.playing])).toEqual([['/a', true], ['/b', false]]);
  elements[0]!.say('ended');
  await settle();
  expect([elements[1]!.playing, elements[0]!.src]).toEqual([true, '/c']);
  expect(told).toEqual(['loading', 'playing', 'track 0', 'track 1']);
});

it('goes to a second, and tells where it is and how long the track is', async () => {
  const { pair, elements } = pairOf(track('/a'));
  await pair.play(0, 42);
  expect(pair.position()).toEqual({ track: 0, seconds: 42, length: 0 });
  elements[0]!.duration = 100;
  expect(pair.position()).toEqual({ track: 0, seconds: 42, length: 100 });
});

it('leaves a track that has slices to the deck', async () => {
  const { pair, elements, told } = pairOf(track('/a'), track('/b', true));
  await pair.play(0);
  expect(elements[1]!.src).toBe('');
  elements[0]!.say('ended');
  expect(told.at(-1)).toBe('ended');
});

it('says so when the sound does not come, or breaks off', async () => {
  const { pair, elements, told } = pairOf(track('/a'));
  elements[0]!.refuses = true;
  await pair.play(0);
  expect(told).toEqual(['loading', 'idle', 'error']);
  elements[0]!.refuses = false;
  await pair.play(0);
  elements[0]!.say('error');
  expect(told.slice(-2)).toEqual(['idle', 'error']);
});

it('says nothing of the other element, which only loads ahead', async () => {
  const { pair, elements, told } = pairOf(track('/a'), track('/b'));
  await pair.play(0);
  const before = told.length;
  elements[1]!.say('error');
  elements[1]!.say('waiting');
  expect(told).toHaveLength(before);
});

it('stays silent when it is paused while a track loads, and says nothing of a failure', async () => {
  const { pair, elements, told } = pairOf(track('/a'), track('/b'));
  elements[0]!.slow = true;
  const begun = pair.play(0);
  await pair.pause();
  await begun;
  elements[0]!.say('playing');
  expect([elements[0]!.playing, told]).toEqual([false, ['loading', 'paused']]);
  const resumed = pair.resume();
  elements[0]!.come();
  await resumed;
  expect(told.slice(2)).toEqual(['loading', 'playing', 'track 0']);
  expect(elements[1]!.src).toBe('/b');
});

it('stays silent when it is paused while it turns to the next track', async () => {
  const { pair, elements, told } = pairOf(track('/a'), track('/b'));
  await pair.play(0);
  elements[1]!.slow = true;
  elements[0]!.say('ended');
  await pair.pause();
  await settle();
  expect([elements[1]!.playing, told.at(-1)]).toEqual([false, 'paused']);
});

it('does not go on by itself when it was paused at the very end', async () => {
  const { pair, elements, told } = pairOf(track('/a'), track('/b'));
  await pair.play(0);
  await pair.pause();
  elements[0]!.ended = true;
  elements[0]!.say('ended');
  await settle();
  expect([elements[1]!.playing, told.at(-1)]).toEqual([false, 'paused']);
  await pair.resume();
  expect([elements[1]!.playing, told.at(-1)]).toEqual([true, 'track 1']);
});

it('says so when it cannot go on after a pause', async () => {
  const { pair, elements, told } = pairOf(track('/a'));
  await pair.play(0);
  await pair.pause();
  elements[0]!.refuses = true;
  await pair.resume();
  expect(told.slice(-3)).toEqual(['loading', 'idle', 'error']);
});
