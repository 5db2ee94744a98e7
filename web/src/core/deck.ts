import type { Engine, EngineEvents, EngineState, EngineTrack, Position } from './engine';
import { locate, sliceStart, wrap, type SliceMap } from './slices';

/** One slice that sounds or will sound. All in samples. */
interface Voice {
  node: AudioBufferSourceNode;
  track: number;
  /** Where in its track it begins. */
  from: number;
  /** When it sounds, on the context's clock. */
  at: number;
  length: number;
  /** Of the whole track. */
  total: number;
}

/**
 * How much decoded sound lies ahead of what is heard. 40 s of 44.1 kHz stereo are 14 MB, while all
 * of a half-hour jam would be 635 MB.
 */
const AHEAD_SECONDS = 40;
/** So much later than now does the first slice sound, so that it is on time. */
const LEAD_SECONDS = 0.05;
/** What is silenced fades for so long, because a cut in the middle of a wave clicks. */
const FADE_SECONDS = 0.01;
const TICK_MS = 200;
/** A slice that is not whole by then has not come: even in 24 bits it would be too late. */
const SLICE_MS = 20_000;
/** After a slice that did not come it is asked for again so much later. */
const RETRY_MS = 2000;

/**
 * Plays tracks back to back on one sample clock, from slices that are fetched and decoded as they
 * come due. The end of a track is nothing special: the next slice starts on the sample after the
 * last one, whichever track it belongs to.
 *
 * The context's rate has to be that of the tracks, or each slice would be resampled by itself and
 * the joins would click; a track of another rate ends the run.
 */
export class Deck implements Engine {
  readonly kind = 'slices';
  readonly output: GainNode;
  private state: EngineState = 'idle';
  private voices: Voice[] = [];
  /** What is to be fetched next: a slice of a track, from some sample of it on. */
  private next = { track: 0, slice: 0, skip: 0 };
  /** The sample of the context's clock at which the next voice sounds; 0 when there is none yet. */
  private writeAt = 0;
  /** Counts calls of play(); work begun for an earlier one is thrown away. */
  private generation = 0;
  private filling = -1;
  /** Why the next slice did not come; undefined while all is well. What is there plays on. */
  private trouble: unknown;
  private retryAt = 0;
  private ranOut = false;
  private heard = -1;
  private timer: ReturnType<typeof setInterval> | undefined;
  private fetches = new AbortController();
  /** All voices of one generation, to be faded together. */
  private fader: GainNode;

  constructor(
    readonly context: AudioContext,
    private readonly tracks: readonly EngineTrack[],
    private readonly events: EngineEvents = {},
    private readonly load: typeof fetch = (...a) => fetch(...a),
  ) {
    this.output = context.createGain();
    this.output.connect(context.destination);
    this.fader = this.newFader();
  }

  async play(track: number, seconds = 0): Promise<void> {
    this.silence();
    const mine = ++this.generation;
    this.heard = -1;
    this.ranOut = false;
    this.trouble = undefined;
    this.writeAt = 0;
    this.become('loading');
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
    try {
      await this.context.resume();
      const map = await this.mapOf(track);
      if (mine !== this.generation) return;
      if (!map) return this.become('ended');
      const place = locate(map, Math.round(seconds * map.sample_rate));
      this.next = { track, slice: place.slice, skip: place.offset };
    } catch (reason) {
      if (mine === this.generation) this.events.error?.(reason);
      return;
    }
    await this.fill(mine);
  }

  async pause(): Promise<void> {
    const now = this.context.currentTime;
    this.become('paused');
    this.fader.gain.setTargetAtTime(0, now, FADE_SECONDS / 3);
    await new Promise((done) => setTimeout(done, FADE_SECONDS * 2000));
    if (this.state === 'paused') await this.context.suspend();
  }

  async resume(): Promise<void> {
    this.become('loading');
    await this.context.resume();
    this.fader.gain.cancelScheduledValues(0);
    this.fader.gain.setTargetAtTime(1, this.context.currentTime, FADE_SECONDS / 3);
  }

  position(): Position | null {
    const rate = this.context.sampleRate;
    const now = this.context.currentTime * rate;
    const voice = this.voices.find((v) => now >= v.at && now < v.at + v.length);
    if (!voice) return null;
    const seconds = (voice.from + now - voice.at) / rate;
    return { track: voice.track, seconds, length: voice.total / rate };
  }

  setVolume(volume: number): void {
    this.output.gain.setTargetAtTime(volume, this.context.currentTime, 0.015);
  }

  close(): void {
    this.generation++;
    this.silence();
    clearInterval(this.timer);
    this.state = 'idle';
    setTimeout(() => void this.context.close(), FADE_SECONDS * 4000);
  }

  private become(state: EngineState): void {
    if (state === this.state) return;
    this.state = state;
    this.events.state?.(state);
  }

  private newFader(): GainNode {
    const fader = this.context.createGain();
    fader.connect(this.output);
    return fader;
  }

  private silence(): void {
    this.fetches.abort();
    this.fetches = new AbortController();
    const now = this.context.currentTime;
    this.fader.gain.setTargetAtTime(0, now, FADE_SECONDS / 3);
    for (const { node } of this.voices) node.stop(now + FADE_SECONDS * 2);
    this.voices = [];
    this.fader = this.newFader();
  }

  private tick(): void {
    const place = this.position();
    if (place && place.track !== this.heard) {
      this.heard = place.track;
      this.events.track?.(place.track);
    }
    if (this.state === 'paused') return;
    if (this.trouble && this.voices.length === 0) return this.fail(this.trouble);
    if (place) this.become('playing');
    else if (this.ranOut && this.voices.length === 0) this.become('ended');
    else if (this.state === 'playing') this.become('loading');
    void this.fill(this.generation);
  }

  /** The track's map; null when this deck cannot play it after what it has played. */
  private async mapOf(track: number): Promise<SliceMap | null> {
    const map = await this.tracks[track]?.slices?.();
    return map && map.sample_rate === this.context.sampleRate && map.slices.length > 0 ? map : null;
  }

  /** Fetches, decodes and schedules until enough lies ahead. One at a time for each generation. */
  private async fill(mine: number): Promise<void> {
    if (this.filling === mine || this.ranOut) return;
    if (this.trouble && performance.now() < this.retryAt) return;
    this.filling = mine;
    try {
      while (mine === this.generation && !this.enoughAhead()) {
        const { track, slice, skip } = this.next;
        const map = await this.mapOf(track);
        if (mine !== this.generation) return;
        this.ranOut = !map;
        if (!map) return;
        const buffer = await this.decode(this.tracks[track]!.url, map, slice);
        if (mine !== this.generation) return;
        this.trouble = undefined;
        this.schedule(track, map, sliceStart(map, slice) + skip, skip, buffer);
        const last = slice + 1 === map.slices.length;
        this.next = last ? { track: track + 1, slice: 0, skip: 0 } : { track, slice: slice + 1, skip: 0 };
      }
    } catch (reason) {
      if (mine !== this.generation) return;
      this.trouble = reason;
      this.retryAt = performance.now() + RETRY_MS;
    } finally {
      if (this.filling === mine) this.filling = -1;
    }
  }

  private enoughAhead(): boolean {
    const ahead = this.writeAt / this.context.sampleRate - this.context.currentTime;
    return this.writeAt > 0 && ahead > AHEAD_SECONDS;
  }

  private fail(reason: unknown): void {
    this.generation++;
    clearInterval(this.timer);
    this.timer = undefined;
    this.silence();
    this.become('idle');
    this.events.error?.(reason);
  }

  private async decode(url: string, map: SliceMap, n: number): Promise<AudioBuffer> {
    const [from, to, drop, keep] = map.slices[n]!;
    const answer = await this.load(url, {
      headers: { Range: `bytes=${from}-${to - 1}` },
      signal: AbortSignal.any([this.fetches.signal, AbortSignal.timeout(SLICE_MS)]),
    });
    if (!answer.ok) throw new Error(`The sound could not be fetched (${answer.status}).`);
    const whole = new Uint8Array(await answer.arrayBuffer());
    const body = answer.status === 200 ? whole.subarray(from, to) : whole;
    const decoded = await this.context.decodeAudioData(wrap(map, body, drop + keep));
    if (drop === 0 && decoded.length === keep) return decoded;
    const cut = this.context.createBuffer(decoded.numberOfChannels, keep, decoded.sampleRate);
    for (let c = 0; c < decoded.numberOfChannels; c++) {
      cut.copyToChannel(decoded.getChannelData(c).subarray(drop, drop + keep), c);
    }
    return cut;
  }

  private schedule(track: number, map: SliceMap, from: number, skip: number, buffer: AudioBuffer): void {
    const rate = this.context.sampleRate;
    const soonest = Math.ceil((this.context.currentTime + LEAD_SECONDS) * rate);
    // The first voice, or one that comes late: a little ahead, on a whole sample.
    if (this.writeAt < soonest) this.writeAt = soonest;
    const node = this.context.createBufferSource();
    node.buffer = buffer;
    node.connect(this.fader);
    node.start(this.writeAt / rate, skip / rate);
    const length = buffer.length - skip;
    const voice: Voice = { node, track, from, at: this.writeAt, length, total: map.total };
    this.voices.push(voice);
    node.onended = () => {
      node.disconnect();
      this.voices = this.voices.filter((v) => v !== voice);
    };
    this.writeAt += voice.length;
  }
}
