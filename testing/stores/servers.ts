/** Starts the real servers of Milvus and Chroma, from the packages of requirements.txt in a virtual environment. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '../..');
export const VENV = join(ROOT, '.cache/stores-venv');
const BIN = join(VENV, process.platform === 'win32' ? 'Scripts' : 'bin');

/** Milliseconds that a server may take to answer: 15 s alone, far longer beside other work. */
const START_MS = 240_000;

/** Reason that no server can start here; null where it can. */
export function whyNoStores(): string | null {
  if (existsSync(join(BIN, 'milvus-server')) && existsSync(join(BIN, 'chroma'))) return null;
  return 'the servers are not installed: "npm run test:stores" installs them where python3 is 3.11';
}

/** Installs the servers if they are not there. @returns Reason that they cannot be; null if they are. */
export function installStores(): string | null {
  if (whyNoStores() === null) return null;
  const code = 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))';
  if (spawnSync('python3', ['-c', code], { stdio: 'ignore' }).status !== 0) {
    return 'python3 is not Python 3.11 with venv and pip';
  }
  const requirements = join(import.meta.dirname, 'requirements.txt');
  spawnSync('python3', ['-m', 'venv', VENV], { stdio: 'inherit' });
  spawnSync(join(BIN, 'python'), ['-m', 'pip', 'install', '-q', '-r', requirements], {
    stdio: 'inherit',
  });
  return whyNoStores();
}

export interface StoreServer {
  readonly url: string;
  /** Ends the server at once, as a crash does; its data stays. */
  kill(): Promise<void>;
  /** Starts it again at the same address, on the same data. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

export function startMilvus(): Promise<StoreServer> {
  return start('facet-milvus-', '/v1/vector/collections', async (folder, port) => ({
    command: 'milvus-server',
    args: ['--data', folder, '--proxy-port', String(port)],
  }));
}

/** @param origins Origins of pages that the server answers. */
export function startChroma(origins: readonly string[] = ['*']): Promise<StoreServer> {
  return start('facet-chroma-', '/api/v2/heartbeat', async (folder, port) => {
    const config = join(folder, 'config.yaml');
    const lines = [
      `persist_path: ${JSON.stringify(join(folder, 'data'))}`,
      'listen_address: "127.0.0.1"',
      `port: ${port}`,
      `cors_allow_origins: ${JSON.stringify(origins)}`,
    ];
    await writeFile(config, lines.join('\n'));
    return { command: 'chroma', args: ['run', config] };
  });
}

async function start(
  prefix: string,
  ready: string,
  how: (folder: string, port: number) => Promise<{ command: string; args: string[] }>,
): Promise<StoreServer> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { command, args } = await how(folder, port);
  let child: ChildProcess | null = null;

  async function run(): Promise<void> {
    // Its own group, because the command starts the server as its child.
    const started = spawn(join(BIN, command), args, {
      detached: true,
      stdio: 'ignore',
      cwd: folder,
    });
    child = started;
    for (const end = Date.now() + START_MS; ; await sleep(200)) {
      const answer = await fetch(`${url}${ready}`).catch(() => null);
      if (answer?.ok) return;
      if (started.exitCode !== null) throw new Error(`${command} ended with ${started.exitCode}`);
      if (Date.now() > end) throw new Error(`${command} did not answer on ${url}`);
    }
  }

  async function kill(): Promise<void> {
    const ending = child;
    if (ending?.pid === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    process.kill(-ending.pid, 'SIGKILL');
    await ended;
  }

  await run().catch(async (error) => {
    await kill();
    throw error;
  });
  return {
    url,
    kill,
    restart: run,
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
