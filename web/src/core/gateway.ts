import type { Client } from 'openapi-fetch';
import type { paths } from './api';
import { told } from './client';
import type { SliceMap } from './slices';
import type { Job, JobAction } from './wire';

/** The most that one page of a list holds. */
const PER_PAGE = 200;
/** 10,000 jobs; who has more sees the latest of them. */
const MOST_PAGES = 50;
/** So many jobs are named in one request. */
const MOST_IDS = 500;

const ALIVE_MS = 5_000;

/** What the page asks the gateway, in the page's words. Fails with a Problem. */
export class Gateway {
  constructor(private readonly client: Client<paths>) {}

  /** Whether anything answers, within some seconds. */
  alive = () =>
    told(this.client.GET('/health/live', { signal: AbortSignal.timeout(ALIVE_MS) })).then(
      () => true,
      () => false,
    );

  // Accounts.
  me = () => told(this.client.GET('/auth/me'));
  login = (username: string, password: string) =>
    told(this.client.POST('/auth/login', { body: { username, password } }));
  register = (username: string, email: string, password: string, setupCode: string) =>
    told(
      this.client.POST('/auth/register', {
        body: { username, email, password, ...(setupCode ? { setup_code: setupCode } : {}) },
      }),
    );
  logout = () => told(this.client.POST('/auth/logout'));
  ticket = () => told(this.client.POST('/auth/ws-ticket'));

  // The catalogue.
  searchConcerts = (q: string, page: number, signal: AbortSignal) =>
    told(this.client.GET('/concerts/search', { params: { query: { q, page } }, signal }));
  recentConcerts = (count: number, signal: AbortSignal) =>
    told(this.client.GET('/concerts/recent', { params: { query: { per_page: count } }, signal }));
  concert = (id: string, signal: AbortSignal) =>
    told(this.client.GET('/concerts/{concert_id}', { params: { path: { concert_id: id } }, signal }));
  item = (identifier: string, signal?: AbortSignal) =>
    told(
      this.client.GET('/browse/items/{identifier}', {
        params: { path: { identifier } },
        signal: signal ?? null,
      }),
    );

  // Downloads.
  /** A whole recording, or of it one file or all of some formats. */
  download = (identifier: string, only: { filename?: string; formats?: string[] } = {}) =>
    told(this.client.POST('/downloads', { body: { archive_identifier: identifier, ...only } }));
  /** Does something to those of these jobs that it changes. */
  async act(action: JobAction, ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += MOST_IDS) {
      await told(this.client.POST('/downloads/actions', { body: { action, ids: ids.slice(at, at + MOST_IDS) } }));
    }
  }

  /** Lets what is still to come of a recording come before, or behind, all else. */
  prioritize = (identifier: string, priority: number) =>
    told(this.client.PATCH('/downloads', { body: { priority, archive_identifier: identifier } }));

  /** All of the user's jobs, the latest first. */
  async jobs(): Promise<Job[]> {
    const all: Job[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const query = { page, per_page: PER_PAGE };
      const found = await told(this.client.GET('/downloads', { params: { query } }));
      all.push(...found.downloads);
      if (page >= found.total_pages) break;
    }
    return all;
  }

  // Playing.
  async slices(trackId: string): Promise<SliceMap> {
    const map = await told(this.client.GET('/tracks/{id}/slices', { params: { path: { id: trackId } } }));
    return map as SliceMap;
  }
}

/** Where the sound of a file in the vault is. */
export const trackUrl = (id: string) => `/tracks/${id}/stream`;

/** Where the sound of a file of an item is: from the vault or, through us, from the Archive. */
export function fileUrl(identifier: string, name: string): string {
  const path = name.split('/').map(encodeURIComponent).join('/');
  return `/recordings/${encodeURIComponent(identifier)}/files/${path}/stream`;
}
