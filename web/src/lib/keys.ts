import { player } from './player.svelte';
import { router } from './pages.svelte';

const SKIP_SECONDS = 10;
const STORED = 'tapedeck.keys';

/** Every key of the page. */
export const KEYS = [
  { keys: ['k', ' '], label: 'Space, k', does: 'space', act: () => player.toggle() },
  { keys: ['j'], label: 'j', does: 'seek', act: () => player.seek(player.at - SKIP_SECONDS) },
  { keys: ['l'], label: 'l', does: 'seek', act: () => player.seek(player.at + SKIP_SECONDS) },
  { keys: ['P'], label: 'Shift + P', does: 'step', act: () => player.step(-1) },
  { keys: ['N'], label: 'Shift + N', does: 'step', act: () => player.step(1) },
  { keys: ['m'], label: 'm', does: 'mute', act: () => mute() },
  { keys: ['n'], label: 'n', does: 'now', act: () => (player.open = player.playing !== null && !player.open) },
  { keys: ['/'], label: '/', does: 'search', act: () => !player.open && router.go('/search') },
] as const;

let loud = 1;

function mute(): void {
  if (player.volume > 0) loud = player.volume;
  player.setVolume(player.volume > 0 ? 0 : loud);
}

let on = localStorage.getItem(STORED) !== 'off';

/** Whether single keys do anything: who speaks to the machine may not want them (WCAG 2.2, 2.1.4). */
export const keysAreOn = () => on;

export function turnKeys(to: boolean): void {
  on = to;
  if (to) localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, 'off');
}

/**
 * Listens to the keyboard; gives how to stop that. Keys in fields, and Space on a button, are theirs.
 * A key that is held down counts once.
 */
export function obeyKeys(): () => void {
  const obey = (event: KeyboardEvent) => {
    if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target as Element;
    if (at.closest('input, textarea, select, [contenteditable]')) return;
    if (event.key === ' ' && at.closest('button, a, summary')) return;
    const found = KEYS.find((one) => (one.keys as readonly string[]).includes(event.key));
    if (!found) return;
    event.preventDefault();
    if (!event.repeat) found.act();
  };
  addEventListener('keydown', obey);
  return () => removeEventListener('keydown', obey);
}

/** The keys as the settings page shows them: those that belong together in one line. */
export const KEY_LINES = [...Map.groupBy(KEYS, (key) => key.does)].map(([does, keys]) => ({
  does,
  label: keys.map((key) => key.label).join(', '),
}));
