import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function tokensOf(theme: string): Record<string, string> {
  const block = css.slice(css.indexOf(`[data-theme='${theme}']`));
  const found = block.slice(0, block.indexOf('}')).matchAll(/--([\w-]+): (#[0-9a-f]{6})/g);
  return Object.fromEntries([...found].map((token) => [token[1]!, token[2]!]));
}

describe.each(['dark', 'light'])('in the %s theme', (theme) => {
  const tokens = tokensOf(theme);
  const surfaces = ['bg', 'surface', 'raised'].map((name) => tokens[name]!);

  it.each(['text', 'muted', 'accent', 'ok', 'warn', 'bad', 'sbd', 'aud', 'mtx', 'fm'])(
    '%s reads on every surface',
    (name) => {
      for (const surface of surfaces) expect(contrast(tokens[name]!, surface)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('buttons read, and controls have an edge that is seen', () => {
    expect(contrast(tokens['on-accent']!, tokens['accent']!)).toBeGreaterThanOrEqual(4.5);
    for (const surface of surfaces) expect(contrast(tokens['edge']!, surface)).toBeGreaterThanOrEqual(3);
  });
});
