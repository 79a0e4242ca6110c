/**
 * Makes `npm start` and `npm test` work on a fresh clone: installs the packages of
 * package-lock.json if node_modules holds others. It is plain JavaScript, because nothing can run
 * TypeScript before the first install.
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
  // npm's own record of installed packages.
  const installed = packagesOf('node_modules/.package-lock.json');
  if (wanted === null || installed === null) return false;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      installed[path]?.version === entry.version ||
      // The lockfile lists packages for other platforms, which are not on the disk.
      (installed[path] === undefined && entry.optional === true),
  );
}

if (!isInstalled()) {
  console.log('Installing dependencies (npm install) …');
  // Not `npm ci`: it refuses a lockfile without other platforms' optional binaries, which a
  // registry mirror may lack. The lockfile's versions still apply, and it is not written.
  execFileSync('npm', ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
}
