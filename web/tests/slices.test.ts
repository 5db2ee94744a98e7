import { expect, it } from 'vitest';
import { locate, sliceStart, wrap, type SliceMap } from '../src/core/slices';

const map: SliceMap = {
  codec: 'flac',
  sample_rate: 44100,
  channels: 2,
  total: 250,
  head: btoa('\0'.repeat(42)),
  slices: [
    [0, 10, 0, 100],
    [10, 20, 0, 100],
    [20, 30, 5, 50],
  ],
};

it('finds the slice that holds a sample', () => {
  expect(locate(map, 0)).toEqual({ slice: 0, offset: 0 });
  expect(locate(map, 199)).toEqual({ slice: 1, offset: 99 });
  expect(locate(map, 200)).toEqual({ slice: 2, offset: 0 });
  expect(sliceStart(map, 2)).toBe(200);
});

it('takes a place outside the track for its nearest end', () => {
  expect(locate(map, 9999)).toEqual({ slice: 2, offset: 49 });
  expect(locate(map, -5)).toEqual({ slice: 0, offset: 0 });
});

it('makes of a FLAC slice a file that tells its own length', () => {
  const file = new DataView(wrap(map, new Uint8Array(3), 4096));
  expect(file.byteLength).toBe(45);
  expect(file.getUint32(22)).toBe(4096);
});

it('sends an MP3 slice to the decoder as it is', () => {
  const file = wrap({ ...map, codec: 'mp3', head: '' }, Uint8Array.of(1, 2, 3), 0);
  expect([...new Uint8Array(file)]).toEqual([1, 2, 3]);
});
