import { describe, expect, it } from 'vitest';
import { onDisk, streamOf, tracksOf, tracksOnDisk } from '../src/core/tracks';
import type { ItemDetails, ItemFile, Job } from '../src/core/wire';

const file = (name: string, more: Partial<ItemFile> = {}): ItemFile =>
  ({
    name,
    origin: 'original',
    format: 'Flac',
    bytes: 1000,
    length_ms: null,
    is_private: false,
    made_from: [],
    title: '',
    track: '',
    ...more,
  }) as ItemFile;

const mp3 = (of: string, more: Partial<ItemFile> = {}) =>
  file(of.replace(/\.\w+$/, '.mp3'), { origin: 'derivative', format: 'VBR MP3', made_from: [of], length_ms: 61_500, ...more });

const item = (files: ItemFile[]) => ({ identifier: 'an-item', files }) as unknown as ItemDetails;

const job = (filename: string, more: Partial<Job> = {}) => ({ id: filename, filename, status: 'completed', ...more }) as Job;

describe('the tracks of an item', () => {
  it('stand in playing order, each with what was derived from it', () => {
    const tracks = tracksOf(item([file('t10.flac'), file('t2.flac'), mp3('t2.flac'), file('info.txt', { format: 'Text' })]));
    expect(tracks.map((track) => track.renditions.map((one) => one.name))).toEqual([['t2.flac', 't2.mp3'], ['t10.flac']]);
    expect(tracks.map((track) => track.position)).toEqual([1, 2]);
  });

  it('are called what the uploader called them, without the arrow of a segue', () => {
    const [one, other, third] = tracksOf(
      item([file('a1.flac', { title: 'Scarlet Begonias >' }), file('a2.flac'), mp3('a2.flac', { title: 'Fire' }), file('disc/a3.flac')]),
    );
    expect([one?.title, one?.segues]).toEqual(['Scarlet Begonias', true]);
    expect([other?.title, other?.segues]).toEqual(['Fire', false]);
    expect(third?.title).toBe('a3');
  });

  it('take their length from what tells it truly', () => {
    const [track] = tracksOf(item([file('a.shn', { format: 'Shorten', length_ms: 5 }), mp3('a.shn')]));
    expect(track?.seconds).toBe(61.5);
  });

  it('are played once where the item holds them in two lossless formats', () => {
    const files = ['a', 'b', 'c'].map((name) => file(`${name}.flac`));
    expect(tracksOf(item([...files, file('a.wav', { format: 'WAVE' })]))).toHaveLength(3);
  });

  it('are the derivatives where there are no originals to be had', () => {
    expect(tracksOf(item([mp3('a.flac')]))).toHaveLength(1);
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
    const [both] = tracksOf(item([file('a.flac'), mp3('a.flac')]));
    expect(streamOf(both!)?.name).toBe('a.mp3');
    const [withheld] = tracksOf(item([file('a.flac', { is_private: true }), mp3('a.flac')]));
    expect(streamOf(withheld!)?.name).toBe('a.mp3');
    const [shorten] = tracksOf(item([file('a.shn', { format: 'Shorten' })]));
    expect(streamOf(shorten!)).toBeNull();
  });

  it('is played from disk only when it is whole there, and in a format that browsers play', () => {
    const [track] = tracksOf(item([file('a.flac'), mp3('a.flac')]));
    expect(onDisk(track!, [job('a.flac', { status: 'downloading' })])).toBeNull();
    expect(onDisk(track!, [job('a.mp3'), job('a.flac')])?.filename).toBe('a.flac');
    const [shorten] = tracksOf(item([file('a.shn', { format: 'Shorten' }), mp3('a.shn')]));
    expect(onDisk(shorten!, [job('a.shn')])).toBeNull();
  });
});
