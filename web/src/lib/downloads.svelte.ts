import { DownloadsFeed, type FeedState } from '../core/downloads_feed';
import type { Job, JobAction } from '../core/wire';
import { gateway, session } from './session.svelte';

/** The highest priority. */
const FIRST = 9;

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

  /** Pauses, resumes, cancels or retries those of the jobs that this changes. */
  async act(action: JobAction, jobs: readonly Job[]): Promise<void> {
    await gateway.act(
      action,
      jobs.map((job) => job.id),
    );
    await this.feed?.refresh();
  }

  /** Lets a recording come before all others. */
  async first(identifier: string): Promise<void> {
    await gateway.prioritize(identifier, FIRST);
    await this.feed?.refresh();
  }

  of(identifier: string): Job[] {
    return this.jobs.filter((job) => job.archive_identifier === identifier);
  }
}

async function openSocket(user: string): Promise<WebSocket> {
  const { ticket } = await gateway.ticket();
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return new WebSocket(`${scheme}://${location.host}/ws/downloads/${user}?ticket=${encodeURIComponent(ticket)}`);
}

export const isDone = (job: Job) => job.status === 'completed';
/** Some of it is missing, and does not come by itself. */
export const isMissing = (job: Job) => job.status === 'failed' || job.status === 'cancelled';
/** Whether nothing of its user's goes before it. */
export const isFirst = (job: Job) => job.priority === FIRST;
/** On its way, and not held by its user. */
export const isRunning = (job: Job) => isActive(job) && job.status !== 'paused';
export const isPaused = (job: Job) => job.status === 'paused';
export const isActive = (job: Job) => ['pending', 'downloading', 'verifying', 'paused'].includes(job.status);

export const downloads = new Downloads();
