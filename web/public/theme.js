// Runs before the first paint, so that no page flashes in the other theme.
(() => {
  const root = document.documentElement;
  const wished = localStorage.getItem('tapedeck.theme');
  const dark = wished ? wished === 'dark' : !matchMedia('(prefers-color-scheme: light)').matches;
  root.dataset.theme = dark ? 'dark' : 'light';
  const color = document.querySelector('meta[name="theme-color"]');
  if (color) color.content = dark ? '#141210' : '#f6f1e7';
})();
