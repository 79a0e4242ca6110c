/**
 * One digest over a whole model folder: over the contents of `model.json`, which include each other file's SHA-256. It
 * is stored in `model.json` itself, in the record of an imported model, and for the built-in one in the page.
 */
import { JsonObject } from '../checkpoint/json.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { sha256 } from '../lib/sha256.ts';
import { encodeManifest, type Manifest, SEALED_VERSION } from './format.ts';

/** Encodes the `model.json` of a folder, with the digest in it. @returns also the digest, 64 hexadecimal digits. */
export async function sealManifest(manifest: Manifest): Promise<{ text: string; digest: string }> {
  const json = { ...JSON.parse(encodeManifest(manifest)), version: SEALED_VERSION };
  const digest = await digestOf(json);
  return { text: `${JSON.stringify({ ...json, digest }, null, 2)}\n`, digest };
}

/**
 * @param json A parsed `model.json`.
 * @returns its digest; null for a folder that an earlier Facet wrote without one.
 * @throws CheckpointError if something in it was changed after it was written.
 */
export async function checkSeal(file: string, json: unknown): Promise<string | null> {
  const root = new JsonObject(file, json);
  if (root.fields.version !== SEALED_VERSION) return null;
  const stated = root.string('digest');
  // Web Crypto is absent outside secure contexts.
  if (globalThis.crypto?.subtle === undefined || stated === (await digestOf(root.fields)))
    return stated;
  throw new CheckpointError(
    'was changed after it was written: its "digest" is of other contents. Fetch the folder again, or convert the checkpoint anew',
    { file },
  );
}

/** @throws CheckpointError if a folder's digest differs from the known one. */
export function checkDigest(
  file: string,
  digest: string | null,
  known: string,
  advice: string,
): void {
  if (digest === known) return;
  throw new CheckpointError(
    `is of another model than it should be (its digest is ${digest ?? 'missing'}); ${advice}`,
    {
      file,
    },
  );
}

/** Hashes the fields in alphabetical order, so that white space and order do not count. */
async function digestOf(json: Readonly<Record<string, unknown>>): Promise<string> {
  const { digest: _, ...rest } = json;
  return sha256(new TextEncoder().encode(JSON.stringify(sorted(rest))));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort();
  return names.map((name) => [name, sorted((value as Record<string, unknown>)[name])]);
}
