import type { Component } from 'svelte';

export type View = Component<{ params: Record<string, string> }>;
type Load = () => Promise<{ default: View }>;

/** One page: the pattern of its address under /app, and its code. */
export interface Route {
  path: string;
  load: Load;
  /** Only for who is signed in; others are sent to log in and come back. */
  user?: boolean;
}

/** In the session's storage, when the page has been loaded anew for code that did not come. */
const RELOADED = 'tapedeck.reloaded';

/** What the page's own addresses begin with. */
export const BASE = '/app';

/** "/artists/:artist/:year" against a path: the decoded values, or null. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [i, want] of wanted.entries()) {
    const got = given[i]!;
    if (!want.startsWith(':')) {
      if (want !== got) return null;
      continue;
    }
    try {
      values[want.slice(1)] = decodeURIComponent(got);
    } catch {
      return null;
    }
  }
  return values;
}

/** Shows the page that the address names, follows links, and keeps scroll and focus right. */
export class Router {
  current = $state.raw<{ view: View; params: Record<string, string> } | null>(null);
  /** Under /app: "/concerts/…". */
  path = $state('/');
  /** With its question mark; empty when there is none. */
  search = $state('');
  missing = $state(false);
  /** Why the code of a page could not be fetched: no answer came, or it is there no more. */
  failed = $state<'away' | 'outdated' | null>(null);
  private shows = 0;
  private readonly scrolls = new Map<string, number>();

  /** Called after a page has changed. */
  shown: () => void = () => {};

  /** Whether the server answers. */
  answers: () => Promise<boolean> = async () => true;

  /** Whether loading the page again would end something, such as music. */
  busy: () => boolean = () => false;

  /** `guard` gives where to send instead, or null. */
  constructor(
    private readonly routes: readonly Route[],
    private readonly guard: (route: Route) => string | null,
  ) {}

  start(): void {
    history.scrollRestoration = 'manual';
    document.addEventListener('click', (event) => this.follow(event));
    addEventListener('popstate', () => void this.show(false));
    void this.show(false, true);
  }

  /** To a page, such as "/downloads". `replace` leaves no step to go back to. */
  go(to: string, replace = false): void {
    this.scrolls.set(this.path + this.search, scrollY);
    if (replace) history.replaceState(null, '', BASE + to);
    else history.pushState(null, '', BASE + to);
    void this.show(true);
  }

  /** Shows the page of the address once more, of which the code did not come. */
  again(): void {
    void this.show(true);
  }

  private follow(event: MouseEvent): void {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain) return;
    const link = (event.target as Element).closest?.('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (!link.pathname.startsWith(`${BASE}/`)) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    this.go(link.pathname.slice(BASE.length) + link.search);
  }

  private async show(top: boolean, first = false): Promise<void> {
    const mine = ++this.shows;
    const path = location.pathname.slice(BASE.length) || '/';
    const search = location.search;
    const before = this.path;
    const same = path === before && search === this.search && !this.failed;
    for (const route of this.routes) {
      const params = match(route.path, path);
      if (!params) continue;
      const instead = this.guard(route);
      if (instead !== null) return this.go(instead, true);
      const view = await this.fetch(route, () => mine === this.shows);
      if (!view || mine !== this.shows) return;
      await swap(!first && path !== before, () => {
        this.current = { view, params };
        this.path = path;
        this.search = search;
        this.missing = false;
        this.failed = null;
      });
      if (same && !first) return;
      scrollTo(0, top ? 0 : (this.scrolls.get(path + search) ?? 0));
      if (!first) this.shown();
      return;
    }
    this.path = path;
    this.search = search;
    this.missing = true;
    this.failed = null;
  }

  /**
   * A page's code, or null. After an update of the server an old page asks for what is no more: it is
   * loaded anew, once, and only when that ends nothing.
   */
  private async fetch(route: Route, wanted: () => boolean): Promise<View | null> {
    try {
      const view = (await route.load()).default;
      sessionStorage.removeItem(RELOADED);
      return view;
    } catch {
      const there = await this.answers();
      if (!wanted()) return null;
      if (there && !this.busy() && !sessionStorage.getItem(RELOADED)) {
        sessionStorage.setItem(RELOADED, '1');
        location.reload();
      } else {
        this.failed = there ? 'outdated' : 'away';
      }
      return null;
    }
  }
}

/** Changes what is shown, with a fade where that is wanted and can be had. */
async function swap(fade: boolean, change: () => void): Promise<void> {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (!fade || still || !('startViewTransition' in document)) return change();
  await document.startViewTransition(change).updateCallbackDone;
}
