import { Router, type Route } from './router.svelte';
import { session } from './session.svelte';

const pages: Route[] = [
  { path: '/', load: () => import('../routes/Home.svelte') },
  { path: '/search', load: () => import('../routes/Search.svelte') },
  { path: '/concerts/:id', load: () => import('../routes/Concert.svelte') },
  { path: '/recordings/:identifier', load: () => import('../routes/Recording.svelte') },
  { path: '/library', load: () => import('../routes/Library.svelte'), user: true },
  { path: '/downloads', load: () => import('../routes/Downloads.svelte'), user: true },
  { path: '/settings', load: () => import('../routes/Settings.svelte') },
  { path: '/login', load: () => import('../routes/Login.svelte') },
  { path: '/register', load: () => import('../routes/Register.svelte') },
];

/** The page's addresses and what is shown under each. */
export const router = new Router(pages, (page) => (page.user && !session.user ? toLogin() : null));

/** The log-in page, which comes back to where somebody is now. */
export function toLogin(): string {
  const here = location.pathname.slice('/app'.length) + location.search;
  return `/login?next=${encodeURIComponent(here)}`;
}

/** Where to go after log-in: a page of ours, whatever the address says. */
export function wishedPage(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  return /^\/(?!\/)/.test(next) && !next.startsWith('/login') ? next : '/';
}
