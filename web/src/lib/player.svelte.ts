import type { Engine, EngineEvents, EngineState, EngineTrack } from '../core/engine';
import { mediaSession } from './media_session';
import { gateway, gatewayFetch } from './session.svelte';

/** One song in the queue, with what is shown of it. */
export interface QueuedTrack extends EngineTrack {
  /** In its recording, from 1. */
  position: number;
  title: string;
  /** 0 when nobody knows. */
  seconds: number;
  segues: boolean;
}

/** What the queue is taken from: one recording of one concert. */
export interface Playing {
  identifier: string;
  /** Null when the concert that it is of is not known. */
  concertId: string | null;
  artist: string;
  date: string;
  venue: string;
  source: string;
  taper: string;
  lineage: string;
  tracks: QueuedTrack[];
}

export type PlayerState = 'idle' | 'loading' | 'playing' | 'paused';

/** A press on "previous" later than this goes to the beginning of the song. */
const RESTART_AFTER_SECONDS = 3;
const CLOCK_MS = 250;
/** So much has to have been heard since the last try before a song is tried anew once more. */
const LEADS_ON_SECONDS = 5;
const VOLUME_KEY = 'tapedeck.volume';

/** What is played, and how far it is; the engines are fetched when the first song is played. */
class Player {
  playing = $state.raw<Playing | null>(null);
  index = $state(0);
  /** Seconds into the song, brought up to date four times a second. */
  at = $state(0);
  /** Of the song, in seconds: as its sound tells, before that as the item says; 0 is unknown. */
  length = $state(0);
  state = $state<PlayerState>('idle');
  /** The engine in use. */
  kind = $state<Engine['kind'] | null>(null);
  /** Why it stands still, if that is not the listener's wish. */
  failed = $state(false);
  /** Now playing is shown. */
  open = $state(false);
  volume = $state(Number(localStorage.getItem(VOLUME_KEY) ?? 1));

  track = $derived<QueuedTrack | null>(this.playing?.tracks[this.index] ?? null);
  next = $derived<QueuedTrack | null>(this.playing?.tracks[this.index + 1] ?? null);
  sounding = $derived(this.state === 'playing' || this.state === 'loading');

  private engine: Engine | null = null;
  /** Counts what was begun or stopped; what an earlier start waited for is of no more use. */
  private starts = 0;
  /** The engine has been told to play this song; before that it may still be at another. */
  private sent = false;
  /** Counts what the listener chose or did. */
  private wishes = 0;
  /** Where it was tried anew last. */
  private triedAgain = { index: -1, at: 0 };
  private timer: ReturnType<typeof setInterval> | undefined;

  /** Plays a recording from one of its tracks on. */
  async load(playing: Playing, index = 0, seconds = 0): Promise<void> {
    this.wishes++;
    this.closeEngine();
    this.triedAgain = { index: -1, at: 0 };
    this.playing = playing;
    await this.start(index, seconds);
  }

  /**
   * To be called when something is chosen that has to be asked for first. Gives whether it is still
   * wanted: no more after another choice, or after the listener has started or stopped a song.
   */
  choose(): () => boolean {
    const mine = ++this.wishes;
    return () => mine === this.wishes;
  }

  toggle(): void {
    if (this.sounding) this.pause();
    else this.play();
  }

  /** Goes on where it was paused; nothing when it sounds or has nothing to play. */
  play(): void {
    if (!this.playing || this.sounding) return;
    this.wishes++;
    void this.resume();
  }

  /** Silence, also when the song has not begun yet; nothing when it does not sound. */
  pause(): void {
    if (!this.sounding) return;
    this.wishes++;
    this.starts++;
    void this.engine?.pause();
    this.state = 'paused';
    mediaSession.state(false);
  }

  /** To the next (1) or the previous (-1) song, or to the beginning of this one. */
  step(by: 1 | -1): void {
    this.wishes++;
    const count = this.playing?.tracks.length ?? 0;
    const restart = by < 0 && (this.at > RESTART_AFTER_SECONDS || this.index === 0);
    const to = restart ? this.index : this.index + by;
    if (to < count) void this.start(to);
  }

  jump(index: number): void {
    this.wishes++;
    void this.start(index);
  }

  /** To a second of this song; a player that was paused stays so. */
  seek(seconds: number): void {
    const to = Math.max(0, Math.min(seconds, Math.max(0, this.length - 0.5)));
    this.at = to;
    if (this.sounding) void this.start(this.index, to);
    else this.closeEngine();
  }

  setVolume(volume: number): void {
    this.volume = Math.max(0, Math.min(1, volume));
    localStorage.setItem(VOLUME_KEY, String(this.volume));
    this.engine?.setVolume(this.volume);
  }

  /** Silence, and an empty player. */
  stop(): void {
    this.wishes++;
    this.starts++;
    this.closeEngine();
    this.playing = null;
    this.state = 'idle';
    this.failed = false;
    this.open = false;
  }

  private async resume(): Promise<void> {
    if (!this.engine || !this.sent) return this.start(this.index, this.at);
    const mine = ++this.starts;
    this.state = 'loading';
    try {
      await this.engine.resume();
    } catch (reason) {
      if (mine === this.starts) this.fail(reason);
    }
  }

  private async start(index: number, seconds = 0): Promise<void> {
    const mine = ++this.starts;
    this.sent = false;
    const track = this.playing?.tracks[index];
    if (!track || !this.playing) return;
    this.index = index;
    this.at = seconds;
    this.length = track.seconds;
    this.failed = false;
    this.state = 'loading';
    mediaSession.show(this.playing, index);
    this.timer ??= setInterval(() => this.tick(), CLOCK_MS);
    try {
      // Without its map a song is streamed this time; its next start asks for it again.
      const map = (await track.slices?.().catch(() => null)) ?? null;
      if (mine !== this.starts) return;
      await this.needEngine(map?.sample_rate ?? null);
      if (mine !== this.starts) return;
      this.sent = true;
      await this.engine?.play(index, seconds);
    } catch (reason) {
      if (mine === this.starts) this.fail(reason);
    }
  }

  /** A deck for sound of this rate, or a pair of elements for what has no slices. */
  private async needEngine(rate: number | null): Promise<void> {
    const mine = this.starts;
    const tracks = this.playing?.tracks ?? [];
    if (rate === null) {
      const { ElementPair } = await import('../core/element_pair');
      if (mine !== this.starts || this.engine instanceof ElementPair) return;
      return this.take((events) => new ElementPair(tracks, events));
    }
    const { Deck } = await import('../core/deck');
    const kept = this.engine instanceof Deck && this.engine.context.sampleRate === rate;
    if (mine !== this.starts || kept) return;
    const context = new AudioContext({ sampleRate: rate, latencyHint: 'playback' });
    this.take((events) => new Deck(context, tracks, events, gatewayFetch));
  }

  private take(make: (events: EngineEvents) => Engine): void {
    this.closeEngine();
    const heard = () => engine === this.engine && this.sent;
    const engine: Engine = make({
      state: (state) => heard() && this.hear(state),
      track: (index) => heard() && this.cameTo(index),
      error: (reason) => heard() && this.fail(reason),
    });
    engine.setVolume(this.volume);
    this.engine = engine;
    this.kind = engine.kind;
  }

  private closeEngine(): void {
    this.engine?.close();
    this.engine = null;
    this.kind = null;
  }

  private hear(state: EngineState): void {
    if (state === 'ended') return this.goOn();
    if (state !== 'idle') this.state = state;
    mediaSession.state(this.sounding);
  }

  /** An engine has come to its end: of the queue, or of what it can play. */
  private goOn(): void {
    if (this.next) return void this.start(this.index + 1);
    this.state = 'paused';
    this.closeEngine();
    this.index = 0;
    this.at = 0;
    mediaSession.state(false);
  }

  private cameTo(index: number): void {
    this.index = index;
    this.length = this.track?.seconds ?? 0;
    if (this.playing) mediaSession.show(this.playing, index);
  }

  /**
   * It is tried anew where it stopped, as long as that leads on: it may have been the session. A
   * player that is paused stays so, and begins anew when it is wished.
   */
  private fail(reason: unknown): void {
    const { index, at } = this;
    this.closeEngine();
    if (!this.sounding) return;
    const last = this.triedAgain;
    if (last.index !== index || at > last.at + LEADS_ON_SECONDS) {
      this.triedAgain = { index, at };
      const mine = ++this.starts;
      void gateway.me().then(
        () => mine === this.starts && void this.start(index, at),
        () => mine === this.starts && this.giveUp(reason),
      );
      return;
    }
    this.giveUp(reason);
  }

  private giveUp(reason: unknown): void {
    console.warn('Playing stopped.', reason);
    this.failed = true;
    this.state = 'paused';
    mediaSession.state(false);
  }

  private tick(): void {
    const place = this.engine?.position();
    if (!place || this.state !== 'playing') return;
    this.at = place.seconds;
    if (place.track !== this.index) this.cameTo(place.track);
    if (place.length > 0) this.length = place.length;
  }
}

export const player = new Player();

mediaSession.obey({
  play: () => player.play(),
  pause: () => player.pause(),
  step: (by) => player.step(by),
  seek: (to) => player.seek(to),
  skip: (by) => player.seek(player.at + by),
});
