// Tapedeck and a fake archive, as processes of their own in a scratch folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import readline from 'node:readline';

export const root = path.resolve(import.meta.dirname, '../../..');
export const build = process.env.TAPEDECK_BUILD ?? path.join(root, 'build/dev');
export const output = path.join(root, 'build/pages');
const services = ['browse', 'download', 'aggregation', 'gateway'];
const PATIENCE_MS = 60_000;

/** One process; `line(wanted)` gives the first line it writes, or has written, for which wanted() holds. */
class Program {
  constructor(file, args, folder, env = {}) {
    this.said = [];
    this.waiting = new Set();
    const environment = { PATH: process.env.PATH, HOME: folder, ...env };
    this.process = spawn(file, args, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = once(this.process, 'exit');
    for (const stream of [this.process.stdout, this.process.stderr]) {
      readline.createInterface({ input: stream }).on('line', (line) => this.hear(line));
    }
  }

  hear(line) {
    this.said.push(line);
    for (const check of this.waiting) check(line);
  }

  async line(wanted) {
    const had = this.said.find(wanted);
    if (had) return had;
    return new Promise((found, lost) => {
      const give = (act, value) => {
        this.waiting.delete(check);
        clearTimeout(timer);
        act(value);
      };
      const check = (line) => wanted(line) && give(found, line);
      const why = () => new Error(`It did not say what it should:\n${this.said.slice(-20).join('\n')}`);
      const timer = setTimeout(() => give(lost, why()), PATIENCE_MS);
      this.waiting.add(check);
      void this.ended.then(() => give(lost, why()));
    });
  }

  async end() {
    this.process.kill('SIGTERM');
    await this.ended;
  }
}

/** A folder of its own for one process or several, under build/tmp. */
function scratch() {
  const folder = path.join(root, 'build/tmp');
  fs.mkdirSync(folder, { recursive: true });
  return fs.mkdtempSync(path.join(folder, 'world-'));
}

function clear(folder) {
  if (process.env.TAPEDECK_KEEP) console.log(`Kept ${folder}`);
  else fs.rmSync(folder, { recursive: true, force: true });
}

/** The stand-in for archive.org, and how it is told to misbehave. */
export class Archive {
  static async open() {
    const folder = scratch();
    const program = new Program(
      path.join(build, 'tools/fake_archive/fake_archive'),
      ['--port', '0', '--node-port', '0', '--control-port', '0'],
      folder,
    );
    const ports = JSON.parse(await program.line((line) => line.startsWith('{"archive"')));
    return new Archive(program, folder, ports);
  }

  constructor(program, folder, ports) {
    this.program = program;
    this.folder = folder;
    this.url = `http://127.0.0.1:${ports.archive}`;
    this.control = `http://127.0.0.1:${ports.control}`;
  }

  async tell(method, what, body) {
    const answer = await fetch(this.control + what, { method, body });
    if (!answer.ok) throw new Error(`${method} ${what}: ${answer.status} ${await answer.text()}`);
  }

  fault = (line) => this.tell('POST', '/faults', JSON.stringify(line));
  noFaults = () => this.tell('DELETE', '/faults');
  down = () => this.tell('POST', '/down', '{}');
  up = () => this.tell('POST', '/up');

  async close() {
    await this.program.end();
    clear(this.folder);
  }
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** All four services, in one process or each in its own; with an archive that is its own or lent. */
export class World {
  static async open({ processes = 1, archive } = {}) {
    fs.mkdirSync(output, { recursive: true });
    const world = new World(scratch());
    try {
      world.layOutShare();
      world.owned = archive ? undefined : await Archive.open();
      world.archive = archive ?? world.owned;
      await world.serve(processes);
    } catch (reason) {
      await world.close();
      throw reason;
    }
    return world;
  }

  constructor(folder) {
    this.folder = folder;
    this.programs = [];
  }

  /** The page with the tape beside it: its policy lets in no script from elsewhere. */
  layOutShare() {
    fs.cpSync(path.join(build, 'share/tapedeck'), path.join(this.folder, 'share'), { recursive: true });
    const worklet = path.join(import.meta.dirname, 'tape_worklet.js');
    fs.copyFileSync(worklet, path.join(this.folder, 'share/app/tape_worklet.js'));
  }

  async serve(processes) {
    const ports = {};
    for (const service of services) ports[service] = await freePort();
    const env = {
      TAPEDECK_ARCHIVE_URL: this.archive.url,
      TAPEDECK_GATEWAY_ADDRESS: '127.0.0.1',
      TAPEDECK_GATEWAY_URL: `http://127.0.0.1:${ports.gateway}`,
      TAPEDECK_SHARE_FOLDER: path.join(this.folder, 'share'),
      TAPEDECK_STOP_NOTICE: '0s',
      ...Object.fromEntries(services.map((one) => [`TAPEDECK_${one.toUpperCase()}_PORT`, String(ports[one])])),
      ...Object.fromEntries(
        services.slice(0, 3).map((one) => [`${one.toUpperCase()}_SERVICE_URL`, `http://127.0.0.1:${ports[one]}`]),
      ),
    };
    const sets = processes === 1 ? [services] : services.map((one) => [one]);
    for (const set of sets) {
      const only = processes === 1 ? [] : ['--only', set[0]];
      const program = new Program(path.join(build, 'bin/tapedeck'), ['serve', ...only], this.folder, env);
      this.programs.push(program);
      for (const one of set) await program.line((line) => line.includes('"listening"') && line.includes(`"${one}"`));
    }
    this.url = `http://127.0.0.1:${ports.gateway}`;
  }

  async close() {
    for (const program of this.programs.toReversed()) await program.end();
    await this.owned?.close();
    clear(this.folder);
  }
}
