/**
 * `npm run model -- <folder or hub id> <out>`: quantises a sentence-transformers folder, from disk or the
 * hub, into a Facet folder; with `--onnx`, also into plain ONNX for other programs. The environment's HF_TOKEN opens
 * private models.
 */
import { existsSync } from 'node:fs';
import { HUB, hubFolder, isHubId } from '../checkpoint/hub.ts';
import { exportOnnx } from '../convert/export-onnx.ts';
import { PRECISIONS } from '../encoders/quantise.ts';
import { ArgumentError } from '../node/errors.ts';
import { nodeFolder } from '../node/folder.ts';
import { snapshotIn } from '../node/hub-cache.ts';
import { fingerprintIn, folderBytes, readModelFolder, writeModel } from '../node/node-model.ts';
import { checkOnnx } from '../node/onnx-check.ts';
import { APP_VERSION, writtenOnnxFiles } from '../node/onnx-folder.ts';
import { nodeOrt } from '../node/ort.ts';
import { OutputFolder } from '../node/output-folder.ts';
import { commandLine, parseInstructionRole, parsePrecision } from './command.ts';
import { printNote, report, say } from './print.ts';
import { progressLine } from './progress.ts';
import { checkApart, checkModelPlace, checkOnnxPlace } from './refusals.ts';

const USAGE = `usage: npm run model -- <model> <output folder> [--onnx FOLDER] [--name NAME] [--precision ${PRECISIONS.join('|')}] [--instruction masked|pooled] [--revision main] [--hub ${HUB}] [--force]
  <model>      a sentence-transformers folder, or a model on the hub ("owner/name"); HF_TOKEN opens private models
  --onnx       also writes plain ONNX with all that python/facet_embed needs into this folder; the output folder may then be left out
  --name       name in the page; default: the name of the folder or of the model on the hub
  --precision  default int8. A folder that this command wrote keeps its own
  --instruction  for a checkpoint: masked leaves the instruction out of the mean (INSTRUCTOR), pooled takes it in (e5, gte, …); default: as the folder says
  --revision   branch, tag or commit of a model on the hub
  --hub        the address of a hub or mirror
  --force      replaces the Facet model, or the ONNX export, that is in the folder
Exit code: 0 all was written, 1 nothing was, 2 wrong arguments, 130 interrupted. FACET_DEBUG=1 shows where an error arose.`;

const given = commandLine({
  usage: USAGE,
  positionals: ['the model', 'the output folder'],
  optional: 1,
  options: {
    onnx: { type: 'string' },
    name: { type: 'string' },
    precision: { type: 'string' },
    instruction: { type: 'string' },
    revision: { type: 'string' },
    hub: { type: 'string' },
    force: { type: 'boolean', default: false },
  },
  read({ name, precision, instruction, revision, hub, onnx, force = false }, [input = '', output]) {
    if (output === undefined && onnx === undefined) {
      throw new ArgumentError('the output folder must be given, or --onnx');
    }
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
      onnx,
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

const { input, isLocal, name, precision, revision, hub, force } = given;
const places = [given.output, given.onnx].filter((place) => place !== undefined);
if (given.output !== undefined) {
  checkModelPlace({ input, isLocal, output: given.output, force });
}
if (given.onnx !== undefined) checkOnnxPlace({ ...given, output: given.onnx });
checkApart(places);
const output = given.output === undefined ? null : OutputFolder.open(given.output);
const onnx = given.onnx === undefined ? null : OutputFolder.open(given.onnx);
const local = isLocal ? snapshotIn(input) : input;
const from = isLocal
  ? nodeFolder(local)
  : hubFolder(input, { revision, hub, token: process.env.HF_TOKEN });
if (!isLocal) await report([`From ${hub ?? HUB}: ${input}`]);
else if (local !== input) printNote(`The model is read from ${local}`);
const conversion = progressLine(`Converting ${input}`);
const model = await readModelFolder(from, nodeOrt(), {
  name,
  precision,
  instruction: given.instruction,
  onNote: printNote,
  async onSpec(spec, stored) {
    await output?.checkSpace(folderBytes(spec, stored));
    await onnx?.checkSpace(folderBytes(spec, stored));
  },
  onProgress: (fraction) => conversion.show(fraction),
});
conversion.end();
const lines: string[] = [];
// The export is checked before anything takes its place.
const exported = onnx === null ? null : await exportInto(onnx);
if (output !== null)
  lines.push(...listOf(await writeModel(output, given.output!, model), given.output!));
if (exported !== null) {
  onnx!.finish(writtenOnnxFiles(given.onnx!).filter((file) => !exported.sizes.has(file)));
  lines.push(...listOf(exported.sizes, given.onnx!), ...exported.checks);
}
const lost = await report(lines);
if (lost !== null) {
  say(
    `The model is written whole: ${places.join(', ')}. Only the list of its files could not be printed (${lost})`,
  );
}

async function exportInto(
  folder: OutputFolder,
): Promise<{ sizes: ReadonlyMap<string, number>; checks: string[] }> {
  const writing = progressLine('Writing ONNX');
  const sizes = await exportOnnx(
    { write: (file, pieces) => folder.writePieces(file, pieces) },
    {
      model,
      fingerprint: await fingerprintIn(from, model),
      appVersion: APP_VERSION,
      onProgress: (done, total) => writing.show(done / total),
    },
  );
  writing.end();
  const checks = await checkOnnx(folder.gathering);
  return {
    sizes,
    checks: checks.map(
      ({ file, cosine, difference }) =>
        `Checked ${file} by native ONNX Runtime: canary cosine ${cosine.toFixed(7)}, largest difference ${difference.toExponential(1)}`,
    ),
  };
}

function listOf(sizes: ReadonlyMap<string, number>, folder: string): string[] {
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  const line = (bytes: number, what: string) => `${String(bytes).padStart(12)}  ${what}`;
  return [
    ...[...sizes].map(([file, bytes]) => line(bytes, file)),
    line(total, `bytes in all: ${folder}`),
  ];
}
