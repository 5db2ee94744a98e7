import type { Playing } from './player.svelte';

interface Wishes {
  play(): void;
  pause(): void;
  step(by: 1 | -1): void;
  seek(to: number): void;
  skip(by: number): void;
}

const SKIP_SECONDS = 10;

/** The system's own player controls: what they show, and what they wish. */
export const mediaSession = {
  show(playing: Playing, index: number): void {
    if (!('mediaSession' in navigator)) return;
    navigator.mediaSession.metadata = new MediaMetadata({
      title: playing.tracks[index]?.title ?? '',
      artist: playing.artist,
      album: [playing.date, playing.venue].filter(Boolean).join(', '),
    });
  },

  state(sounding: boolean): void {
    if ('mediaSession' in navigator) {
      navigator.mediaSession.playbackState = sounding ? 'playing' : 'paused';
    }
  },

  obey(wishes: Wishes): void {
    if (!('mediaSession' in navigator)) return;
    const on = (action: MediaSessionAction, handler: MediaSessionActionHandler) =>
      navigator.mediaSession.setActionHandler(action, handler);
    on('play', () => wishes.play());
    on('pause', () => wishes.pause());
    on('previoustrack', () => wishes.step(-1));
    on('nexttrack', () => wishes.step(1));
    on('seekbackward', (d) => wishes.skip(-(d.seekOffset ?? SKIP_SECONDS)));
    on('seekforward', (d) => wishes.skip(d.seekOffset ?? SKIP_SECONDS));
    on('seekto', (d) => d.seekTime !== undefined && wishes.seek(d.seekTime));
  },
};
