/**
 * `npm run compare`: takes the same pictures of two builds of the page and counts the pixels that differ. What is meant to
 * change nothing that a person sees is proved by zeros. Writes the pictures of both builds, and one that marks what differs,
 * to .cache/compare/. Exits with 1 if a picture differs or cannot be taken.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { build, preview } from 'vite';
import { commandLine } from '../src/cli/command.ts';
import { messageOf } from '../src/lib/errors.ts';
import { ArgumentError } from '../src/node/errors.ts';
import { chromiumOptions, ensureChromium } from './lib/chromium.ts';
import { openPage, STATES, VIEWS, type View } from './lib/page-states.ts';

const CACHE = resolve('.cache/compare');

interface Build {
  readonly name: 'before' | 'after';
  /** Folder of the built page. */
  readonly folder: string;
}

/**
 * Chromium rounds the colour of a rounded corner up or down from run to run. This much of pixelmatch's scale lets one level of
 * 255 pass, and not two.
 */
const THRESHOLD = 0.005;

/** What one picture shows: its bytes, or why it could not be taken. */
type Picture = Buffer | string;

const { before, after, views } = commandLine({
  usage:
    'usage: npm run compare -- --before <git ref or built folder> [--after <the same>] [--view 1440-light]',
  options: {
    before: { type: 'string', default: 'main' },
    after: { type: 'string' },
    view: { type: 'string' },
  },
  read: ({ before = 'main', after, view }) => ({
    before,
    after,
    views: viewsOf(view),
  }),
});

ensureChromium();
rmSync(join(CACHE, 'pictures'), { recursive: true, force: true });
mkdirSync(join(CACHE, 'pictures'), { recursive: true });
const builds: readonly Build[] = [
  { name: 'before', folder: builtFolder(before) },
  { name: 'after', folder: after === undefined ? await buildHere() : builtFolder(after) },
];
const browser = await chromium.launch(chromiumOptions(false));
const servers = await Promise.all(
  builds.map(({ folder }) =>
    preview({ preview: { port: 0 }, build: { outDir: folder }, logLevel: 'warn' }),
  ),
);
const addresses = servers.map(({ resolvedUrls }) => resolvedUrls!.local[0]!);
let taken = 0;
let differing = 0;
for (const view of views) {
  // One after the other: two pages that embed at once take more than twice as long.
  const [old, now] = [
    await picturesOf(browser, addresses[0]!, view, 'before'),
    await picturesOf(browser, addresses[1]!, view, 'after'),
  ];
  for (const title of old.keys()) {
    const result = compare(title, old.get(title)!, now.get(title)!);
    taken++;
    if (result !== '0') differing++;
    console.log(`${title.padEnd(32)} ${result}`);
  }
}
await browser.close();
await Promise.all(servers.map((server) => server.close()));
console.log(`${taken} pictures, ${differing} of them differ; they lie in .cache/compare/pictures`);
process.exitCode = differing === 0 ? 0 : 1;

/** A built folder as it is; else the build of a git ref, made once a commit in a worktree of its own. */
function builtFolder(given: string): string {
  if (existsSync(join(given, 'index.html'))) return resolve(given);
  const commit = run('git', ['rev-parse', '--verify', '--quiet', `${given}^{commit}`], '.', given);
  const built = join(CACHE, 'builds', commit);
  if (existsSync(join(built, 'index.html'))) return built;
  const worktree = join(CACHE, 'worktree');
  run('git', ['worktree', 'add', '--force', '--detach', worktree, commit]);
  try {
    installIn(worktree);
    run('npx', ['vite', 'build', '--logLevel', 'error'], worktree);
    mkdirSync(join(CACHE, 'builds'), { recursive: true });
    renameSync(join(worktree, 'dist'), built);
  } finally {
    run('git', ['worktree', 'remove', '--force', worktree]);
  }
  return built;
}

/** The packages of this checkout if they are those of the other; else its own. */
function installIn(worktree: string): void {
  const versionsOf = (folder: string): Record<string, { version?: string }> =>
    JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  const here = versionsOf('.');
  const same = Object.entries(versionsOf(worktree)).every(
    ([path, { version }]) => path === '' || here[path]?.version === version,
  );
  if (same) symlinkSync(resolve('node_modules'), join(worktree, 'node_modules'), 'dir');
  else run('npm', ['ci', '--no-audit', '--no-fund'], worktree);
}

async function buildHere(): Promise<string> {
  await build({ logLevel: 'error' });
  return resolve('dist');
}

/** The views that are asked for. @throws ArgumentError if there is none of that name. */
function viewsOf(name: string | undefined): readonly View[] {
  if (name === undefined) return VIEWS;
  const found = VIEWS.filter((view) => nameOf(view) === name);
  if (found.length > 0) return found;
  throw new ArgumentError(`--view is ${name}; give one of ${VIEWS.map(nameOf).join(', ')}`);
}

function nameOf({ width, colorScheme }: View): string {
  return `${width}-${colorScheme}`;
}

/** A picture of each state by its title. A state that a build does not reach has the error in place of one. */
async function picturesOf(
  browser: Browser,
  address: string,
  view: View,
  name: Build['name'],
): Promise<Map<string, Picture>> {
  const pictures = new Map<string, Picture>();
  const page = await openPage(browser, address, view);
  for (const state of STATES) {
    const title = `${nameOf(view)}-${state.name}`;
    try {
      await state.reach(page);
      const picture = await page.screenshot({ animations: 'disabled' });
      writeFileSync(join(CACHE, 'pictures', `${title}-${name}.png`), picture);
      pictures.set(title, picture);
    } catch (error) {
      pictures.set(title, `${name}: ${messageOf(error).split('\n')[0]}`);
    }
  }
  await page.context().close();
  return pictures;
}

/** Number of pixels that differ, as text, or why there is no number. */
function compare(name: string, before: Picture, after: Picture): string {
  if (typeof before === 'string') return before;
  if (typeof after === 'string') return after;
  const [a, b] = [PNG.sync.read(before), PNG.sync.read(after)];
  if (a.width !== b.width || a.height !== b.height) {
    return `${a.width}×${a.height} pixels before, ${b.width}×${b.height} after`;
  }
  const marked = new PNG({ width: a.width, height: a.height });
  const count = pixelmatch(a.data, b.data, marked.data, a.width, a.height, {
    threshold: THRESHOLD,
    includeAA: true,
  });
  if (count > 0) {
    writeFileSync(join(CACHE, 'pictures', `${name}-differs.png`), PNG.sync.write(marked));
  }
  return String(count);
}

/** Runs a program and returns what it printed. @throws Error with what it complained of. */
function run(program: string, args: readonly string[], cwd = '.', about = args[0]!): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) return stdout.trim();
  throw new Error(`${program} ${about} failed: ${stderr.trim() || stdout.trim() || 'no message'}`);
}
