import { afterAll, beforeAll, expect, it, vi } from 'vitest';

const { stored, pressed } = vi.hoisted(() => {
  const stored = new Map<string, string>();
  const pressed: ((event: KeyboardEvent) => void)[] = [];
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  vi.stubGlobal('addEventListener', (_: string, hear: (event: KeyboardEvent) => void) => pressed.push(hear));
  vi.stubGlobal('removeEventListener', () => pressed.pop());
  return { stored, pressed };
});

const { obeyKeys, turnKeys } = await import('../src/lib/keys');
const { player } = await import('../src/lib/player.svelte');
const { router } = await import('../src/lib/pages.svelte');

const toggle = vi.spyOn(player, 'toggle').mockImplementation(() => {});
const go = vi.spyOn(router, 'go').mockImplementation(() => {});

let stop: () => void;
beforeAll(() => void (stop = obeyKeys()));
afterAll(() => stop());

/** Presses a key outside of any field; gives whether the page took it. */
function press(key: string, more: Partial<KeyboardEvent> = {}): boolean {
  let taken = false;
  const target = { closest: () => null } as unknown as EventTarget;
  pressed[0]!({ key, target, preventDefault: () => (taken = true), ...more } as unknown as KeyboardEvent);
  return taken;
}

it('counts a key that is held down once', () => {
  press('k');
  press('k', { repeat: true });
  expect(toggle).toHaveBeenCalledTimes(1);
});

it('does not leave the page behind the dialog that is open', () => {
  player.open = true;
  press('/');
  expect(go).not.toHaveBeenCalled();
  player.open = false;
  press('/');
  expect(go).toHaveBeenCalledWith('/search');
});

it('leaves all keys alone when they are turned off, which is remembered', () => {
  turnKeys(false);
  expect([press('k'), stored.get('tapedeck.keys')]).toEqual([false, 'off']);
  turnKeys(true);
  expect([press('k'), stored.has('tapedeck.keys')]).toEqual([true, false]);
});
