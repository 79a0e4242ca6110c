/** `npm run test:stores`: installs the servers if they are not there, then runs the tests that need them. */
import { spawnSync } from 'node:child_process';
import { installStores } from './servers.ts';

const why = installStores();
if (why !== null) {
  console.log(`Skipped: ${why}.`);
} else {
  const run = (command: string, args: string[], env: Record<string, string> = {}) =>
    spawnSync('npx', [command, ...args], { stdio: 'inherit', env: { ...process.env, ...env } });
  const statuses = [
    run('vitest', ['run', '--config', 'testing/stores/vitest.config.ts']),
    run('vite', ['build']),
    run(
      'playwright',
      ['test', '--config=e2e/playwright.config.ts', '--project=wasm', 'e2e/stores'],
      { FACET_STORE_ROWS: '20000' },
    ),
  ].map(({ status }) => status ?? 1);
  process.exitCode = Math.max(...statuses);
}
