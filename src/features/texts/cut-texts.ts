import type { Engine, SplitRequest } from '../../engine/types.ts';

/** Texts and characters of one request to the worker: more would hold up the page, and report too seldom. */
const TEXTS = 500;
const CHARACTERS = 500_000;

/** What cutting texts into chunks gives. */
export interface Cut {
  /** Texts that were cut. */
  readonly texts: readonly { readonly text: string }[];
  /** Tokens that the model's limit leaves for a chunk; null where the instructions leave too few. */
  readonly most: number | null;
  /** Number of texts beyond the model's limit, of texts that are cut, and of all chunks. */
  readonly long: number;
  readonly cut: number;
  readonly chunks: number;
  /** Places of the chunks of each text; null for one that is not cut. */
  readonly places: readonly (Uint32Array | null)[];
}

/**
 * Cuts texts by the running model's tokens, some at a time.
 * @param onProgress Called with the fraction of all characters.
 * @throws EngineError if no model is loaded; AbortError.
 */
export async function cutTexts(
  texts: Cut['texts'],
  how: Omit<SplitRequest, 'texts'>,
  split: Engine['split'],
  {
    signal,
    onProgress,
  }: { readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void },
): Promise<Cut> {
  const all = texts.reduce((sum, { text }) => sum + text.length, 0);
  const places: (Uint32Array | null)[] = [];
  let [most, long, done]: [number | null, number, number] = [null, 0, 0];
  for (let from = 0; from === 0 || from < texts.length; ) {
    const some: string[] = [];
    let size = 0;
    for (const { text } of texts.slice(from, from + TEXTS)) {
      if (some.length > 0 && size + text.length > CHARACTERS) break;
      some.push(text);
      size += text.length;
    }
    const found = await split({ ...how, texts: some }, { signal });
    most = found.most;
    long += found.long;
    places.push(...found.places);
    done += size;
    from += Math.max(1, some.length);
    onProgress(all === 0 ? 1 : done / all);
  }
  const cut = places.filter((own) => own !== null);
  const chunks = cut.reduce((sum, own) => sum + own.length / 2, texts.length - cut.length);
  return { texts, most, long, cut: cut.length, chunks, places };
}
