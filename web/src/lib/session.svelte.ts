import { Api } from '../core/api';
import { Client } from '../core/client';
import type { User } from '../core/wire';

/** Tells whether asking who is signed in is worth it. No secret: the session is in a cookie. */
const HINT = 'tapedeck.signed-in';

const client = new Client((...a) => fetch(...a), ended);
export const api = new Api(client);
/** Fetches bytes as whoever is signed in. */
export const fetchSound = client.fetch;

/** Who is signed in. `lost` tells that somebody was, until the server ended the session. */
export const session = $state({ user: null as User | null, lost: false });

function ended(): void {
  session.lost ||= session.user !== null;
  forget();
}

/** Finds out who is signed in; call before the first page is shown. */
export async function startSession(): Promise<void> {
  if (localStorage.getItem(HINT)) {
    // Without an answer the page is shown as to somebody who has not signed in.
    session.user = await api.me().catch(() => null);
  }
}

export async function logIn(username: string, password: string): Promise<void> {
  const { user } = await api.login(username, password);
  localStorage.setItem(HINT, '1');
  session.user = user;
  session.lost = false;
}

export async function logOut(): Promise<void> {
  await api.logout();
  forget();
}

function forget(): void {
  localStorage.removeItem(HINT);
  session.user = null;
}
