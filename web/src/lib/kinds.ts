/** How kinds of sources are written on a J-card. */
const LETTERS: Record<string, string> = {
  soundboard: 'SBD',
  audience: 'AUD',
  matrix: 'MTX',
  broadcast: 'FM',
};

export const lettersOf = (kind: string) => LETTERS[kind] ?? '?';
