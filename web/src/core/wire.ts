/** The shapes of what the services say, by the names they have there. */

export interface CacheNote {
  status: 'miss' | 'fresh' | 'stale';
  age_seconds: number;
}

export interface ItemFile {
  name: string;
  origin: 'unknown' | 'original' | 'derivative' | 'metadata';
  format: string;
  bytes: number | null;
  length_ms: number | null;
  is_private: boolean;
  made_from: string[];
  title: string;
  track: string;
}

export interface ItemReview {
  title: string;
  body: string;
  reviewer: string;
  date: string;
  stars: number | null;
}

export interface ItemDetails {
  identifier: string;
  title: string;
  creators: string[];
  date: string;
  venue: string;
  coverage: string;
  source: string;
  lineage: string;
  taper: string;
  transferer: string;
  notes: string;
  description: string;
  stream_only: boolean;
  files: ItemFile[];
  reviews: ItemReview[];
  cache: CacheNote;
}

export interface Job {
  id: string;
  archive_identifier: string;
  filename: string;
  title: string;
  format: string;
  status: 'pending' | 'downloading' | 'verifying' | 'completed' | 'failed' | 'cancelled' | 'paused';
  waiting_for: 'slot' | 'archive' | 'disk' | 'retry_at' | null;
  retry_at: string | null;
  progress: number;
  bytes_done: number;
  file_size: number | null;
  error_message: string;
  created_at: string;
  download_completed_at: string | null;
}

export interface JobPage {
  total: number;
  page: number;
  per_page: number;
  total_pages: number;
  downloads: Job[];
}

export interface DownloadAnswer {
  downloads: Job[];
  refused: { archive_identifier: string; filename: string; reason: string }[];
  total_bytes: number;
}

export interface User {
  id: string;
  username: string;
  email: string;
}

export type SourceKind = 'unknown' | 'audience' | 'soundboard' | 'matrix' | 'broadcast';

export interface ScorePart {
  what: 'source' | 'known_source' | 'rating' | 'completeness' | 'format' | 'downloads' | 'availability';
  points: number;
  why: string;
}

export interface RecordingScore {
  points: number;
  parts: ScorePart[];
}

export interface ConcertRecording {
  identifier: string;
  title: string;
  source_kind: SourceKind;
  source: string;
  lineage: string;
  taper: string;
  transferer: string;
  tracks: number | null;
  bytes: number | null;
  formats: string[];
  stream_only: boolean;
  extent: 'whole' | 'part' | 'no_concert';
  day_part: 'unsaid' | 'early' | 'late' | 'both';
  doubt: string;
  rating: number | null;
  review_count: number | null;
  to_play: RecordingScore;
  to_download: RecordingScore | null;
  not_for_download: string;
}

export interface BestRecording {
  identifier: string | null;
  why: string;
}

export interface ConcertSummary {
  id: string;
  artist: string;
  date: string;
  day_part: 'unsaid' | 'early' | 'late' | 'both';
  venue: string;
  location: string;
  recordings_count: number;
  source_kinds: SourceKind[];
  best_to_play: BestRecording;
  best_to_download: BestRecording;
}

export interface ConcertPage {
  total: number;
  page: number;
  per_page: number;
  total_pages: number;
  results: ConcertSummary[];
  walk: { recordings_found: number; recordings_read: number; cut: boolean; why: string };
  cache: CacheNote;
}

export interface ConcertDetails {
  id: string;
  artist: string;
  date: string;
  day_part: 'unsaid' | 'early' | 'late' | 'both';
  venue: string;
  location: string;
  recordings_count: number;
  best_to_play: BestRecording;
  best_to_download: BestRecording;
  recordings: ConcertRecording[];
  same_day: string[];
  cache: CacheNote;
}
