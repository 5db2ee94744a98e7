import { Problem } from './problem';

type Verb = 'GET' | 'POST' | 'PATCH' | 'DELETE';
export type Query = Record<string, string | number | boolean | undefined>;

/** A 429 is waited for so long at most, and so often. */
const MOST_WAIT_SECONDS = 10;
const MOST_WAITS = 3;

/**
 * Asks the gateway. Who asks is told by a cookie that no script can read; it is good for weeks, and
 * the gateway prolongs it, so nothing has to be renewed here. A 429 is answered by waiting as long
 * as it says.
 */
export class Client {
  /** `signedOut` is called when an answer says that the session has ended. */
  constructor(
    private readonly send: typeof fetch = (...a) => fetch(...a),
    private readonly signedOut: () => void = () => {},
  ) {}

  get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    return this.ask<T>('GET', path + queryText(query), undefined, signal);
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.ask<T>('POST', path, body);
  }

  delete(path: string, query: Query = {}): Promise<void> {
    return this.ask<void>('DELETE', path + queryText(query));
  }

  /** For log in, whose 401 says nothing of a session. */
  async logIn<T>(body: unknown): Promise<T> {
    return content<T>(await this.reach('/auth/login', request('POST', body)));
  }

  /** Any request, for bytes. Fails only when no answer comes. */
  readonly fetch: typeof fetch = async (input, init) => {
    let answer = await this.reach(input, init);
    for (let waits = 0; answer.status === 429 && waits < MOST_WAITS; waits++) {
      const seconds = Number(answer.headers.get('Retry-After') ?? 1);
      await new Promise((done) => setTimeout(done, 1000 * Math.min(seconds || 1, MOST_WAIT_SECONDS)));
      answer = await this.reach(input, init);
    }
    if (answer.status === 401) this.signedOut();
    return answer;
  };

  private async ask<T>(verb: Verb, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    return content<T>(await this.fetch(path, request(verb, body, signal)));
  }

  private async reach(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    try {
      return await this.send(input, init);
    } catch (reason) {
      if (reason instanceof DOMException && reason.name === 'AbortError') throw reason;
      throw Problem.unreachable();
    }
  }
}

function request(verb: Verb, body?: unknown, signal?: AbortSignal): RequestInit {
  const init: RequestInit = { method: verb, credentials: 'same-origin', signal: signal ?? null };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'Content-Type': 'application/json' };
  }
  return init;
}

async function content<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw await Problem.of(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

function queryText(query: Query): string {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}
