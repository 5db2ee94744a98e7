import { expect, it } from 'vitest';
import { de } from '../src/lib/messages/de';
import { en } from '../src/lib/messages/en';

it('has every word in every language', () => {
  for (const [key, message] of Object.entries(en)) {
    if (typeof message === 'function') continue;
    expect(Object.keys(de[key as keyof typeof de]), key).toEqual(Object.keys(message));
  }
});

it('counts in the language', () => {
  expect([en.recordings(1), en.recordings(1234)]).toEqual(['1 recording', '1,234 recordings']);
  expect([de.recordings(1), de.recordings(1234)]).toEqual(['1 Aufnahme', '1.234 Aufnahmen']);
});
