/**
 * `npm run model -- <folder or hub id> <out>`: quantises a sentence-transformers folder, from disk or the
 * hub, into a Facet folder. The environment's HF_TOKEN opens private models.
 */
import { existsSync } from 'node:fs';
import { HUB, hubFolder, isHubId } from '../checkpoint/hub.ts';
import { PRECISIONS } from '../encoders/quantise.ts';
import { ArgumentError } from '../node/errors.ts';
import { folderBytes, readModelFolder, writeModel } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';
import { OutputFolder } from '../node/output-folder.ts';
import { commandLine, parseInstructionRole, parsePrecision } from './command.ts';
import { printNote, report, say } from './print.ts';
import { progressLine } from './progress.ts';
import { checkModelPlace } from './refusals.ts';

const USAGE = `usage: npm run model -- <model> <output folder> [--name NAME] [--precision ${PRECISIONS.join('|')}] [--instruction masked|pooled] [--revision main] [--hub ${HUB}] [--force]
  <model>      a sentence-transformers folder, or a model on the hub ("owner/name"); HF_TOKEN opens private models
  --name       name in the page; default: the name of the folder or of the model on the hub
  --precision  default int8. A folder that this command wrote keeps its own
  --instruction  for a checkpoint: masked leaves the instruction out of the mean (INSTRUCTOR), pooled takes it in (e5, gte, …); default: as the folder says
  --revision   branch, tag or commit of a model on the hub
  --hub        the address of a hub or mirror
  --force      replaces the Facet model that is in the output folder
Exit code: 0 all was written, 1 nothing was, 2 wrong arguments, 130 interrupted. FACET_DEBUG=1 shows where an error arose.`;

const given = commandLine({
  usage: USAGE,
  positionals: ['the model', 'the output folder'],
  options: {
    name: { type: 'string' },
    precision: { type: 'string' },
    instruction: { type: 'string' },
    revision: { type: 'string' },
    hub: { type: 'string' },
    force: { type: 'boolean', default: false },
  },
  read({ name, precision, instruction, revision, hub, force = false }, [input = '', output = '']) {
    // A folder on disk wins over a model on the hub with the same name.
    const isLocal = existsSync(input) || !isHubId(input);
    const unused = revision !== undefined ? '--revision' : '--hub';
    if (existsSync(input) && (revision ?? hub) !== undefined) {
      throw new ArgumentError(`${unused} is for a model on the hub, and ${input} is a folder`);
    }
    if (hub !== undefined && !/^https?:\/\/[^/]/.test(hub)) {
      throw new ArgumentError(`--hub is "${hub}"; give an address that begins with https://`);
    }
    return {
      input,
      output,
      isLocal,
      name,
      precision: precision === undefined ? undefined : parsePrecision(precision),
      instruction: parseInstructionRole(instruction),
      revision,
      hub,
      force,
    };
  },
});

const { input, isLocal, name, precision, revision, hub } = given;
checkModelPlace(given);
const output = OutputFolder.open(given.output);
const from = isLocal ? input : hubFolder(input, { revision, hub, token: process.env.HF_TOKEN });
if (!isLocal) await report([`From ${hub ?? HUB}: ${input}`]);
const conversion = progressLine(`Converting ${input}`);
const model = await readModelFolder(from, nodeOrt(), {
  name,
  precision,
  instruction: given.instruction,
  onNote: printNote,
  onSpec: (spec, stored) => output.checkSpace(folderBytes(spec, stored)),
  onProgress: (fraction) => conversion.show(fraction),
});
conversion.end();
const sizes = await writeModel(output, given.output, model);
const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
const line = (bytes: number, what: string) => `${String(bytes).padStart(12)}  ${what}`;
const lost = await report([
  ...[...sizes].map(([file, bytes]) => line(bytes, file)),
  line(total, `bytes in all: ${given.output}`),
]);
if (lost !== null) {
  say(
    `The model is written whole: ${given.output}. Only the list of its files could not be printed (${lost})`,
  );
}
