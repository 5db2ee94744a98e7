import { expect, it, vi } from 'vitest';
import { clientOf, politeFetch } from '../src/core/client';
import { Gateway } from '../src/core/gateway';
import { archiveIsAway, Problem } from '../src/core/problem';

const signal = new AbortController().signal;

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  });

/** A gateway that answers as `answer` does. */
function gatewayOf(answer: (request: Request) => Promise<Response>, signedOut = () => {}) {
  const send = ((request: Request) => answer(request)) as unknown as typeof fetch;
  return new Gateway(clientOf(politeFetch(send, signedOut), 'http://gateway'));
}

const failure = (asked: Promise<unknown>) => asked.catch((reason: unknown) => reason) as Promise<Problem>;

it('asks by the routes of the API, whatever is typed', async () => {
  const asked: string[] = [];
  const gateway = gatewayOf(async (request) => (asked.push(`${request.method} ${request.url}`), json(200, {})));
  await gateway.searchConcerts('5/8/77 & more', 2, signal);
  await gateway.item('a/b?c');
  expect(asked).toEqual([
    'GET http://gateway/concerts/search?q=5%2F8%2F77%20%26%20more&page=2',
    'GET http://gateway/browse/items/a%2Fb%3Fc',
  ]);
});

it('gives what a problem document says', async () => {
  const document = {
    type: 'urn:tapedeck:invalid',
    detail: 'The name is taken.',
    request_id: 'r-1',
    errors: [{ path: '/username', message: 'It is taken.' }],
  };
  const problem = await failure(gatewayOf(async () => json(409, document)).register('a', 'b', 'c', ''));
  expect(problem).toBeInstanceOf(Problem);
  expect([problem.code, problem.status, problem.message, problem.requestId]).toEqual(['invalid', 409, 'The name is taken.', 'r-1']);
  expect(problem.fields[0]?.message).toBe('It is taken.');
});

it('tells an Archive that is away from a server that is', async () => {
  const problem = await failure(gatewayOf(async () => json(503, {}, { 'Retry-After': '30' })).item('x'));
  expect([archiveIsAway(problem), problem.retryAfter]).toEqual([true, 30]);
  const unreachable = await failure(
    gatewayOf(async () => {
      throw new TypeError('fetch failed');
    }).item('x'),
  );
  expect([unreachable.status, archiveIsAway(unreachable)]).toEqual([0, false]);
});

it('says so when the session has ended', async () => {
  const signedOut = vi.fn();
  const problem = await failure(gatewayOf(async () => json(401, {}), signedOut).me());
  expect([problem.status, signedOut.mock.calls.length]).toEqual([401, 1]);
});

it('does not take a wrong password for the end of the session', async () => {
  const signedOut = vi.fn();
  const problem = await failure(gatewayOf(async () => json(401, {}), signedOut).login('other', 'a guess'));
  expect([problem.status, signedOut.mock.calls.length]).toEqual([401, 0]);
});

it('waits as long as it is told to when it has asked too often, and sends the same again', async () => {
  vi.useFakeTimers();
  const bodies: string[] = [];
  const gateway = gatewayOf(async (request) => {
    bodies.push(await request.text());
    return bodies.length < 2 ? json(429, {}, { 'Retry-After': '2' }) : json(202, { downloads: [] });
  });
  const answer = gateway.download('an-item');
  await vi.advanceTimersByTimeAsync(1999);
  expect(bodies).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect((await answer).downloads).toEqual([]);
  expect(bodies).toEqual(['{"archive_identifier":"an-item"}', '{"archive_identifier":"an-item"}']);
  vi.useRealTimers();
});
