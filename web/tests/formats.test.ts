import { expect, it } from 'vitest';
import { ago, bytes, clock, soundFormats } from '../src/core/formats';

it('prints lengths as players do', () => {
  expect([0, 9.9, 61, 3661].map(clock)).toEqual(['0:00', '0:09', '1:01', '1:01:01']);
  expect(clock(-3)).toBe('0:00');
});

it('prints sizes in decimal units', () => {
  expect([0, 999, 2.35e9, 412e9].map((n) => bytes(n))).toEqual(['0 byte', '999 byte', '2.4 GB', '412 GB']);
  expect(bytes(2.35e9, 'de')).toBe('2,4\u00a0GB');
});

it('prints ages in words', () => {
  expect([5, 130, 7300, 200_000].map((n) => ago(n))).toEqual([
    '5 seconds ago',
    '2 minutes ago',
    '2 hours ago',
    '2 days ago',
  ]);
});

it('names what a recording sounds in, and not what is written about it', () => {
  const archived = ['Checksums', 'Flac', 'Flac FingerPrint', 'SHNtool MD5 Checksums', 'VBR MP3', '24bit Flac'];
  expect(soundFormats(archived)).toEqual(['Flac', '24bit Flac']);
  expect(soundFormats(['Ogg Vorbis', 'Text', 'VBR MP3'])).toEqual(['Ogg Vorbis', 'VBR MP3']);
});
