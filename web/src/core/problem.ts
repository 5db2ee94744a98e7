/** What a problem document says (RFC 9457), as our services write them. */
interface ProblemDocument {
  type?: string;
  title?: string;
  detail?: string;
  request_id?: string;
  errors?: { path: string; message: string }[];
}

/** A question that was not answered: what the server said, or that it could not be asked. */
export class Problem extends Error {
  /** `not_found`, `unavailable`, …; `unreachable` when no answer came at all. */
  readonly code: string;
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  /** To be quoted to whoever runs the server; empty when there is none. */
  readonly requestId: string;
  /** What is wrong with single fields of what was sent. */
  readonly fields: { path: string; message: string }[];
  /** Seconds until it may be tried again, where the server names them. */
  readonly retryAfter: number | null;

  constructor(status: number, document: ProblemDocument, retryAfter: number | null = null) {
    super(document.detail ?? document.title ?? `The server answered ${status}.`);
    this.code = (document.type ?? '').replace('urn:tapedeck:', '');
    this.status = status;
    this.requestId = document.request_id ?? '';
    this.fields = document.errors ?? [];
    this.retryAfter = retryAfter;
  }

  /** The request did not reach a server. */
  static unreachable(): Problem {
    return new Problem(0, { type: 'urn:tapedeck:unreachable', title: 'No answer came.' });
  }

  /** What an answer that is not a success says; `body` is what was read of it. */
  static of(response: Response, body: unknown): Problem {
    const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
    const document: ProblemDocument = typeof body === 'object' && body !== null ? { ...body } : {};
    document.request_id ??= response.headers.get('X-Request-Id') ?? '';
    return new Problem(response.status, document, Number.isFinite(wait) ? wait : null);
  }
}

/** Whether what failed is the way to the Archive, and not what was asked. */
export function archiveIsAway(error: unknown): boolean {
  return error instanceof Problem && [502, 503, 504].includes(error.status);
}
