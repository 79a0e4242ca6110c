/** `npm run embed`: pairs in, vectors out, with the engine of the page and no browser. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseInstructionRole, parsePrecision, printNote, runCommand } from './command.ts';
import { startNodeEngine } from './node-engine.ts';
import { readModelFolder } from './node-model.ts';
import { nodeOrt } from './node-ort.ts';
import { encodeNpy } from './npy.ts';
import { parsePairs } from './pairs.ts';

const USAGE = `usage: npm run embed -- --model <folder> --input pairs.jsonl --output vectors.npy [--precision fp32|int8] [--instruction masked|pooled]
  --model      a sentence-transformers folder, or one that "npm run model" wrote
  --input      a line each: ["instruction", "text"], "text", or {"instruction": …, "text": …}
  --output     float32 [lines, dim]
  --precision  of a sentence-transformers folder; default int8
  --instruction  of one, whether its mean leaves the instruction out (INSTRUCTOR) or takes it in (e5, gte, …); default: as the folder says`;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      model: { type: 'string' },
      input: { type: 'string' },
      output: { type: 'string' },
      precision: { type: 'string', default: 'int8' },
      instruction: { type: 'string' },
    },
  });
  const { model: folder, input, output } = values;
  if (folder === undefined || input === undefined || output === undefined) {
    throw new TypeError('--model, --input and --output are needed');
  }
  const pairs = parsePairs(input, await readFile(input, 'utf8'));
  const ort = nodeOrt();
  const model = await readModelFolder(folder, ort, {
    precision: parsePrecision(values.precision),
    instruction: parseInstructionRole(values.instruction),
    onNote: printNote,
  });
  const engine = await startNodeEngine(model, ort);
  const { vectors, dim, truncated } = await engine.encode(pairs, {
    priority: 'bulk',
    onProgress: ({ done, total }) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} texts`);
    },
  });
  engine.close();
  await writeFile(output, encodeNpy(vectors, pairs.length, dim));
  const cut = truncated.reduce((sum, flag) => sum + flag, 0);
  const note = cut > 0 ? `; ${cut} cut at ${model.spec.maxSeqLength} tokens` : '';
  process.stderr.write(
    `${process.stderr.isTTY ? '\n' : ''}${pairs.length} vectors of ${dim} (${model.precision})${note}: ${output}\n`,
  );
});
