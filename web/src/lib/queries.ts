import { queryOptions } from '@tanstack/svelte-query';
import { gateway } from './session.svelte';

/** An item's words hardly ever change. */
const ITEM_MS = 10 * 60_000;

export const itemQuery = (identifier: string) =>
  queryOptions({
    queryKey: ['item', identifier],
    queryFn: ({ signal }) => gateway.item(identifier, signal),
    staleTime: ITEM_MS,
  });

export const concertQuery = (id: string) =>
  queryOptions({
    queryKey: ['concert', id],
    queryFn: ({ signal }) => gateway.concert(id, signal),
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
