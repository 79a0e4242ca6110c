/** A golden's folder with tensors that hold one number throughout. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GOLDENS } from './goldens.ts';

/** The last norm of a golden in safetensors: a model whose every vector comes out of it. */
export const LAST_NORM = {
  'bert-safetensors': /^encoder\.layer\.2\.output\.LayerNorm\./,
  't5-wide-heads-safetensors': /final_layer_norm\.weight$/,
} as const;

/** @param bias Of the norm, where it is not `value` too. @returns a folder that the caller removes. */
export function damagedModel(golden: keyof typeof LAST_NORM, value: number, bias = value): string {
  const folder = mkdtempSync(join(tmpdir(), 'facet-damaged-'));
  cpSync(join(GOLDENS, golden, 'model'), folder, { recursive: true });
  const path = join(folder, 'model.safetensors');
  const bytes = readFileSync(path);
  const header = Number(bytes.readBigUInt64LE(0));
  const tensors = JSON.parse(bytes.toString('utf8', 8, 8 + header)) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  for (const [name, { data_offsets: offsets }] of Object.entries(tensors)) {
    if (!LAST_NORM[golden].test(name)) continue;
    const number = name.endsWith('.bias') ? bias : value;
    for (let at = offsets[0]; at < offsets[1]; at += 4) bytes.writeFloatLE(number, 8 + header + at);
  }
  writeFileSync(path, bytes);
  return folder;
}
