/** Which Chromium the tests, the benchmark and the screenshot run in, and how it is started. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM_PATHS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

/** Playwright's own Chromium where it is installed and starts, else the system's, else null. */
function findChromium(): string | null {
  const given = process.env.FACET_CHROMIUM;
  if (given !== undefined && given !== '') return given;
  const candidates = [chromium.executablePath(), ...(SYSTEM_PATHS[process.platform] ?? [])];
  return candidates.find((path) => existsSync(path) && starts(path)) ?? null;
}

/**
 * Finds a Chromium or gets one: Playwright's own download, then the system's, then (as root on a
 * Debian) the distribution's package.
 * @throws Error if none can be had.
 */
export function ensureChromium(): string {
  if (process.env.FACET_CHROMIUM || existsSync(chromium.executablePath())) {
    const found = findChromium();
    if (found !== null) return found;
  }
  console.log("Getting Playwright's Chromium …");
  const download = runQuietly('npx', ['playwright', 'install', '--no-shell', 'chromium'], {
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000',
  });
  if (!download) console.log('  not to be had here; looking for one on the system');
  const found = findChromium();
  if (found !== null) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log("Installing Debian's Chromium …");
    const environment = { DEBIAN_FRONTEND: 'noninteractive' };
    runQuietly('apt-get', ['update'], environment);
    runQuietly('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], environment);
  }
  const installed = findChromium();
  if (installed !== null) return installed;
  throw new Error(
    'No Chromium: install one (npx playwright install chromium, or your system’s), or set FACET_CHROMIUM to its path.',
  );
}

/**
 * Arguments for a browser that keeps to itself: it must not talk to its maker while a test asserts
 * that nothing leaves the origin.
 */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/**
 * WebGPU for computing alone: on a machine without a GPU the page itself would otherwise be drawn
 * by the same software adapter, many times slower than by the CPU.
 */
const WEBGPU = [
  '--enable-unsafe-webgpu',
  '--disable-gpu-compositing',
  '--disable-gpu-rasterization',
];

/**
 * Playwright launch options. The browser is always the full one: the headless shell has no WebGPU.
 * `FACET_CHROMIUM_ARGS` is added to its flags: a GPU under Linux may need some.
 * @param webgpu Whether there is a WebGPU adapter; on machines without a GPU a software one.
 */
export function chromiumOptions(webgpu: boolean): { executablePath?: string; args: string[] } {
  const executablePath = findChromium();
  const args = [...QUIET, ...(webgpu ? WEBGPU : ['--disable-gpu'])];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  args.push(...(process.env.FACET_CHROMIUM_ARGS ?? '').split(' ').filter((flag) => flag !== ''));
  // Without a path Playwright says what is missing when it starts, and not when a tool that only
  // reads its configuration does.
  return { ...(executablePath === null ? {} : { executablePath }), args };
}

function starts(path: string): boolean {
  // On Windows `--version` opens a window instead.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

function runQuietly(command: string, args: string[], environment: Record<string, string>): boolean {
  const { status } = spawnSync(command, args, {
    stdio: 'ignore',
    timeout: 600_000,
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32',
  });
  return status === 0;
}
