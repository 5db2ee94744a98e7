/** 272 is "4:32", 3661 is "1:01:01". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** In decimal units, as the Archive and disk makers count. */
export function bytes(count: number, locale = 'en'): string {
  const power = Math.min(Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)), UNITS.length - 1);
  const value = count / 1000 ** power;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[power]!,
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}

/** "12 minutes ago", in the words of the language. */
export function ago(seconds: number, locale = 'en'): string {
  const steps = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, length] of steps) {
    if (seconds >= length) return format.format(-Math.floor(seconds / length), unit);
  }
  return format.format(-Math.floor(seconds), 'second');
}

/**
 * Of the Archive's formats of a recording those that hold its sound, lossless; the lossy ones where
 * there is nothing better. "Flac FingerPrint" and "SHNtool MD5 Checksums" are texts about it.
 */
export function soundFormats(formats: string[]): string[] {
  const lossless = formats.filter((one) => /^(24bit )?flac$|^shorten$|^wave$|^aiff$|^apple lossless/i.test(one));
  return lossless.length > 0 ? lossless : formats.filter((one) => /mp3|^ogg vorbis$/i.test(one));
}
