import { describe, expect, it } from 'vitest';
import { onDisk, streamOf, tracksOf, tracksOnDisk } from '../src/core/tracks';
import type { ItemDetails, Job, TrackRendition } from '../src/core/wire';

const rendition = (name: string, more: Partial<TrackRendition> = {}) =>
  ({ name, format: 'Flac', lossless: true, bytes: 1000, is_private: false, ...more }) as TrackRendition;

const mp3 = (name: string) => rendition(name, { format: 'VBR MP3', lossless: false });

const shorten = (name: string) => rendition(name, { format: 'Shorten' });

const item = (...tracks: TrackRendition[][]) =>
  ({
    identifier: 'an-item',
    tracks: tracks.map((renditions, i) => ({ position: i + 1, title: `Song ${i + 1}`, segues: i === 0, disc: null, length_ms: 61_500, renditions })),
  }) as unknown as ItemDetails;

const job = (filename: string, more: Partial<Job> = {}) => ({ id: filename, filename, status: 'completed', ...more }) as Job;

describe('the tracks of an item', () => {
  it('are those that the service tells, in its order', () => {
    const tracks = tracksOf(item([rendition('t2.flac'), mp3('t2.mp3')], [rendition('t10.flac')]));
    expect(tracks.map((track) => track.renditions.map((one) => one.name))).toEqual([['t2.flac', 't2.mp3'], ['t10.flac']]);
    expect(tracks.map((track) => [track.position, track.title, track.seconds, track.segues])).toEqual([
      [1, 'Song 1', 61.5, true],
      [2, 'Song 2', 61.5, false],
    ]);
  });
});

describe('the tracks of what is on disk', () => {
  it('stand in playing order, each once, with their titles', () => {
    const tracks = tracksOnDisk([
      job('t10.mp3', { title: 'Fire' }),
      job('t2.mp3', { title: 'Scarlet Begonias >' }),
      job('t2.flac', { title: 'Scarlet Begonias >' }),
      job('t3.flac', { status: 'cancelled' }),
      job('info.txt', { title: 'A tape' }),
    ]);
    expect(tracks.map((track) => track.renditions.map((one) => one.name))).toEqual([['t2.flac', 't2.mp3'], ['t10.mp3']]);
    expect(tracks.map((track) => [track.position, track.title, track.segues])).toEqual([
      [1, 'Scarlet Begonias', true],
      [2, 'Fire', false],
    ]);
  });

  it('are called like their files where each has the title of the recording', () => {
    const tracks = tracksOnDisk([job('d1/t1.flac', { title: 'A tape' }), job('d1/t2.flac', { title: 'A tape' })]);
    expect(tracks.map((track) => track.title)).toEqual(['t1', 't2']);
  });
});

describe('a track', () => {
  it('is streamed as MP3 rather than as FLAC, and never from a file that is withheld', () => {
    const [both] = tracksOf(item([rendition('a.flac'), mp3('a.mp3')]));
    expect(streamOf(both!)?.name).toBe('a.mp3');
    const [withheld] = tracksOf(item([rendition('a.flac', { is_private: true }), mp3('a.mp3')]));
    expect(streamOf(withheld!)?.name).toBe('a.mp3');
    const [alone] = tracksOf(item([shorten('a.shn')]));
    expect(streamOf(alone!)).toBeNull();
  });

  it('is played from disk only when it is whole there, and in a format that browsers play', () => {
    const [track] = tracksOf(item([rendition('a.flac'), mp3('a.mp3')]));
    expect(onDisk(track!, [job('a.flac', { status: 'downloading' })])).toBeNull();
    expect(onDisk(track!, [job('a.mp3'), job('a.flac')])?.filename).toBe('a.flac');
    const [other] = tracksOf(item([shorten('a.shn'), mp3('a.mp3')]));
    expect(onDisk(other!, [job('a.shn')])).toBeNull();
  });
});
