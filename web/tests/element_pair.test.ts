import { expect, it } from 'vitest';
import { ElementPair } from '../src/core/element_pair';
import type { EngineTrack } from '../src/core/engine';

/** A media element that does what the test says. */
class PlayedElement extends EventTarget {
  src = '';
  preload = '';
  currentTime = 0;
  duration = Number.NaN;
  volume = 1;
  error = new Error('the stream broke');
  playing = false;
  refuses = false;
  play = async () => {
    if (this.refuses) throw this.error;
    this.playing = true;
  };
  pause = () => void (this.playing = false);
  load = () => {};
  removeAttribute = () => void (this.src = '');
  say = (event: string) => void this.dispatchEvent(new Event(event));
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
