/**
 * Makes `npm start` and `npm test` work on a fresh clone: installs what package-lock.json says,
 * and only when node_modules holds something else. Plain JavaScript, since before the first install
 * there is nothing here that runs TypeScript.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @param {string} path */
function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return null;
  }
}

function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  // npm's own record of what it installed.
  const installed = packagesOf('node_modules/.package-lock.json');
  if (wanted === null || installed === null) return false;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      installed[path]?.version === entry.version ||
      // Packages for other platforms are in the lockfile and not on the disk.
      (installed[path] === undefined && entry.optional === true),
  );
}

if (!isInstalled()) {
  console.log('Installing dependencies (npm install) …');
  // Not `npm ci`: it refuses a lockfile without every other platform's optional binaries, which a
  // registry mirror may not have. The lockfile's versions hold all the same, and it is not written.
  execFileSync('npm', ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
}
