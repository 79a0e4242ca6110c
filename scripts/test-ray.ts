/**
 * `npm run test:ray`: kills workers and the driver of a job on a local Ray cluster, with a small model, and proves that no
 * text is lost or doubled. `npm run test:ray -- --seed N` repeats a run; `-- --scale` measures one and two workers instead,
 * and says what 64 would do.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../src/cli/command.ts';
import { runScript } from '../testing/commands.ts';
import { embedPython, PACKAGE, PYTHON_ENV } from './lib/python.ts';

const given = commandLine({
  usage: 'usage: npm run test:ray -- [--seed N] | --scale [--model FOLDER]',
  options: {
    seed: { type: 'string' },
    scale: { type: 'boolean', default: false },
    model: { type: 'string' },
  },
  read: ({ seed, scale = false, model }) => ({ seed, scale, model }),
});

const { python, missing } = embedPython({ ray: true });
if (python === null) {
  console.log(`Skipped: ${missing}.`);
  process.exit(0);
}
const scratch = mkdtempSync(join(tmpdir(), 'facet-ray-'));
try {
  const { scale, seed } = given;
  const small = 'training/goldens/t5-bin/model';
  const model = given.model ?? (scale ? 'public/models/facet-mini' : small);
  const folder = join(scratch, 'onnx');
  const exported = await runScript('src/cli/model.ts', [model, '--onnx', folder]);
  if (exported.code !== 0) throw new Error(exported.stderr);
  const tool = join(PACKAGE, 'tools', scale ? 'scale.py' : 'kill_test.py');
  const more = seed === undefined ? [] : ['--seed', seed];
  const { status } = spawnSync(python, [tool, '--model', folder, ...more], {
    env: PYTHON_ENV,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
