import { Client } from './client';
import type { SliceMap } from './slices';
import type {
  ConcertDetails,
  ConcertPage,
  DownloadAnswer,
  ItemDetails,
  Job,
  JobPage,
  User,
} from './wire';

/** The most that one page of a list holds. */
const PER_PAGE = 200;
/** 10,000 jobs; who has more sees the latest of them. */
const MOST_PAGES = 50;

/** What the page asks the gateway, in the page's words. Fails with a Problem. */
export class Api {
  constructor(private readonly client: Client) {}

  // Accounts.
  me = () => this.client.get<User>('/auth/me');
  login = (username: string, password: string) =>
    this.client.logIn<{ user: User }>({ username, password });
  register = (username: string, email: string, password: string, setupCode: string) =>
    this.client.post<User>('/auth/register', {
      username,
      email,
      password,
      ...(setupCode ? { setup_code: setupCode } : {}),
    });
  logout = () => this.client.post<void>('/auth/logout');
  ticket = () => this.client.post<{ ticket: string }>('/auth/ws-ticket');

  // The catalogue.
  searchConcerts = (words: string, page: number, signal?: AbortSignal) =>
    this.client.get<ConcertPage>('/concerts/search', { q: words, page }, signal);
  recentConcerts = (count: number, signal?: AbortSignal) =>
    this.client.get<ConcertPage>('/concerts/recent', { per_page: count }, signal);
  concert = (id: string, signal?: AbortSignal) =>
    this.client.get<ConcertDetails>(`/concerts/${encodeURIComponent(id)}`, {}, signal);
  item = (identifier: string, signal?: AbortSignal) =>
    this.client.get<ItemDetails>(`/browse/items/${encodeURIComponent(identifier)}`, {}, signal);

  // Downloads.
  /** A whole recording, or one file of it. */
  download = (identifier: string, filename?: string) =>
    this.client.post<DownloadAnswer>('/downloads', { archive_identifier: identifier, filename });
  cancel = (id: string) => this.client.delete(`/downloads/${id}`);

  /** All of the user's jobs, the latest first. */
  async jobs(): Promise<Job[]> {
    const all: Job[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const found = await this.client.get<JobPage>('/downloads', { page, per_page: PER_PAGE });
      all.push(...found.downloads);
      if (page >= found.total_pages) break;
    }
    return all;
  }

  // Playing.
  slices = (trackId: string) => this.client.get<SliceMap>(`/tracks/${trackId}/slices`);
}

/** Where the sound of a file in the vault is. */
export const trackUrl = (id: string) => `/tracks/${id}/stream`;

/** Where the sound of a file of an item is: from the vault or, through us, from the Archive. */
export const fileUrl = (identifier: string, name: string) =>
  `/recordings/${encodeURIComponent(identifier)}/files/${name.split('/').map(encodeURIComponent).join('/')}/stream`;
