/** The virtual environment of python/facet_embed: made on first use, outside git. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
export const PACKAGE = join(ROOT, 'python/facet_embed');
const VENV = join(ROOT, '.cache/facet-embed');

/** A Python in which the package runs, or why there is none. */
export type FoundPython =
  | { readonly python: string; readonly missing: null }
  | { readonly python: null; readonly missing: string };

/**
 * Installs the package's pinned dependencies where they are not yet (a minute, and the network; Ray takes some more).
 * The package itself runs from the repository: start Python with `PYTHON_ENV`.
 */
export function embedPython({ ray = false } = {}): FoundPython {
  const none = (missing: string): FoundPython => ({ python: null, missing });
  const code =
    'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))';
  if (spawnSync('python3', ['-c', code], { stdio: 'ignore' }).status !== 0) {
    return none('needs Python 3.11 or 3.12 as python3, with venv and pip');
  }
  const python = join(VENV, 'bin/python');
  const wanted = readFileSync(join(PACKAGE, 'pyproject.toml'), 'utf8');
  const stamp = join(VENV, ray ? '.ray.installed' : '.base.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { python, missing: null };
  const run = (command: string, args: readonly string[]) =>
    spawnSync(command, args, { stdio: 'pipe', encoding: 'utf8' });
  if (!existsSync(python)) {
    const made = run('python3', ['-m', 'venv', VENV]);
    if (made.status !== 0) return none(`a virtual environment could not be made: ${made.stderr}`);
  }
  const what = ray ? `${PACKAGE}[ray]` : PACKAGE;
  const installed = run(python, ['-m', 'pip', 'install', '--quiet', what]);
  if (installed.status !== 0) {
    return none(`pip could not install ${what}: ${installed.stderr.slice(-400)}`);
  }
  writeFileSync(stamp, wanted);
  return { python, missing: null };
}

/** Environment of a Python process that runs the package's sources. */
export const PYTHON_ENV = {
  ...process.env,
  PYTHONPATH: PACKAGE,
  PYTHONDONTWRITEBYTECODE: '1',
  TOKENIZERS_PARALLELISM: 'false',
};
