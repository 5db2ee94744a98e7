import { QueryClient, queryOptions } from '@tanstack/svelte-query';
import type { ConcertDetails } from '../core/wire';
import { Problem } from '../core/problem';
import { gateway } from './session.svelte';

/** What the server refused it refuses again; what did not come may come. */
const retry = (count: number, reason: unknown) =>
  count < 1 && (!(reason instanceof Problem) || reason.status === 0);

/** Asks whatever the browser says of its network: the server may be on the same machine. */
const networkMode = 'always';

export const queryClient = () =>
  new QueryClient({ defaultOptions: { queries: { staleTime: 60_000, retry, networkMode }, mutations: { networkMode } } });

/** An item's words hardly ever change. */
const ITEM_MS = 10 * 60_000;

export const itemQuery = (identifier: string) =>
  queryOptions({
    queryKey: ['item', identifier],
    queryFn: ({ signal }) => gateway.item(identifier, signal),
    staleTime: ITEM_MS,
  });

/** How often, and how many times, it is asked whether the best tapes have been looked into. */
const LOOK_MS = 2_000;
const LOOKS = 15;

/** Which tape is best may still change: one that seems to be has not been looked into yet. */
const isUndecided = ({ best_to_play, best_to_download, recordings }: ConcertDetails) =>
  recordings.some(
    ({ identifier, tracks }) =>
      tracks === null &&
      (identifier === best_to_play.identifier || identifier === best_to_download.identifier),
  );

export const concertQuery = (id: string) =>
  queryOptions({
    queryKey: ['concert', id],
    queryFn: ({ signal }) => gateway.concert(id, signal),
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      data && dataUpdateCount < LOOKS && isUndecided(data) ? LOOK_MS : false,
  });

export const searchQuery = (words: string, page: number) =>
  queryOptions({
    queryKey: ['search', words, page],
    queryFn: ({ signal }) => gateway.searchConcerts(words, page, signal),
    enabled: words !== '',
  });

export const recentQuery = (count: number) =>
  queryOptions({
    queryKey: ['recent', count],
    queryFn: ({ signal }) => gateway.recentConcerts(count, signal),
  });
