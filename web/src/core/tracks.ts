import type { Job, ItemDetails, TrackRendition } from './wire';

/** One file in which a track can be had. */
export interface Rendition {
  name: string;
  format: string;
  bytes: number;
  lossless: boolean;
  /** Whether browsers can play it. */
  plays: boolean;
  /** The Archive hands it to nobody. */
  withheld: boolean;
}

/** One song of a recording, as it is played. */
export interface Track {
  /** From 1, over the whole recording. */
  position: number;
  title: string;
  /** 0 when the item does not say. */
  seconds: number;
  /** It runs on into the next one; tapers write ">". */
  segues: boolean;
  /** The original first. */
  renditions: Rendition[];
}

const LOSSLESS = /\.(flac|shn|wav|aiff?)$/i;
const SOUND = /\.(flac|shn|wav|aiff?|mp3|ogg|m4a|opus)$/i;
/** Shorten and AIFF are played by no browser. */
const PLAYS = /\.(flac|wav|mp3|ogg|m4a|opus)$/i;
const SEGUE = /\s*-?>\s*$/;

/** Which of several streams is taken: as light as sounds well, lossless when there is no other. */
const STREAM_ORDER = [/vbr mp3/i, /mp3/i, /ogg/i, /./];

/** The tracks of an item in playing order, each with its renditions. */
export function tracksOf(item: ItemDetails): Track[] {
  return item.tracks.map((track) => ({
    position: track.position,
    title: track.title,
    seconds: (track.length_ms ?? 0) / 1000,
    segues: track.segues,
    renditions: track.renditions.map(renditionOf),
  }));
}

/**
 * The tracks of what is on disk of a recording, as far as its jobs tell: for when its item cannot be
 * had. How long they are is not known.
 */
export function tracksOnDisk(jobs: readonly Job[]): Track[] {
  const sound = jobs.filter((job) => job.status === 'completed' && SOUND.test(job.filename));
  // A song without a title is given that of the recording.
  const titled = sound.length === 1 || new Set(sound.map((job) => job.title)).size > 1;
  return [...Map.groupBy(sound, (job) => job.filename.replace(SOUND, ''))]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([, [head, ...more]], i) => {
      const title = (titled && head!.title) || bareName(head!.filename);
      const renditions = [head!, ...more].map(renditionOnDisk);
      return {
        position: i + 1,
        title: title.replace(SEGUE, ''),
        seconds: 0,
        segues: SEGUE.test(title),
        renditions: renditions.toSorted((a, b) => Number(b.lossless) - Number(a.lossless)),
      };
    });
}

function bareName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).replace(SOUND, '');
}

function renditionOf(one: TrackRendition): Rendition {
  return {
    name: one.name,
    format: one.format,
    bytes: one.bytes ?? 0,
    lossless: one.lossless,
    plays: PLAYS.test(one.name),
    withheld: one.is_private,
  };
}

function renditionOnDisk(job: Job): Rendition {
  const name = job.filename;
  return {
    name,
    format: job.format,
    bytes: job.file_size ?? 0,
    lossless: LOSSLESS.test(name),
    plays: PLAYS.test(name),
    withheld: false,
  };
}

/** The rendition to stream from the Archive; null when there is none that plays. */
export function streamOf(track: Track): Rendition | null {
  const can = track.renditions.filter((one) => one.plays && !one.withheld);
  for (const order of STREAM_ORDER) {
    const found = can.find((one) => order.test(one.format));
    if (found) return found;
  }
  return null;
}

/** The finished job of the track's best rendition on disk; null when none is. */
export function onDisk(track: Track, jobs: readonly Job[]): Job | null {
  for (const rendition of track.renditions) {
    const job = jobs.find((one) => one.filename === rendition.name && one.status === 'completed');
    if (job && rendition.plays) return job;
  }
  return null;
}
