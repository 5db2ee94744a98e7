import type { DownloadChange, DownloadSnapshot, DownloadsCleared, Job } from './wire';

/** What the server sends over the socket: everything once, then what changes. */
type FeedMessage = DownloadSnapshot | DownloadChange | DownloadsCleared;

/** How the feed reaches the server; given, so that tests need no server. */
export interface FeedSource {
  /** A socket that is open or opening. Fails when no ticket could be had. */
  socket(): Promise<WebSocket>;
  /** All jobs, asked for. */
  jobs(): Promise<Job[]>;
}

/** Where a feed gets its news from now. */
export type FeedState = 'opening' | 'live' | 'polling' | 'away';

const POLL_MS = 3_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

/**
 * The user's jobs, kept up to date: over a WebSocket, and by asking every three seconds while that
 * cannot be had. `changed` is called at most once a frame.
 */
export class DownloadsFeed {
  readonly jobs = new Map<string, Job>();
  state: FeedState = 'opening';
  private socket: WebSocket | null = null;
  private retryMs = FIRST_RETRY_MS;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pollTimer: ReturnType<typeof setTimeout> | undefined;
  private restTimer: ReturnType<typeof setTimeout> | undefined;
  /** How often the socket has told of a job, and when it told of each last. */
  private heard = 0;
  private readonly heardOf = new Map<string, number>();
  private told = false;
  private closed = false;

  constructor(
    private readonly source: FeedSource,
    private readonly changed: () => void,
    private readonly soon: (work: () => void) => void = (work) => void requestAnimationFrame(work),
  ) {}

  open(): void {
    void this.connect();
    void this.poll();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retryTimer);
    clearTimeout(this.pollTimer);
    this.drop();
  }

  /** Asks at once, for instance after a download was begun. */
  async refresh(): Promise<void> {
    const before = this.heard;
    const jobs = await this.source.jobs();
    if (!this.live()) return this.take(jobs);
    // What the socket told of a job meanwhile is newer than the answer.
    this.add(jobs.filter((job) => (this.heardOf.get(job.id) ?? 0) <= before).map((job) => this.furthest(job)));
  }

  /** A job of an answer, no further back than it is known: the server writes progress down only now and then. */
  private furthest(job: Job): Job {
    const known = this.jobs.get(job.id);
    if (known?.status !== job.status || known.progress <= job.progress) return job;
    return { ...job, progress: known.progress, bytes_done: known.bytes_done };
  }

  private async connect(): Promise<void> {
    try {
      const socket = await this.source.socket();
      if (this.closed) return socket.close();
      this.socket = socket;
      socket.onmessage = (event) => this.hear(String(event.data));
      socket.onclose = () => this.lost();
    } catch {
      this.lost();
    }
  }

  private lost(): void {
    if (this.closed) return;
    this.drop();
    if (this.state === 'live') {
      this.become('polling');
      void this.poll();
    }
    this.retryTimer = setTimeout(() => void this.connect(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }

  /** Leaves the socket, which says no more, not even that it is closed. */
  private drop(): void {
    clearTimeout(this.restTimer);
    if (!this.socket) return;
    this.socket.onmessage = null;
    this.socket.onclose = null;
    this.socket.close();
    this.socket = null;
  }

  /** Asks for what a message has no room for, until it comes. */
  private async rest(): Promise<void> {
    const socket = this.socket;
    try {
      await this.refresh();
    } catch {
      if (socket !== this.socket) return;
      clearTimeout(this.restTimer);
      this.restTimer = setTimeout(() => void this.rest(), POLL_MS);
    }
  }

  private hear(text: string): void {
    const message = JSON.parse(text) as FeedMessage;
    if ('downloads' in message) {
      if (message.type === 'snapshot') {
        this.jobs.clear();
        this.heardOf.clear();
      }
      for (const job of message.downloads) this.note(job.id);
      this.add(message.downloads);
      if (message.more) void this.rest();
    } else if ('ids' in message) {
      for (const id of message.ids) this.forget(id);
    } else if (message.download) {
      this.note(message.id);
      this.jobs.set(message.id, message.download);
    } else {
      this.forget(message.id);
    }
    this.retryMs = FIRST_RETRY_MS;
    this.become('live');
    this.tell();
  }

  private forget(id: string): void {
    this.note(id);
    this.jobs.delete(id);
  }

  private note(id: string): void {
    this.heardOf.set(id, ++this.heard);
  }

  private async poll(): Promise<void> {
    clearTimeout(this.pollTimer);
    if (this.closed || this.state === 'live') return;
    try {
      const jobs = await this.source.jobs();
      if (this.live()) return;
      this.take(jobs);
      this.become('polling');
    } catch {
      if (!this.live()) this.become('away');
    }
    if (!this.closed) this.pollTimer = setTimeout(() => void this.poll(), POLL_MS);
  }

  /** Whether the socket has spoken meanwhile. */
  private live(): boolean {
    return this.state === 'live';
  }

  private take(jobs: Job[]): void {
    this.jobs.clear();
    this.add(jobs);
  }

  private add(jobs: Job[]): void {
    for (const job of jobs) this.jobs.set(job.id, job);
    this.tell();
  }

  private become(state: FeedState): void {
    if (state === this.state) return;
    this.state = state;
    this.tell();
  }

  private tell(): void {
    if (this.told || this.closed) return;
    this.told = true;
    this.soon(() => {
      this.told = false;
      if (!this.closed) this.changed();
    });
  }
}
