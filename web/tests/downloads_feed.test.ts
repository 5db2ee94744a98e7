import { beforeEach, expect, it, vi } from 'vitest';
import { DownloadsFeed, type FeedSource } from '../src/core/downloads_feed';
import type { Job } from '../src/core/wire';

const job = (id: string, progress = 0) => ({ id, progress, status: 'downloading' }) as Job;

/** A socket that says what the test tells it to. */
class PlayedSocket {
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  closed = false;
  close(): void {
    this.closed = true;
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

let sockets: PlayedSocket[];
let asked: Job[] | Error;
let refused: boolean;
let feed: DownloadsFeed;

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  asked = [job('a')];
  refused = false;
  const source: FeedSource = {
    socket: async () => {
      if (refused) throw new Error('no ticket');
      sockets.push(new PlayedSocket());
      return sockets.at(-1) as unknown as WebSocket;
    },
    jobs: async () => {
      if (asked instanceof Error) throw asked;
      return asked;
    },
  };
  feed = new DownloadsFeed(source, () => {}, (work) => work());
  return () => feed.close();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const progress = () => [...feed.jobs.values()].map((one) => one.progress);

it('knows all jobs from the snapshot, and then what changes', async () => {
  feed.open();
  await pass(0);
  sockets[0]?.say({ type: 'snapshot', downloads: [job('a', 10), job('b', 20)], more: false });
  sockets[0]?.say({ type: 'change', id: 'a', download: job('a', 50) });
  expect([feed.state, progress()]).toEqual(['live', [50, 20]]);
  sockets[0]?.say({ type: 'removed', id: 'b' });
  expect(progress()).toEqual([50]);
});

it('forgets jobs that are gone together', async () => {
  feed.open();
  await pass(0);
  sockets[0]?.say({ type: 'snapshot', downloads: [job('a', 10), job('b', 20), job('c', 30)], more: false });
  sockets[0]?.say({ type: 'cleared', ids: ['a', 'c'] });
  expect(progress()).toEqual([20]);
});

it('asks for what a message has no room for, and believes what it hears meanwhile', async () => {
  feed.open();
  await pass(0);
  sockets[0]?.say({ type: 'snapshot', downloads: [job('a', 10), job('b', 20), job('c', 30)], more: false });
  const paused = (id: string, progress: number) => ({ ...job(id, progress), status: 'paused' }) as Job;
  asked = [paused('a', 10), job('b', 21), paused('c', 29)];
  sockets[0]?.say({ type: 'queued', downloads: [paused('a', 10)], more: true });
  sockets[0]?.say({ type: 'change', id: 'b', download: job('b', 99) });
  await pass(0);
  expect(progress()).toEqual([10, 99, 29]);
  expect([...feed.jobs.values()].map((one) => one.status)).toEqual(['paused', 'downloading', 'paused']);
});

it('asks every three seconds while there is no socket', async () => {
  refused = true;
  feed.open();
  await pass(0);
  expect([feed.state, progress()]).toEqual(['polling', [0]]);
  asked = [job('a', 70)];
  await pass(3000);
  expect(progress()).toEqual([70]);
});

it('comes back to the socket when it can be had again, and stops asking', async () => {
  feed.open();
  await pass(0);
  sockets[0]?.say({ type: 'snapshot', downloads: [], more: false });
  sockets[0]?.onclose?.();
  expect(feed.state).toBe('polling');
  await pass(1000);
  sockets[1]?.say({ type: 'snapshot', downloads: [job('a', 90)], more: false });
  asked = [];
  await pass(10_000);
  expect([feed.state, progress()]).toEqual(['live', [90]]);
});

it('says that the server is away when nothing answers, and keeps what it knew', async () => {
  feed.open();
  await pass(0);
  refused = true;
  asked = new Error('unreachable');
  sockets[0]?.onclose?.();
  await pass(3000);
  expect([feed.state, progress()]).toEqual(['away', [0]]);
});

it('fetches the rest when the snapshot does not hold all', async () => {
  asked = [job('a'), job('b'), job('c')];
  feed.open();
  await pass(0);
  sockets[0]?.say({ type: 'snapshot', downloads: [job('a')], more: true });
  await pass(0);
  expect([...feed.jobs.keys()]).toEqual(['a', 'b', 'c']);
});

it('asks again for the rest when that fails, and keeps the socket', async () => {
  feed.open();
  await pass(0);
  asked = new Error('busy');
  sockets[0]?.say({ type: 'snapshot', downloads: [job('a')], more: true });
  await pass(2000);
  expect([sockets.length, feed.state]).toEqual([1, 'live']);
  asked = [job('a'), job('b')];
  await pass(1000);
  expect([sockets.length, [...feed.jobs.keys()]]).toEqual([1, ['a', 'b']]);
});

it('hears no more of a socket that it has left', async () => {
  feed.open();
  await pass(0);
  sockets[0]?.say({ type: 'snapshot', downloads: [job('a', 10)], more: false });
  const { onclose } = sockets[0]!;
  onclose?.();
  await pass(1000);
  expect([sockets.length, sockets[0]!.closed, sockets[0]!.onmessage]).toEqual([2, true, null]);
  feed.close();
  expect([sockets[1]!.closed, sockets[1]!.onclose]).toEqual([true, null]);
});

it('keeps the other jobs when more are queued', async () => {
  feed.open();
  await pass(0);
  sockets[0]?.say({ type: 'snapshot', downloads: [job('a', 10)], more: false });
  sockets[0]?.say({ type: 'queued', downloads: [job('b'), job('c')], more: false });
  expect([...feed.jobs.keys()]).toEqual(['a', 'b', 'c']);
});

it('believes the socket and not an answer that was on its way meanwhile', async () => {
  feed.open();
  await pass(0);
  sockets[0]?.say({ type: 'snapshot', downloads: [job('a', 10)], more: false });
  sockets[0]?.say({ type: 'change', id: 'a', download: job('a', 100) });
  asked = [job('a', 20), job('b', 30)];
  await feed.refresh();
  expect(progress()).toEqual([100, 30]);
});
