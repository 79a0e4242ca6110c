import { isolated } from '../../lib/isolate.ts';
import type { StoreCollection, StoreKind } from '../../stores/types.ts';
import { formatDecimal } from '../../widgets/format.ts';
import type { Measured, Verdict } from './proof.ts';

export const KIND_WORDS: Readonly<Record<StoreKind, string>> = {
  milvus: 'Milvus (REST v1)',
  'milvus-v2': 'Milvus 2.4 and later (REST v2, by its documentation, not tested)',
  chroma: 'Chroma (HTTP v2)',
};

export const USUAL_ADDRESS: Readonly<Record<StoreKind, string>> = {
  milvus: 'http://localhost:19530',
  'milvus-v2': 'http://localhost:19530',
  chroma: 'http://localhost:8000',
};

/** "sample of 2,000 of 20,000". */
export function sampleWords(count: number, of: number): string {
  return `sample of ${count.toLocaleString('en')} of ${of.toLocaleString('en')}`;
}

/** What the store cannot do, each a sentence. */
export function cannotWords({ can }: StoreCollection): readonly string[] {
  return Object.values(can).filter((each) => each !== true);
}

/** A score with the sign and the decimals that it needs. */
export function scoreWords(score: number): string {
  return formatDecimal(score);
}

function underWords({ candidate: { instruction, name } }: Measured): string {
  return instruction === '' ? 'no instruction' : `“${isolated(instruction)}” (${name})`;
}

/** @param texts Number of texts that were embedded again. */
export function verdictWords(verdict: Verdict, model: string, texts: number): string {
  switch (verdict.kind) {
    case 'width':
      return `Not made by ${model}: the vectors have ${verdict.stored} numbers, and its own ${verdict.own}.`;
    case 'made': {
      const { best, alike } = verdict;
      const others =
        alike.length === 0
          ? ''
          : ` These give the same within the rounding: ${alike.map(underWords).join('; ')}.`;
      return `These vectors are ${model} under ${underWords(best)}: cosines of ${texts} texts embedded again ${formatDecimal(best.least)} or more, ${formatDecimal(best.mean)} on average.${others}`;
    }
    case 'near':
      return `Near ${model} under ${underWords(verdict.best)}, but not the same: cosine ${formatDecimal(verdict.best.mean)} on average over ${texts} texts. They may be of another instruction, or of a model trained further.`;
    case 'other':
      return `Not made by ${model} under any instruction of these lenses: the best cosine is ${formatDecimal(verdict.best.mean)} on average over ${texts} texts. Ranks by its queries mean nothing here.`;
    default:
      return verdict satisfies never;
  }
}
