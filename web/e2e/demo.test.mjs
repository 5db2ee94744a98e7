// ./dev demo, as somebody who has no account and no network tries it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { it } from 'node:test';
import { build, root } from './support/world.mjs';

it('the demo is at one address, has its user and its concert, and leaves nothing behind', async () => {
  const before = demoFolders();
  const demo = spawn(path.join(root, 'dev'), ['demo'], {
    detached: true, // a process group, as a terminal's: Ctrl-C goes to all of it
    env: { ...process.env, TAPEDECK_PRESET: path.basename(build) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(demo, 'exit');
  try {
    const said = [];
    for await (const line of readline.createInterface({ input: demo.stdout })) {
      said.push(line);
      if (line.includes('Ctrl-C')) break;
    }
    const told = said.join('\n');
    const address = told.match(/http:\/\/127\.0\.0\.1:\d+/g);
    const [, username, password] = told.match(/^Log in as (\S+) with the password: (.*)$/m);
    assert.equal(address.length, 1);
    const body = JSON.stringify({ username, password });
    const headers = { 'Content-Type': 'application/json' };
    const login = await fetch(`${address}/auth/login`, { method: 'POST', headers, body });
    assert.equal(login.status, 200);
    const found = await (await fetch(`${address}/concerts/search?q=5/8/77`)).json();
    assert.equal(found.total, 1);
    assert.equal((await fetch(`${address}/app/`)).status, 200);
  } finally {
    process.kill(-demo.pid, 'SIGINT');
    assert.deepEqual(await ended, [0, null]);
  }
  assert.throws(() => process.kill(-demo.pid, 0), { code: 'ESRCH' });
  assert.deepEqual(demoFolders(), before);
});

function demoFolders() {
  return fs.readdirSync(path.join(root, 'build/tmp')).filter((name) => name.startsWith('demo-'));
}
