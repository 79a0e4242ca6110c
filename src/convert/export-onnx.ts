/**
 * Exports a model for programs other than Facet: plain ONNX graphs, weights, tokenizer, and `facet.json` with all that
 * the reading of instruction and text needs. python/facet_embed reads it. docs/onnx.md
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { EXPORTED, exportGraphs } from '../encoders/export-graph.ts';
import { PairTokeniser } from '../engine/tokenise.ts';
import { giveTurn } from '../lib/turns.ts';
import { TOKENIZER_FILE } from '../model-folder/files.ts';
import type { FileRecord, Model } from '../model-folder/format.ts';

/** Written last: a folder without it is not whole. */
export const ONNX_MANIFEST_FILE = 'facet.json';
const CANARY_FILE = 'canary.json';
const DATA_FILE = 'model.onnx.data';
const CPU_FILE = 'model.onnx';
const CUDA_FILE = 'model.cuda.onnx';

const FORMAT = 'facet-onnx';
/** Version of the folder's layout: python/facet_embed refuses one that it does not know. */
const FORMAT_VERSION = 1;
/** Bytes handed on at once: between two pieces a cancel is heard. */
const PIECE = 4 * 2 ** 20;

/** Takes files, each piece by piece. */
export interface PieceSink {
  write(name: string, pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void>;
}

export interface OnnxExport {
  readonly model: Model;
  /** Fingerprint under which the page knows the model (fingerprint.ts). */
  readonly fingerprint: string;
  /** Version of Facet. */
  readonly appVersion: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes written, and those of all files. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * @returns the size of each file in bytes.
 * @throws the signal's reason on cancel; CheckpointError if the tokenizer cannot be used; errors of the sink.
 */
export async function exportOnnx(
  sink: PieceSink,
  { model, fingerprint, appVersion, signal, onProgress }: OnnxExport,
): Promise<ReadonlyMap<string, number>> {
  const { spec, input, precision } = model;
  await giveTurn(signal);
  const tokeniser = new PairTokeniser(model.tokenizerJson, model.tokenizerConfig, {
    maxSeqLength: spec.maxSeqLength,
    vocabSize: spec.vocabSize,
    rules: input,
  });
  const { graphs, data, dataBytes } = exportGraphs(spec, model.tensors, precision, DATA_FILE);
  const small = new Map<string, Uint8Array<ArrayBuffer>>([[CPU_FILE, graphs.cpu]]);
  if (graphs.cuda !== graphs.cpu) small.set(CUDA_FILE, graphs.cuda);
  small.set(TOKENIZER_FILE, bytesOfText(JSON.stringify(model.tokenizerJson)));
  small.set(CANARY_FILE, bytesOfText(jsonLines(canaryOf(model, tokeniser))));
  const total = [...small.values()].reduce((sum, { byteLength }) => sum + byteLength, dataBytes);

  const files: Record<string, FileRecord> = {};
  let done = 0;
  const write = async (name: string, parts: readonly Uint8Array[]) => {
    const hash = sha256.create();
    let bytes = 0;
    async function* pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
      for (const part of parts) {
        for (let from = 0; from < part.byteLength; from += PIECE) {
          await giveTurn(signal);
          const piece = unshared(part.subarray(from, from + PIECE));
          hash.update(piece);
          yield piece;
          bytes += piece.byteLength;
          done += piece.byteLength;
          onProgress?.(done, total);
        }
      }
    }
    await sink.write(name, pieces());
    signal?.throwIfAborted();
    files[name] = { bytes, sha256: hexadecimal(hash.digest()) };
  };
  // A model without large tensors has none.
  if (dataBytes > 0) await write(DATA_FILE, data);
  for (const [name, bytes] of small) await write(name, [bytes]);

  const manifest = {
    format: FORMAT,
    version: FORMAT_VERSION,
    name: model.name,
    fingerprint,
    precision,
    family: spec.family,
    app: { name: 'Facet', version: appVersion },
    dim: spec.dim,
    maxSeqLength: spec.maxSeqLength,
    vocabSize: spec.vocabSize,
    normalize: spec.normalize,
    // As in model.json, and of the same meaning (encoders/input.ts).
    input,
    specialTokens: tokeniser.special,
    inputs: {
      ids: EXPORTED.ids,
      attentionMask: EXPORTED.attentionMask,
      poolingMask: EXPORTED.poolingMask,
    },
    output: EXPORTED.output,
    graphs: { cpu: CPU_FILE, cuda: small.has(CUDA_FILE) ? CUDA_FILE : CPU_FILE },
    tokenizer: TOKENIZER_FILE,
    canary: CANARY_FILE,
    files: { ...files },
  };
  const listed = { ...files };
  await write(ONNX_MANIFEST_FILE, [bytesOfText(`${JSON.stringify(manifest, null, 2)}\n`)]);
  return new Map(
    Object.entries({ ...listed, [ONNX_MANIFEST_FILE]: files[ONNX_MANIFEST_FILE]! }).map(
      ([name, { bytes }]) => [name, bytes],
    ),
  );
}

/** The files of an export, by its manifest's own account; null for JSON that is none. */
export function onnxFilesOf(json: unknown): readonly string[] | null {
  const manifest = json as Record<string, unknown> | null;
  if (manifest?.format !== FORMAT) return null;
  const { files } = manifest;
  const names = typeof files === 'object' && files !== null ? Object.keys(files) : [];
  return [...names.filter((name) => KNOWN.has(name)), ONNX_MANIFEST_FILE];
}

const KNOWN: ReadonlySet<string> = new Set([
  ...[DATA_FILE, CPU_FILE, CUDA_FILE, TOKENIZER_FILE, CANARY_FILE],
]);

/** One pair of the self-check of an export. */
export interface CanaryRow {
  readonly instruction: string;
  readonly text: string;
  /** Token ids, start and end tokens included. */
  readonly ids: readonly number[];
  /** Leading tokens out of the mean. */
  readonly masked: number;
  /** The vector by fp32 arithmetic over the stored weights [dim]. */
  readonly vector: readonly number[];
  /** The vector with activations in 8 bits, as on WASM [dim]; null at other precisions, and where not known. */
  readonly integer: readonly number[] | null;
}

function canaryOf({ canary, spec: { dim } }: Model, tokeniser: PairTokeniser): CanaryRow[] {
  const { pairs, vectors, integer } = canary;
  return pairs.map((pair, at) => {
    const { ids, masked } = tokeniser.tokenise(pair);
    const row = (values: Float32Array) => [...values.subarray(at * dim, (at + 1) * dim)];
    return {
      instruction: pair[0],
      text: pair[1],
      ids: [...ids],
      masked,
      vector: row(vectors),
      integer: integer === null ? null : row(integer),
    };
  });
}

/** A list as JSON, an entry a line. */
function jsonLines(rows: readonly unknown[]): string {
  return `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}

function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** The bytes in memory of one thread, which files and hashes take; weights of a running model are shared. */
function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}

function hexadecimal(digest: Uint8Array): string {
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
