/** Folders of ONNX exports on disk. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ONNX_MANIFEST_FILE, onnxFilesOf } from '../convert/export-onnx.ts';
import { codeOf, FileError } from './errors.ts';

/** Version of Facet in this checkout. */
export const APP_VERSION: string = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).version;

/** The files that an earlier export has in a folder, by its own account; none where there is no export. */
export function writtenOnnxFiles(folder: string): readonly string[] {
  const manifest = join(folder, ONNX_MANIFEST_FILE);
  try {
    return onnxFilesOf(JSON.parse(readFileSync(manifest, 'utf8'))) ?? [];
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return [];
    throw FileError.of(manifest, error);
  }
}
