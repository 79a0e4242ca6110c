/** `npm run model -- <folder> <out>`: a sentence-transformers folder, quantised, as a Facet folder. */
import { parseArgs } from 'node:util';
import { parsePrecision, runCommand } from './command.ts';
import { readModelFolder, writeModelFolder } from './node-model.ts';
import { nodeOrt } from './node-ort.ts';

const USAGE =
  'usage: npm run model -- <sentence-transformers folder> <output folder> [--name NAME] [--precision int8|fp32]';

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { name: { type: 'string' }, precision: { type: 'string', default: 'int8' } },
  });
  const [input, output] = positionals;
  if (input === undefined || output === undefined || positionals.length > 2) {
    throw new TypeError('two folders are needed');
  }
  const model = await readModelFolder(input, nodeOrt(), {
    name: values.name,
    precision: parsePrecision(values.precision),
  });
  const sizes = await writeModelFolder(output, model);
  let total = 0;
  for (const [name, bytes] of sizes) {
    process.stdout.write(`${String(bytes).padStart(12)}  ${name}\n`);
    total += bytes;
  }
  process.stdout.write(`${String(total).padStart(12)}  bytes in all: ${output}\n`);
});
