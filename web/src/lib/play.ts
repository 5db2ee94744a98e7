import { fileUrl, trackUrl } from '../core/gateway';
import { Problem } from '../core/problem';
import type { SliceMap } from '../core/slices';
import { onDisk, streamOf, tracksOf, tracksOnDisk, type Track } from '../core/tracks';
import type { ItemDetails, Job } from '../core/wire';
import { downloads } from './downloads.svelte';
import { player, type Playing, type QueuedTrack } from './player.svelte';
import { gateway } from './session.svelte';

/** What is known of a recording besides its item. */
export interface Heading {
  concertId?: string | null;
  artist?: string;
  date?: string;
  venue?: string;
  source?: string;
  taper?: string;
  lineage?: string;
}

/** The formats that the server cuts into slices. */
const SLICED = /\.(flac|mp3)$/i;

/**
 * Plays a recording from its nth track on, counted from 0, unless it is no more `wanted` once it is
 * known what is on disk. False when no browser plays any of it.
 */
export async function playRecording(
  item: ItemDetails,
  index = 0,
  known: Heading = {},
  wanted = player.choose(),
): Promise<boolean> {
  const heading = {
    artist: item.creators.join(', '),
    date: item.date,
    venue: [item.venue, item.coverage].filter(Boolean).join(', '),
    ...known,
    source: item.source,
    taper: item.taper,
    lineage: item.lineage,
  };
  await downloads.ready;
  return !wanted() || begin(item.identifier, tracksOf(item), index, heading);
}

/** As playRecording(), of which nothing can be had but what is on disk. */
export async function playOnDisk(
  identifier: string,
  index = 0,
  known: Heading = {},
  wanted = player.choose(),
): Promise<boolean> {
  await downloads.ready;
  return !wanted() || begin(identifier, tracksOnDisk(downloads.of(identifier)), index, known);
}

async function begin(identifier: string, all: Track[], index: number, known: Heading): Promise<boolean> {
  const jobs = downloads.of(identifier);
  const queue = all.map((track) => queued(identifier, track, jobs));
  const tracks = queue.filter((track) => track !== null);
  const first = queue[index] ?? tracks[0];
  if (!first) return false;
  const unknown = { concertId: null, artist: identifier, date: '', venue: '', source: '', taper: '', lineage: '' };
  const playing: Playing = { ...unknown, ...known, identifier, tracks };
  await player.load(playing, tracks.indexOf(first));
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

/** Null for a file that cannot be cut; it can be streamed all the same. */
async function slicesOf(trackId: string): Promise<SliceMap | null> {
  try {
    return await gateway.slices(trackId);
  } catch (reason) {
    if (reason instanceof Problem && reason.status === 404) return null;
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
