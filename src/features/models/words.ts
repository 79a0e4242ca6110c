import type { Concern } from '../../app/models/device-fit.ts';
import { HUB } from '../../checkpoint/hub.ts';
import { type EncoderSpec, familyOf } from '../../encoders/families/index.ts';
import { roleWords } from '../../encoders/input.ts';
import type { Precision } from '../../encoders/quantise.ts';
import type { ImportChoice, ImportPlan, ImportSource } from '../../importer/types.ts';
import type { StoredModel } from '../../model-folder/model-store.ts';
import { formatBytes, formatSeconds } from '../../widgets/format.ts';
import { importSeconds, type Measured, textsPerSecond } from './expect.ts';

export const PRECISION_WORDS: Readonly<Record<Precision, string>> = {
  int8: 'near the original, a quarter of its size; fastest on WASM',
  int4: 'half of int8, less exact; for WebGPU on small devices',
  fp32: 'the original numbers; large and slow',
};

export function encoderWords(spec: EncoderSpec): string {
  return `${familyOf(spec).words}, ${spec.layers} layers`;
}

/** 109628544 → "110 M". */
export function parameterWords(count: number): string {
  if (count < 1e6) return `${Math.round(count / 1e3)} k`;
  return count < 1e9 ? `${Math.round(count / 1e6)} M` : `${(count / 1e9).toFixed(2)} billion`;
}

/** Name of a source for the user: "hkunlp/instructor-base", or a folder's name. */
export function sourceWords(source: ImportSource): string {
  switch (source.kind) {
    case 'hub': {
      const { id, revision, hub } = source;
      const at = revision === 'main' ? id : `${id}@${revision}`;
      return hub === HUB ? at : `${at} on ${new URL(hub).host}`;
    }
    case 'url':
      return source.url;
    case 'files':
      return source.label;
    default:
      return source satisfies never;
  }
}

/** A stored model from an earlier import of the same source, at a precision. */
export function storedFrom(
  source: ImportSource,
  precision: Precision,
  stored: readonly StoredModel[],
): StoredModel | undefined {
  const label = source.kind === 'hub' ? source.id : sourceWords(source);
  return stored.find((model) => model.source === label && model.precision === precision);
}

export function storedWords(model: StoredModel): string {
  const { precision, dim, bytes, source, revision, canaryCosine } = model;
  return [
    precision,
    `${dim} dimensions`,
    formatBytes(bytes),
    revision === null ? source : `${source}@${shortRevision(revision)}`,
    ...(model.instruction === 'pooled' ? [`instruction ${roleWords('pooled')}`] : []),
    ...(canaryCosine === null ? [] : [cosineWords(canaryCosine)]),
  ].join(' · ');
}

/** First letters of a commit; a branch or tag unchanged. */
function shortRevision(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 8) : revision;
}

/**
 * What a model takes: kept, while it is imported, while it is used.
 * @param share Of the import that is still to be computed; 0 where nothing is.
 */
export function costWords(
  choice: ImportChoice,
  { speed, share }: { readonly speed: Measured | null; readonly share: number },
): string {
  const seconds = speed === null || share === 0 ? null : importSeconds(choice, speed, share);
  const time = seconds === null ? '' : `, about ${formatSeconds(seconds)}`;
  const rate = speed === null ? '' : `, about ${rateWords(textsPerSecond(choice, speed))}`;
  return [
    `${formatBytes(choice.restBytes)} kept`,
    `importing takes about ${formatBytes(choice.importMemoryBytes)} of memory${time}`,
    `using it about ${formatBytes(choice.runMemoryBytes)}${rate}`,
  ].join(' · ');
}

/** Of an estimate, no more than two figures. */
function rateWords(rate: number): string {
  if (rate < 1) return `${formatSeconds(1 / rate)} a text`;
  return `${Number(rate.toPrecision(2)).toLocaleString('en-GB')} texts a second`;
}

/** Source bytes that an earlier import has finished, at a precision. */
export function doneBefore(plan: ImportPlan, precision: Precision): number {
  return plan.unfinished.find((each) => each.precision === precision)?.doneBytes ?? 0;
}

export function concernWords({ kind, certain, needed, available }: Concern): string {
  const need = formatBytes(needed);
  const have = formatBytes(available);
  switch (kind) {
    case 'storage':
      return `It takes ${need} of storage, and this browser grants the page ${have}: free some space on the disk, or remove a model.`;
    case 'webgpu':
      return certain
        ? `It takes about ${need} of memory while it runs. WASM is limited to ${have}, and this browser has no WebGPU.`
        : `It runs on WebGPU only: it takes about ${need} of memory, and WASM is limited to ${have}.`;
    case 'memory':
      return certain
        ? `It takes about ${need} of memory, and this device has about ${have}.`
        : `It takes about ${need} of memory: close other programs first if the device has little more.`;
    default:
      return kind satisfies never;
  }
}

/** Cosine below which neighbours change places, so that the loss must be shown. */
const LOW_COSINE = 0.98;

function cosineWords(cosine: number): string {
  const words = `cosine to the original ${cosine.toFixed(4)}`;
  return cosine < LOW_COSINE ? `${words}: much was lost, add it in a finer precision` : words;
}
