/** Refuses, before the work, outputs that would overwrite other things. */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { FileError } from '../node/errors.ts';
import { isFacetFolder } from '../node/node-model.ts';
import { writtenOnnxFiles } from '../node/onnx-folder.ts';
import { hasLinkInto, isSame, isWithin, realPlace } from '../node/places.ts';

interface VectorsPlace {
  /** Folder of the model. */
  readonly model: string;
  /** File of the pairs, or "-". */
  readonly input: string;
  /** File of the vectors, or "-". */
  readonly output: string;
  readonly force: boolean;
}

interface ModelPlace {
  readonly input: string;
  /** Whether the input is a folder on disk rather than a model on the hub. */
  readonly isLocal: boolean;
  readonly output: string;
  readonly force: boolean;
}

/** @throws FileError if the output would damage the input or another file. */
export function checkVectorsPlace({ model, input, output, force }: VectorsPlace): void {
  const folder = statSync(model, { throwIfNoEntry: false });
  if (folder === undefined) {
    throw new FileError(
      model,
      'there is no such folder; "npm run model" fetches a model from the hub',
    );
  }
  if (!folder.isDirectory())
    throw new FileError(model, 'is a file; --model is the folder it lies in');
  if (output === '-') return;
  if (isSame(input, output) && statSync(output).isFile()) {
    throw new FileError(output, 'is the input itself; name another file for the vectors');
  }
  if (isWithin(output, model)) {
    throw new FileError(output, 'lies in the folder of the model; name a file outside it');
  }
  if (!force && holdsOtherData(output)) {
    throw new FileError(
      output,
      'exists already and is not a .npy file; name another file, or add --force to replace it',
    );
  }
}

/** Whether a file exists, is not empty and holds no vectors. */
function holdsOtherData(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size === 0) return false;
  const head = Buffer.alloc(6);
  const file = openSync(path, 'r');
  try {
    readSync(file, head);
  } finally {
    closeSync(file);
  }
  return head.toString('latin1') !== '\x93NUMPY';
}

/** @throws FileError if the output would damage the model being read, or anything else. */
export function checkModelPlace(place: ModelPlace): void {
  checkFolderPlace(place, 'a Facet model', isFacetFolder);
}

/** As {@link checkModelPlace}, for the folder of an ONNX export. */
export function checkOnnxPlace(place: ModelPlace): void {
  checkFolderPlace(place, 'an ONNX export', (folder) => writtenOnnxFiles(folder).length > 0);
}

/** @throws FileError if two outputs are one folder, or one lies in the other. */
export function checkApart(folders: readonly string[]): void {
  const [one, other] = folders;
  if (one === undefined || other === undefined) return;
  const [a, b] = [realPlace(one), realPlace(other)];
  if (a !== b && !`${a}/`.startsWith(`${b}/`) && !`${b}/`.startsWith(`${a}/`)) return;
  throw new FileError(other, `is the same place as ${one}, or lies in it; name a folder apart`);
}

function checkFolderPlace(
  { input, output, isLocal, force }: ModelPlace,
  what: string,
  isOwn: (folder: string) => boolean,
): void {
  const refuse = (reason: string): never => {
    throw new FileError(output, reason);
  };
  if (isLocal && existsSync(input)) {
    if (!statSync(input).isDirectory())
      throw new FileError(input, 'is a file; name the folder it lies in');
    if (isSame(input, output)) refuse(`is the model's own folder (${input}); name another`);
    if (isWithin(output, input)) refuse(`lies in the model's own folder (${input}); name another`);
    if (isWithin(input, output)) refuse(`holds the model to be read (${input}); name another`);
    if (hasLinkInto(input, output)) refuse(`holds files that ${input} links to; name another`);
  }
  const found = statSync(output, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) refuse('is a file; name a folder');
  const [first] = readdirSync(output);
  if (first === undefined) return;
  if (!isOwn(output)) {
    refuse(`is not empty (it holds ${first}) and is not ${what}; name a new or empty folder`);
  }
  if (!force) refuse(`holds ${what} already; name another folder, or add --force to replace it`);
}
