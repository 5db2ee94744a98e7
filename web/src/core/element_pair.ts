import type { Engine, EngineEvents, EngineState, EngineTrack, Position } from './engine';

/**
 * Plays tracks on two media elements in turn: one sounds while the other loads what comes next.
 * For what has no slice map: streams from the Archive, formats that cannot be cut. Between tracks
 * is a gap of 5 to 30 ms.
 */
export class ElementPair implements Engine {
  readonly kind = 'element';
  private state: EngineState = 'idle';
  private index = 0;
  /** Counts what is asked of the current element; the answer to an earlier wish is of no more use. */
  private generation = 0;
  private current: HTMLAudioElement;
  private waiting: HTMLAudioElement;

  constructor(
    private readonly tracks: readonly EngineTrack[],
    private readonly events: EngineEvents = {},
    make: () => HTMLAudioElement = () => new Audio(),
  ) {
    this.current = this.watched(make());
    this.waiting = this.watched(make());
  }

  async play(track: number, seconds = 0): Promise<void> {
    this.generation++;
    const wanted = this.tracks[track];
    if (!wanted) return this.become('ended');
    this.current.pause();
    if (this.index !== track || !this.current.src.endsWith(wanted.url)) {
      this.index = track;
      this.current.src = wanted.url;
    }
    this.become('loading');
    this.current.currentTime = seconds;
    await this.sound();
  }

  async pause(): Promise<void> {
    this.generation++;
    this.current.pause();
    this.become('paused');
  }

  async resume(): Promise<void> {
    this.become('loading');
    if (this.current.ended) await this.turn();
    else await this.sound();
  }

  position(): Position | null {
    if (this.state !== 'playing' && this.state !== 'paused') return null;
    const { currentTime, duration } = this.current;
    const length = Number.isFinite(duration) ? duration : 0;
    return { track: this.index, seconds: currentTime, length };
  }

  setVolume(volume: number): void {
    this.current.volume = volume;
    this.waiting.volume = volume;
  }

  close(): void {
    this.generation++;
    for (const element of [this.current, this.waiting]) {
      element.pause();
      element.removeAttribute('src');
      element.load();
    }
    this.state = 'idle';
  }

  private watched(element: HTMLAudioElement): HTMLAudioElement {
    element.preload = 'auto';
    element.addEventListener('ended', () => {
      if (element === this.current && this.state !== 'paused') void this.turn();
    });
    element.addEventListener('waiting', () => element === this.current && this.stalled());
    // The event may have been on its way when it was paused.
    element.addEventListener('playing', () => {
      if (element === this.current && this.state === 'loading') this.become('playing');
    });
    element.addEventListener('error', () => {
      if (element === this.current && element.src && this.state !== 'idle') this.fail(element.error);
    });
    return element;
  }

  /** Lets the current element sound. A pause or a later wish interrupts that, which is no failure. */
  private async sound(): Promise<void> {
    const mine = ++this.generation;
    try {
      await this.current.play();
    } catch (reason) {
      if (mine === this.generation) this.fail(reason);
      return;
    }
    if (mine === this.generation) this.begun();
  }

  private begun(): void {
    this.become('playing');
    this.events.track?.(this.index);
    const next = this.tracks[this.index + 1];
    if (next && !next.slices && !this.waiting.src.endsWith(next.url)) this.waiting.src = next.url;
  }

  private async turn(): Promise<void> {
    const next = this.tracks[this.index + 1];
    // What has slices is for the deck, which joins it exactly.
    if (!next || next.slices) return this.become('ended');
    [this.current, this.waiting] = [this.waiting, this.current];
    this.index++;
    await this.sound();
  }

  private stalled(): void {
    if (this.state === 'playing') this.become('loading');
  }

  private fail(reason: unknown): void {
    this.become('idle');
    this.events.error?.(reason);
  }

  private become(state: EngineState): void {
    if (state === this.state) return;
    this.state = state;
    this.events.state?.(state);
  }
}
