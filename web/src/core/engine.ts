import type { SliceMap } from './slices';

/** One track, as an engine needs it. */
export interface EngineTrack {
  /** Where its bytes are. */
  url: string;
  /** Gives its slice map, or null when it has none after all; asked when it is due. Null when it is
   * known before that it can only be streamed. */
  slices: (() => Promise<SliceMap | null>) | null;
}

/** A place in a track, by its number in the queue. */
export interface Position {
  track: number;
  seconds: number;
  /** Of the whole track, as its sound tells; 0 when that is not known. */
  length: number;
}

export type EngineState = 'idle' | 'loading' | 'playing' | 'paused' | 'ended';

export interface EngineEvents {
  state?: (state: EngineState) => void;
  /** The track that is heard now, by its place in the queue. */
  track?: (index: number) => void;
  /** It cannot go on. */
  error?: (reason: unknown) => void;
}

/**
 * Plays a queue of tracks from some place on. It plays as far as it can: `ended` says that it has
 * come to the end of the queue, or to a track that another engine has to play.
 */
export interface Engine {
  /** `slices` joins tracks to the sample; `element` leaves a gap of some milliseconds. */
  readonly kind: 'slices' | 'element';
  play(track: number, seconds?: number): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** What is heard at this moment; null while nothing is. */
  position(): Position | null;
  /** 0 to 1. */
  setVolume(volume: number): void;
  /** Silent at once, and for good. */
  close(): void;
}
