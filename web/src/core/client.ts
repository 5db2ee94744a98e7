import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api';
import { Problem } from './problem';
import type { Told } from './wire';

/** A 429 is waited for so long at most, and so often. */
const MOST_WAIT_SECONDS = 10;
const MOST_WAITS = 3;

/**
 * fetch, as the gateway wants it: a 429 is answered by waiting as long as it says, and a 401 is
 * told to `signedOut`, unless it is about a password that was wrong. Who asks is told by a cookie that no script can read; it is good for weeks,
 * and the gateway prolongs it, so nothing has to be renewed here.
 *
 * Fails with a Problem when no answer comes at all.
 */
export function politeFetch(send: typeof fetch, signedOut: () => void): typeof fetch {
  return async (input, init) => {
    for (let waits = 0; ; waits++) {
      const answer = await reach(send, input instanceof Request ? input.clone() : input, init);
      if (answer.status === 401 && !isLogin(input)) signedOut();
      if (answer.status !== 429 || waits === MOST_WAITS) return answer;
      const seconds = Number(answer.headers.get('Retry-After')) || 1;
      await new Promise((done) => setTimeout(done, 1000 * Math.min(seconds, MOST_WAIT_SECONDS)));
    }
  };
}

function isLogin(input: RequestInfo | URL): boolean {
  return (input instanceof Request ? input.url : String(input)).endsWith('/auth/login');
}

async function reach(send: typeof fetch, ...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  try {
    return await send(input, init);
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === 'AbortError') throw reason;
    throw Problem.unreachable();
  }
}

/** Asks by the routes of the API; `origin` is that of the page where none is said. */
export function clientOf(send: typeof fetch, origin = ''): Client<paths> {
  return createClient<paths>({ baseUrl: origin, fetch: (request) => send(request) });
}

/** What was answered. Fails with the Problem that was answered in its place. */
export async function told<T>(
  asked: Promise<{ data?: T | undefined; error?: unknown; response: Response }>,
): Promise<Told<T>> {
  const { data, error, response } = await asked;
  if (!response.ok) throw Problem.of(response, error);
  return data as Told<T>;
}
