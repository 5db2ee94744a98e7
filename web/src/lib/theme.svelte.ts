/** As public/theme.js reads them before the first paint. */
const KEY = 'tapedeck.theme';

export type Theme = 'system' | 'dark' | 'light';

export const theme = $state({ chosen: (localStorage.getItem(KEY) ?? 'system') as Theme });

const light = matchMedia('(prefers-color-scheme: light)');
light.addEventListener('change', () => paint());

export function chooseTheme(chosen: Theme): void {
  theme.chosen = chosen;
  if (chosen === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, chosen);
  paint();
}

/** To the other of dark and light than what is seen now. */
export function turnTheme(): void {
  chooseTheme(document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark');
}

function paint(): void {
  const dark = theme.chosen === 'system' ? !light.matches : theme.chosen === 'dark';
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  const color = document.querySelector<HTMLMetaElement>('meta[name="theme-color"]');
  if (color) color.content = dark ? '#141210' : '#f6f1e7';
}
