import { DownloadsFeed, type FeedState } from '../core/downloads_feed';
import { Problem } from '../core/problem';
import type { Job } from '../core/wire';
import { gateway, session } from './session.svelte';

/** The user's jobs as they are now, the latest first. */
class Downloads {
  jobs = $state.raw<Job[]>([]);
  state = $state<FeedState>('opening');
  /** How many are not finished. */
  active = $derived(this.jobs.filter(isActive).length);
  /** Finished files, by item. */
  onDisk = $derived(Map.groupBy(this.jobs.filter(isDone), (job) => job.archive_identifier));
  /** Comes when it is known what is on disk, or that this cannot be known now. */
  ready: Promise<void> = Promise.resolve();
  private feed: DownloadsFeed | null = null;

  /** Follows the jobs of who is signed in; call again when that changes. */
  follow(): void {
    this.feed?.close();
    this.feed = null;
    this.jobs = [];
    this.state = 'opening';
    const user = session.user;
    const known = Promise.withResolvers<void>();
    this.ready = known.promise;
    if (!user) return known.resolve();
    const feed: DownloadsFeed = new DownloadsFeed(
      { socket: () => openSocket(user.id), jobs: () => gateway.jobs() },
      () => {
        this.jobs = [...feed.jobs.values()].toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1));
        this.state = feed.state;
        if (feed.state !== 'opening') known.resolve();
      },
    );
    this.feed = feed;
    feed.open();
  }

  /** Downloads a recording. Gives why some or all of it was refused; empty when nothing was. */
  async begin(identifier: string): Promise<string> {
    const answer = await gateway.download(identifier);
    await this.feed?.refresh();
    return answer.refused[0]?.reason ?? '';
  }

  /** Ends those of the jobs that are still under way. Fails when all were tried, with the first reason. */
  async cancel(jobs: readonly Job[]): Promise<void> {
    const failures: unknown[] = [];
    for (const { id } of jobs) {
      // What has come to its end meanwhile would be removed.
      const now = this.jobs.find((job) => job.id === id);
      if (!now || !isActive(now)) continue;
      await gateway.cancel(id).catch(unlessGone).catch((reason: unknown) => failures.push(reason));
    }
    await this.feed?.refresh();
    if (failures.length > 0) throw failures[0];
  }

  /**
   * Queues jobs of one item anew that failed or were cancelled: several by their formats, since for
   * each request the Archive is asked what the item holds.
   */
  async again(jobs: readonly Job[]): Promise<void> {
    const [first, ...more] = jobs;
    if (!first) return;
    const formats = [...new Set(jobs.map((job) => job.format))];
    await gateway.download(first.archive_identifier, more.length > 0 ? { formats } : { filename: first.filename });
    await this.feed?.refresh();
  }

  of(identifier: string): Job[] {
    return this.jobs.filter((job) => job.archive_identifier === identifier);
  }
}

function unlessGone(reason: unknown): void {
  if (!(reason instanceof Problem) || reason.status !== 404) throw reason;
}

async function openSocket(user: string): Promise<WebSocket> {
  const { ticket } = await gateway.ticket();
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return new WebSocket(`${scheme}://${location.host}/ws/downloads/${user}?ticket=${encodeURIComponent(ticket)}`);
}

export const isDone = (job: Job) => job.status === 'completed';
/** Some of it is missing, and does not come by itself. */
export const isMissing = (job: Job) => job.status === 'failed' || job.status === 'cancelled';
export const isActive = (job: Job) => ['pending', 'downloading', 'verifying', 'paused'].includes(job.status);

export const downloads = new Downloads();
