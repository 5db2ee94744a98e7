import { queryOptions } from '@tanstack/svelte-query';
import { api } from './session.svelte';

/** An item's words hardly ever change. */
const ITEM_MS = 10 * 60_000;

export const itemQuery = (identifier: string) =>
  queryOptions({
    queryKey: ['item', identifier],
    queryFn: ({ signal }) => api.item(identifier, signal),
    staleTime: ITEM_MS,
  });

export const concertQuery = (id: string) =>
  queryOptions({
    queryKey: ['concert', id],
    queryFn: ({ signal }) => api.concert(id, signal),
  });

export const searchQuery = (words: string, page: number) =>
  queryOptions({
    queryKey: ['search', words, page],
    queryFn: ({ signal }) => api.searchConcerts(words, page, signal),
    enabled: words !== '',
  });

export const recentQuery = (count: number) =>
  queryOptions({
    queryKey: ['recent', count],
    queryFn: ({ signal }) => api.recentConcerts(count, signal),
  });
