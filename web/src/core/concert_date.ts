/**
 * Concert dates are civil dates, sometimes with unknown parts: "1969-11-XX". They never pass
 * through a time zone.
 */
export function showDate(date: string, locale = 'en'): string {
  const [year, month, day] = date.slice(0, 10).split('-').map(Number);
  if (year === undefined || !Number.isInteger(year) || year === 0) return date;
  const has = (part: number | undefined) => part !== undefined && Number.isInteger(part) && part > 0;
  if (!has(month)) return String(year);
  const options: Intl.DateTimeFormatOptions = { timeZone: 'UTC', year: 'numeric', month: 'long' };
  if (has(day)) options.day = 'numeric';
  const at = new Date(Date.UTC(year, month! - 1, has(day) ? day : 1));
  return new Intl.DateTimeFormat(locale, options).format(at);
}

/** Of years with two digits: no recording is older than 1930. */
const CENTURY_TURN = 30;

/**
 * The concert date in what somebody typed, or null: "5/8/77", "5-8-1977" (month first, as tapers
 * write), "1977-05-08", "8.5.1977" (day first, as with dots), "gd77-05-08".
 */
export function readDate(text: string): string | null {
  const iso = /(?:^|[^\d])(\d{4}|\d{2})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(text);
  const slashed = /(?:^|[^\d])(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?!\d)/.exec(text);
  const dotted = /(?:^|[^\d])(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)/.exec(text);
  if (dotted) return civil(dotted[3]!, dotted[2]!, dotted[1]!);
  return (iso && civil(iso[1]!, iso[2]!, iso[3]!)) || (slashed && civil(slashed[3]!, slashed[1]!, slashed[2]!)) || null;
}

function civil(year: string, month: string, day: string): string | null {
  const short = Number(year);
  const full = year.length === 4 ? short : short < CENTURY_TURN ? 2000 + short : 1900 + short;
  const at = new Date(Date.UTC(full, Number(month) - 1, Number(day)));
  const same = at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
  return same ? at.toISOString().slice(0, 10) : null;
}
