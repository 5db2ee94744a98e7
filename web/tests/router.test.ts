import { beforeEach, describe, expect, it, vi } from 'vitest';
import { match, Router, type View } from '../src/lib/router.svelte';

it('decodes the parts of an address', () => {
  expect(match('/recordings/:identifier', '/recordings/gd77%2D05')).toEqual({ identifier: 'gd77-05' });
  expect(match('/', '/')).toEqual({});
});

it('refuses addresses of another length, other words, and what cannot be decoded', () => {
  expect(match('/concerts/:id', '/concerts')).toBeNull();
  expect(match('/concerts/:id', '/concerts/1/2')).toBeNull();
  expect(match('/concerts/:id', '/artists/1')).toBeNull();
  expect(match('/concerts/:id', '/concerts/%E0%A4%A')).toBeNull();
});

describe('the router', () => {
  const settle = () => new Promise((done) => setTimeout(done));
  /** The code of a page does not come. */
  let gone: boolean;
  let shown: string[];
  let router: Router;
  const reload = vi.fn();
  const scrollTo = vi.fn();

  beforeEach(async () => {
    gone = false;
    shown = [];
    reload.mockClear();
    scrollTo.mockClear();
    const stored = new Map<string, string>();
    const location = { pathname: '/app/', search: '', reload };
    const move = (_state: null, _title: string, to: string) => {
      const { pathname, search } = new URL(to, 'http://gateway');
      Object.assign(location, { pathname, search });
    };
    vi.stubGlobal('location', location);
    vi.stubGlobal('history', { pushState: move, replaceState: move });
    vi.stubGlobal('document', { addEventListener: () => {} });
    vi.stubGlobal('addEventListener', () => {});
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    vi.stubGlobal('scrollTo', scrollTo);
    vi.stubGlobal('scrollY', 0);
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
    });
    const view = (() => {}) as unknown as View;
    const load = async () => {
      if (gone) throw new TypeError('Failed to fetch dynamically imported module');
      return { default: view };
    };
    const routes = ['/', '/search', '/settings'].map((path) => ({ path, load }));
    router = new Router(routes, () => null);
    router.shown = () => shown.push(router.path + router.search);
    router.start();
    await settle();
  });

  const go = async (to: string) => {
    router.go(to);
    await settle();
  };

  it('goes to the top, and tells so, also when only the question has changed', async () => {
    await go('/search?q=dark+star');
    await go('/search?q=dark+star&page=2');
    expect(shown).toEqual(['/search?q=dark+star', '/search?q=dark+star&page=2']);
    expect(scrollTo).toHaveBeenLastCalledWith(0, 0);
    await go('/search?q=dark+star&page=2');
    expect(shown).toHaveLength(2);
  });

  it('loads the page anew, once, when the server has another one', async () => {
    gone = true;
    await go('/settings');
    expect([reload.mock.calls.length, router.failed]).toEqual([1, null]);
    await go('/settings');
    expect([reload.mock.calls.length, router.failed]).toEqual([1, 'outdated']);
  });

  it('does not load it anew while music plays, nor while nothing answers', async () => {
    gone = true;
    router.busy = () => true;
    await go('/settings');
    expect([reload.mock.calls.length, router.failed]).toEqual([0, 'outdated']);
    router.busy = () => false;
    router.answers = async () => false;
    await go('/settings');
    expect([reload.mock.calls.length, router.failed]).toEqual([0, 'away']);
  });

  it('shows the next page that comes', async () => {
    gone = true;
    router.answers = async () => false;
    await go('/settings');
    gone = false;
    router.again();
    await settle();
    expect([router.failed, router.path]).toEqual([null, '/settings']);
  });
});
