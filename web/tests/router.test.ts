import { expect, it } from 'vitest';
import { match } from '../src/lib/router.svelte';

it('decodes the parts of an address', () => {
  expect(match('/recordings/:identifier', '/recordings/gd77%2D05')).toEqual({ identifier: 'gd77-05' });
  expect(match('/', '/')).toEqual({});
});

it('refuses addresses of another length, other words, and what cannot be decoded', () => {
  expect(match('/concerts/:id', '/concerts')).toBeNull();
  expect(match('/concerts/:id', '/concerts/1/2')).toBeNull();
  expect(match('/concerts/:id', '/artists/1')).toBeNull();
  expect(match('/concerts/:id', '/concerts/%E0%A4%A')).toBeNull();
});
