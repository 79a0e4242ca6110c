/**
 * `npm run model -- <folder or hub id> <out>`: a sentence-transformers folder, on disk or on the hub,
 * quantised, as a Facet folder. The environment's HF_TOKEN opens what is private.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HUB, hubFolder, isHubId } from '../checkpoint/hub.ts';
import { parseInstructionRole, parsePrecision, printNote, runCommand } from './command.ts';
import { readModelFolder, writeModelFolder } from './node-model.ts';
import { nodeOrt } from './node-ort.ts';

const USAGE =
  'usage: npm run model -- <sentence-transformers folder or hub id> <output folder> [--name NAME] [--precision int8|fp32] [--instruction masked|pooled] [--revision main] [--hub https://huggingface.co]';

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      precision: { type: 'string', default: 'int8' },
      instruction: { type: 'string' },
      revision: { type: 'string' },
      hub: { type: 'string' },
    },
  });
  const [input, output] = positionals;
  if (input === undefined || output === undefined || positionals.length > 2) {
    throw new TypeError('two folders are needed');
  }
  const { revision, hub } = values;
  // What lies on disk is meant before what the hub may have under the same name.
  const from =
    existsSync(input) || !isHubId(input)
      ? input
      : hubFolder(input, { revision, hub, token: process.env.HF_TOKEN });
  if (typeof from !== 'string') process.stdout.write(`From ${hub ?? HUB}: ${input}\n`);
  const model = await readModelFolder(from, nodeOrt(), {
    name: values.name,
    precision: parsePrecision(values.precision),
    instruction: parseInstructionRole(values.instruction),
    onNote: printNote,
  });
  const sizes = await writeModelFolder(output, model);
  let total = 0;
  for (const [name, bytes] of sizes) {
    process.stdout.write(`${String(bytes).padStart(12)}  ${name}\n`);
    total += bytes;
  }
  process.stdout.write(`${String(total).padStart(12)}  bytes in all: ${output}\n`);
});
