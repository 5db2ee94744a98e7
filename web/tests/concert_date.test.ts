import { describe, expect, it } from 'vitest';
import { readDate, showDate } from '../src/core/concert_date';

describe('a concert date', () => {
  it('is shown without passing through a time zone, whatever is unknown of it', () => {
    expect(showDate('1977-05-08')).toBe('May 8, 1977');
    expect(showDate('1969-11-XX')).toBe('November 1969');
    expect(showDate('1969-XX-XX')).toBe('1969');
    expect(showDate('1977-05-08', 'de')).toBe('8. Mai 1977');
    expect(showDate('1977-05-08T00:00:00Z')).toBe('May 8, 1977');
    expect(showDate('unknown')).toBe('unknown');
  });

  it.each([
    ['5/8/77', '1977-05-08'],
    ['5/8/1977', '1977-05-08'],
    ['05-08-77', '1977-05-08'],
    ['1977-05-08', '1977-05-08'],
    ['gd77-05-08.sbd.hicks', '1977-05-08'],
    ['8.5.1977', '1977-05-08'],
    ['grateful dead 5/8/77 barton hall', '1977-05-08'],
    ['12/31/99', '1999-12-31'],
    ['7/4/03', '2003-07-04'],
  ])('is read from "%s"', (typed, date) => expect(readDate(typed)).toBe(date));

  it.each(['', 'barton hall', '1977', '13/45/77', '2/30/1977', '1977-05', '192.168.10.25'])(
    'is not read from "%s"',
    (typed) => expect(readDate(typed)).toBeNull(),
  );
});
