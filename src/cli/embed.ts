/** `npm run embed`: turns pairs into vectors with the page's engine, without a browser. */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { PRECISIONS } from '../encoders/quantise.ts';
import type { Pair } from '../engine/types.ts';
import { startNodeEngine } from '../node/engine.ts';
import { ArgumentError, codeOf, FileError } from '../node/errors.ts';
import { readModelFolder } from '../node/node-model.ts';
import { npyHeader } from '../node/npy.ts';
import { nodeOrt } from '../node/ort.ts';
import { OutputFile } from '../node/output-file.ts';
import { commandLine, parseInstructionRole, parsePrecision } from './command.ts';
import { readPairs } from './pairs.ts';
import { printNote, say } from './print.ts';
import { progressLine } from './progress.ts';
import { checkVectorsPlace } from './refusals.ts';

const USAGE = `usage: npm run embed -- --model <folder> --input pairs.jsonl --output vectors.npy [--precision ${PRECISIONS.join('|')}] [--instruction masked|pooled] [--force]
  --model      a sentence-transformers folder, or one that "npm run model" wrote
  --input      UTF-8, or UTF-16 with a byte-order mark; one per line: ["instruction", "text"], "text", or {"instruction": …, "text": …}; - reads standard input
  --output     float32 [lines, dim], in NumPy's format; an earlier .npy file is replaced; - writes to standard output
  --precision  for a sentence-transformers folder; default int8. A folder that "npm run model" wrote keeps its own
  --instruction  for a sentence-transformers folder: masked leaves the instruction out of the mean (INSTRUCTOR), pooled takes it in (e5, gte, …); default: as the folder says
  --force      replaces an existing file that is not a .npy file
Exit code: 0 all was written, 1 nothing was, 2 wrong arguments, 130 interrupted. FACET_DEBUG=1 shows where an error arose.`;

const given = commandLine({
  usage: USAGE,
  options: {
    model: { type: 'string' },
    input: { type: 'string' },
    output: { type: 'string' },
    precision: { type: 'string' },
    instruction: { type: 'string' },
    force: { type: 'boolean', default: false },
  },
  read: ({ precision, instruction, force = false, ...values }) => ({
    model: needed('--model', values.model),
    input: needed('--input', values.input),
    output: needed('--output', values.output),
    precision: precision === undefined ? undefined : parsePrecision(precision),
    instruction: parseInstructionRole(instruction),
    force,
  }),
});

const { precision } = given;
checkVectorsPlace(given);
const output = await OutputFile.open(given.output);
const pairs = await read();
const ort = nodeOrt();
const conversion = progressLine(`Converting ${given.model}`);
const model = await readModelFolder(given.model, ort, {
  precision,
  instruction: given.instruction,
  onNote: printNote,
  onSpec: ({ dim }) =>
    output.checkSpace(npyHeader(pairs.length, dim).byteLength + 4 * pairs.length * dim),
  onProgress: (fraction) => conversion.show(fraction),
});
conversion.end();
const embedding = progressLine('Embedding', 'texts');
const engine = await startNodeEngine(model, ort);
const { vectors, dim, truncated, unread, refused } = await engine.encode(pairs, {
  priority: 'bulk',
  onProgress({ done, total, tokensDone, tokensTotal }) {
    embedding.show(tokensDone / Math.max(1, tokensTotal), done, total);
  },
});
engine.close();
embedding.end();
const { buffer: bytes, byteOffset, byteLength } = vectors;
await output.write(npyHeader(pairs.length, dim), new Uint8Array(bytes, byteOffset, byteLength));
const cut = truncated.reduce((sum, flag) => sum + flag, 0);
const note = cut > 0 ? `; ${cut} cut at ${model.spec.maxSeqLength} tokens` : '';
const unpooled = unread.filter((why) => why !== null).length;
const warning = unpooled > 0 ? `; ${unpooled} with no token of the text in the mean` : '';
for (const [row, reason] of refused.entries()) {
  if (reason !== null)
    say(`Warning: text ${row + 1} was skipped, and its vector is zeros: ${reason}`);
}
say(`${pairs.length} vectors of ${dim} (${model.precision})${note}${warning}: ${given.output}`);

function needed(name: string, value: string | undefined): string {
  if (value === undefined) throw new ArgumentError(`${name} must be given`);
  return value;
}

async function read(): Promise<Pair[]> {
  const { input } = given;
  const warn = (message: string) => say(`Warning: ${message}`);
  if (input === '-') return readPairs('standard input', await buffer(process.stdin), warn);
  try {
    return readPairs(input, await readFile(input), warn);
  } catch (error) {
    throw codeOf(error) === undefined ? error : FileError.of(input, error);
  }
}
