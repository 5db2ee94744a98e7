import type { components } from './api';

type Schemas = components['schemas'];

/**
 * A shape as it is answered: every member is there, and null where nothing is known. The document
 * says of such a member that it may be absent, since shapes are also what the services take.
 */
export type Told<T> = T extends readonly (infer One)[]
  ? Told<One>[]
  : T extends object
    ? { [Name in keyof T]-?: Told<Exclude<T[Name], undefined>> }
    : T;

export type User = Told<Schemas['User']>;

export type CacheNote = Told<Schemas['CacheNote']>;
export type ItemDetails = Told<Schemas['ItemDetails']>;
export type ItemSet = Told<Schemas['ItemSet']>;
export type ItemTrack = Told<Schemas['ItemTrack']>;
export type TrackRendition = Told<Schemas['TrackRendition']>;

export type ConcertPage = Told<Schemas['ConcertPage']>;
export type ConcertSummary = Told<Schemas['ConcertSummary']>;
export type ConcertDetails = Told<Schemas['ConcertDetails']>;
export type ConcertRecording = Told<Schemas['ConcertRecording']>;
export type RecordingScore = Told<Schemas['RecordingScore']>;

/** A job: one file on its way to the disk, or there. */
export type Job = Told<Schemas['Download']>;
/** What may be done with jobs. */
export type JobAction = Schemas['DownloadAction']['action'];
/**
 * The first message of the socket, and one for all files that were asked for together. The document
 * does not describe it.
 */
export interface DownloadSnapshot {
  type: 'snapshot' | 'queued';
  downloads: Job[];
  /** There are others; GET /downloads has them. */
  more: boolean;
}
/** Jobs that are gone together. */
export interface DownloadsCleared {
  type: 'cleared';
  ids: string[];
}
/** Every other message. */
export type DownloadChange = Told<Schemas['DownloadChange']>;
