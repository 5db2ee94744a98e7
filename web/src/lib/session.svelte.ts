import { clientOf, politeFetch } from '../core/client';
import { Gateway } from '../core/gateway';
import type { User } from '../core/wire';

/** Tells whether asking who is signed in is worth it. No secret: the session is in a cookie. */
const HINT = 'tapedeck.signed-in';

/** For bytes; questions go through `gateway`. */
export const gatewayFetch = politeFetch((...a) => fetch(...a), ended);
export const gateway = new Gateway(clientOf(gatewayFetch));

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
    session.user = await gateway.me().catch(() => null);
  }
}

export async function logIn(username: string, password: string): Promise<void> {
  const { user } = await gateway.login(username, password);
  localStorage.setItem(HINT, '1');
  session.user = user;
  session.lost = false;
}

export async function logOut(): Promise<void> {
  await gateway.logout();
  forget();
}

function forget(): void {
  localStorage.removeItem(HINT);
  session.user = null;
}
