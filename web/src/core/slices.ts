/** A track cut into pieces that can be decoded one by one; `GET /tracks/{id}/slices`. */
export interface SliceMap {
  codec: 'flac' | 'mp3';
  sample_rate: number;
  channels: number;
  /** Audible samples, exactly: what encoders add at both ends is taken off. */
  total: number;
  /** 42 bytes in base64, `fLaC` and STREAMINFO, that go before each FLAC piece; empty for MP3. */
  head: string;
  /** First byte, byte after the last, decoded samples to drop at the front, samples to keep. */
  slices: [number, number, number, number][];
}

/** Where in STREAMINFO's 36 bits of "total samples" the high four and the low 32 lie. */
const TOTAL_HIGH = 8 + 13;
const TOTAL_LOW = 8 + 14;

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

/** The sample at which slice `n` starts. */
export function sliceStart(map: SliceMap, n: number): number {
  return map.slices.slice(0, n).reduce((sum, slice) => sum + slice[3], 0);
}

/** The slice that holds a sample, and how far into it the sample lies. */
export function locate(map: SliceMap, sample: number): { slice: number; offset: number } {
  let rest = Math.max(0, Math.min(sample, map.total - 1));
  for (const [slice, [, , , keep]] of map.slices.entries()) {
    if (rest < keep) return { slice, offset: rest };
    rest -= keep;
  }
  return { slice: Math.max(0, map.slices.length - 1), offset: 0 };
}

/** The bytes of a slice as a file of its own, whose STREAMINFO tells the slice's own length. */
export function wrap(
  map: SliceMap,
  body: Uint8Array<ArrayBuffer>,
  decodedSamples: number,
): ArrayBuffer {
  const head = map.codec === 'flac' ? fromBase64(map.head) : new Uint8Array();
  const out = new Uint8Array(head.length + body.length);
  out.set(head);
  out.set(body, head.length);
  if (map.codec === 'flac') {
    out[TOTAL_HIGH] = (out[TOTAL_HIGH]! & 0xf0) | Math.floor(decodedSamples / 2 ** 32);
    new DataView(out.buffer).setUint32(TOTAL_LOW, decodedSamples >>> 0);
  }
  return out.buffer;
}
