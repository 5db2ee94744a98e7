import { fileUrl, trackUrl } from '../core/gateway';
import { Problem } from '../core/problem';
import type { SliceMap } from '../core/slices';
import { onDisk, streamOf, tracksOf, type Track } from '../core/tracks';
import type { ItemDetails, Job } from '../core/wire';
import { downloads } from './downloads.svelte';
import { player, type QueuedTrack } from './player.svelte';
import { gateway } from './session.svelte';

/** What is known of a recording besides its item. */
export interface Heading {
  concertId?: string | null;
  artist?: string;
  date?: string;
  venue?: string;
}

/** The formats that the server cuts into slices. */
const SLICED = /\.(flac|mp3)$/i;

/** Plays a recording from its nth track on, counted from 0. False when no browser plays any of it. */
export async function playRecording(item: ItemDetails, index = 0, known: Heading = {}): Promise<boolean> {
  await downloads.ready;
  const jobs = downloads.of(item.identifier);
  const all = tracksOf(item);
  const queue = all.map((track) => queued(item.identifier, track, jobs));
  const tracks = queue.filter((track) => track !== null);
  const first = queue[index] ?? tracks[0];
  if (!first) return false;
  await player.load(
    {
      identifier: item.identifier,
      concertId: known.concertId ?? null,
      artist: known.artist ?? item.creators.join(', '),
      date: known.date ?? item.date,
      venue: known.venue ?? [item.venue, item.coverage].filter(Boolean).join(', '),
      source: item.source,
      taper: item.taper,
      lineage: item.lineage,
      tracks,
    },
    tracks.indexOf(first),
  );
  return true;
}

/** From disk where it is, else as a stream; null when it is neither. */
function queued(identifier: string, track: Track, jobs: readonly Job[]): QueuedTrack | null {
  const shown = { position: track.position, title: track.title, seconds: track.seconds, segues: track.segues };
  const job = onDisk(track, jobs);
  if (job) {
    const slices = SLICED.test(job.filename) ? once(() => slicesOf(job.id)) : null;
    return { ...shown, url: trackUrl(job.id), slices };
  }
  const stream = streamOf(track);
  return stream && { ...shown, url: fileUrl(identifier, stream.name), slices: null };
}

/** Null for a file that could not be cut; it can be streamed all the same. */
async function slicesOf(trackId: string): Promise<SliceMap | null> {
  try {
    return await gateway.slices(trackId);
  } catch (reason) {
    if (reason instanceof Problem && reason.status >= 400 && reason.status < 500) return null;
    throw reason;
  }
}

/** Asks once; a failure is not kept. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null;
  return () => {
    asked ??= ask().catch((reason) => {
      asked = null;
      throw reason;
    });
    return asked;
  };
}
