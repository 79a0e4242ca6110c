/** Finds and starts the Chromium of the tests, the benchmarks and the screenshots. */
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

/** Playwright's own Chromium if it is installed and starts, else the system's, else null. */
function findChromium(): string | null {
  const given = process.env.FACET_CHROMIUM;
  if (given !== undefined && given !== '') return given;
  const candidates = [chromium.executablePath(), ...(SYSTEM_PATHS[process.platform] ?? [])];
  return candidates.find((path) => existsSync(path) && starts(path)) ?? null;
}

/**
 * Finds or installs a Chromium: Playwright's own download, the system's, or (as root on Debian) the
 * distribution's package.
 * @throws Error if none is available.
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
  if (!download) console.log('  not available here; looking for one on the system');
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
 * Flags for a browser that contacts nobody: it must not call its maker while a test asserts that
 * nothing leaves the origin.
 */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  // The last list wins, so Playwright's own (1.65.1's) is repeated. The two that it lacks are pages of the address bar's menu, which
  // each new window loads: 1.3 s of CPU time for each test.
  `--disable-features=${[
    'AvoidUnnecessaryBeforeUnloadCheckSync',
    'DestroyProfileOnBrowserClose',
    'HttpsUpgrades',
    'HttpsFirstBalancedModeAutoEnable',
    'LensOverlay',
    'MediaRouter',
    'PaintHolding',
    'ThirdPartyStoragePartitioning',
    'AvoidCorsURLLoaderRestartOnRedirect',
    'TcpPortRandomizationWin',
    'OptimizationHints',
    'NetworkTimeServiceQuerying',
    'AimEnabled',
    'PreconnectToSearch',
    'WebUIOmniboxPopup',
    'WebUIOmniboxAimPopup',
  ].join(',')}`,
];

/**
 * Flags for WebGPU that only computes: without a GPU, the same software adapter would also draw the
 * page, many times slower than the CPU.
 */
const WEBGPU = [
  '--enable-unsafe-webgpu',
  '--disable-gpu-compositing',
  '--disable-gpu-rasterization',
];

/**
 * Playwright launch options. The browser is always the full one: the headless shell has no WebGPU.
 * `FACET_CHROMIUM_ARGS` adds flags, which a GPU under Linux may need.
 * @param webgpu Whether to provide a WebGPU adapter; a software one on machines without a GPU.
 * @param flags More flags.
 */
export function chromiumOptions(
  webgpu: boolean,
  flags: readonly string[] = [],
): { executablePath?: string; args: string[] } {
  const executablePath = findChromium();
  const args = [...QUIET, ...(webgpu ? WEBGPU : ['--disable-gpu']), ...flags];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  args.push(...(process.env.FACET_CHROMIUM_ARGS ?? '').split(' ').filter((flag) => flag !== ''));
  // Without a path, Playwright reports a missing browser when it starts one, and not when a tool
  // only reads its configuration.
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
