import { expect, it, vi } from 'vitest';
import { Client } from '../src/core/client';
import { archiveIsAway, Problem } from '../src/core/problem';

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  });

it('asks with the words of the question, and leaves out what is not said', async () => {
  const send = vi.fn(async (..._: Parameters<typeof fetch>) => json(200, { total: 0 }));
  await new Client(send).get('/concerts/search', { q: '5/8/77', page: undefined });
  expect(send.mock.calls[0]?.[0]).toBe('/concerts/search?q=5%2F8%2F77');
});

it('gives what a problem document says', async () => {
  const document = {
    type: 'urn:tapedeck:invalid',
    detail: 'The name is taken.',
    request_id: 'r-1',
    errors: [{ path: 'username', message: 'It is taken.' }],
  };
  const client = new Client(async () => json(422, document));
  const problem = (await client.get('/x').catch((reason: unknown) => reason)) as Problem;
  expect(problem).toBeInstanceOf(Problem);
  expect([problem.code, problem.status, problem.message, problem.requestId]).toEqual(['invalid', 422, 'The name is taken.', 'r-1']);
  expect(problem.fields[0]?.message).toBe('It is taken.');
});

it('tells an Archive that is away from a server that is', async () => {
  const away = new Client(async () => json(503, {}, { 'Retry-After': '30' }));
  const problem = (await away.get('/x').catch((reason: unknown) => reason)) as Problem;
  expect(archiveIsAway(problem)).toBe(true);
  expect(problem.retryAfter).toBe(30);
  const gone = new Client(async () => {
    throw new TypeError('fetch failed');
  });
  const unreachable = (await gone.get('/x').catch((reason: unknown) => reason)) as Problem;
  expect([unreachable.status, archiveIsAway(unreachable)]).toEqual([0, false]);
});

it('says so when the session has ended, but not when a log in is refused', async () => {
  const signedOut = vi.fn();
  const client = new Client(async () => json(401, {}), signedOut);
  await expect(client.get('/auth/me')).rejects.toMatchObject({ status: 401 });
  expect(signedOut).toHaveBeenCalledTimes(1);
  await expect(client.logIn({})).rejects.toMatchObject({ status: 401 });
  expect(signedOut).toHaveBeenCalledTimes(1);
});

it('waits as long as it is told to when it has asked too often', async () => {
  vi.useFakeTimers();
  let often = true;
  const client = new Client(async () => (often ? json(429, {}, { 'Retry-After': '2' }) : json(200, 'answer')));
  const answer = client.get('/a');
  await vi.advanceTimersByTimeAsync(1999);
  often = false;
  await vi.advanceTimersByTimeAsync(1);
  expect(await answer).toBe('answer');
  vi.useRealTimers();
});
