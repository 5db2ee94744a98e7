// The story as the README tells it to a script: each of its commands, as it stands there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { World } from './support/world.mjs';

const readme = fs.readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');

let world;
before(async () => (world = await World.open()));
after(() => world?.close());

it('what the README does with curl can be done, the second half without the Archive', async () => {
  const told = readme.slice(readme.indexOf('## The same with curl'));
  const [online, offline] = [...told.matchAll(/^```sh\n(.*?)^```$/gms)].map((block) => block[1]);
  const here = online.replace('at=http://localhost:8000', `at=${world.url}`);
  assert.notEqual(here, online, 'it names the address in its first line');
  const folder = path.join(world.folder, 'script');
  fs.mkdirSync(folder);
  await bash(`${here}\ncurl -fsS -X POST ${world.archive.control}/down -d '{}'\n${offline}`, folder);

  const song = fs.readFileSync(path.join(folder, 'song.flac'));
  const kept = walk(path.join(world.folder, 'downloads')).map((file) => digest(fs.readFileSync(file)));
  assert.ok(kept.includes(digest(song)), 'the song is a file of the vault, byte for byte');
  assert.deepEqual(fs.readFileSync(path.join(folder, 'its-first-64-KiB')), song.subarray(0, 65_536));
});

async function bash(script, cwd) {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  const [status] = await once(child, 'exit');
  assert.equal(status, 0);
}

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

function walk(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
