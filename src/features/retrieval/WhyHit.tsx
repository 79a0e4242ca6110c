import { useCallback, useEffect, useRef, useState } from 'react';
import { useEmbeddings, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { LensName } from '../../app/lenses/LensName.tsx';
import { offeredLenses } from '../../app/lenses/shown-lenses.ts';
import type { PlacedText } from '../../app/results.ts';
import { clearPin } from '../../app/view.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { formatDecimal } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import type { Lens } from '../../workspace/lens.ts';
import type { RetrievalResult } from './result.ts';
import style from './style.module.css';
import { type BestSentence, bestSentence, type PlaceUnder, placeUnder, want } from './why.ts';

const IN_PLACE = partCode('The document', async () => (await import('./InPlace.tsx')).InPlace);

/** The sentence of a document that is closest to a query; null where there is none. */
interface Found {
  readonly query: PlacedText;
  readonly document: PlacedText;
  readonly sentence: BestSentence | null;
}

/** Why a document is where it is: the sentence closest to the query, and its rank under every lens. */
export function WhyHit({
  result,
  query,
  document,
}: {
  readonly result: RetrievalResult;
  readonly query: PlacedText;
  readonly document: PlacedText;
}) {
  const workspace = useWorkspace((state) => state.workspace);
  const shown = result.sides.map((side) => side!.lens);
  const lenses = offeredLenses(workspace);
  const [found, setFound] = useState<Found | null>(null);
  const closest = found?.query === query && found.document === document ? found.sentence : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: sentences of an earlier hit are wanted no more
  useEffect(() => () => want([]), [query, document]);
  const section = useRef<HTMLElement>(null);
  // The document may be where this has just taken its room.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document is another place
  useEffect(() => {
    const hit = section.current?.parentElement?.querySelector('button[aria-pressed=true]');
    hit?.scrollIntoView({ block: 'nearest' });
  }, [document]);
  return (
    <section
      ref={section}
      className={style.why}
      aria-label={`Why D${document.number}`}
      data-testid="why-hit"
    >
      <header>
        <h3>Why D{document.number}?</h3>
        <IconButton icon="close" label="Close" onClick={clearPin} />
      </header>
      {result.chunked !== null && (
        <LazyPart
          code={IN_PLACE}
          chunked={result.chunked}
          texts={result.documents}
          document={document}
          closest={closest}
        />
      )}
      <ul>
        {lenses.map((lens) => (
          <li key={lens.id}>
            <LensName id={lens.id} />{' '}
            <Place lens={lens} result={result} query={query} document={document} />
            {result.by !== 'words' && shown.includes(lens.id) && (
              <Closest
                lens={lens}
                query={query}
                document={document}
                // One sentence is marked in the document: that under the first lens shown.
                onFound={lens.id === shown[0] ? setFound : undefined}
              />
            )}
          </li>
        ))}
        {result.words !== null && (
          <li>
            <span>Words</span> <span>{wordPlace(result, query, document)}</span>
          </li>
        )}
      </ul>
    </section>
  );
}

function Closest({
  lens,
  query,
  document,
  onFound,
}: {
  readonly lens: Lens;
  readonly query: PlacedText;
  readonly document: PlacedText;
  readonly onFound: ((found: Found) => void) | undefined;
}) {
  const ask = useCallback(
    (signal: AbortSignal) => bestSentence(lens, query, document, signal),
    [lens, query, document],
  );
  const found = useAnswer<BestSentence | null>(ask);
  const sentence = found.answer ?? null;
  useEffect(() => onFound?.({ query, document, sentence }), [onFound, query, document, sentence]);
  if (found.error !== null) return <span>{found.error}</span>;
  if (found.answer === undefined) return <span aria-busy="true">Looking at its sentences …</span>;
  if (found.answer === null) return null;
  const { text, cosine } = found.answer;
  return (
    <span data-testid="why-sentence">
      Closest sentence: <q dir="auto">{excerpt(text, 240)}</q> {formatDecimal(cosine)}
    </span>
  );
}

function Place({
  lens,
  result,
  query,
  document,
}: {
  readonly lens: Lens;
  readonly result: RetrievalResult;
  readonly query: PlacedText;
  readonly document: PlacedText;
}) {
  // Asked again after a run: the lens may be embedded by now.
  const last = useEmbeddings((state) => state.last);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run asks again
  const ask = useCallback(
    (signal: AbortSignal) => placeUnder(lens, result, query, document, signal),
    [lens, result, query, document, last],
  );
  const { answer, error } = useAnswer<PlaceUnder>(ask);
  const { chunked, folded, documents } = result;
  const count = (folded && chunked?.names.length) || documents.length;
  return <span>{error ?? placeInWords(answer, count)}</span>;
}

function placeInWords(place: PlaceUnder | undefined, count: number): string {
  if (place === undefined) return '…';
  if (place === 'unknown') return 'not embedded: show this lens to see the rank';
  if (place === 'none') return 'no rank: no vector under this lens';
  return `rank ${place.place.toLocaleString('en')} of ${count.toLocaleString('en')} · ${formatDecimal(place.cosine)}`;
}

function wordPlace(
  { words, queries, documents, chunked, folded }: RetrievalResult,
  query: PlacedText,
  document: PlacedText,
): string {
  const { indices, k } = words!.ranking;
  const from = queries.indexOf(query) * k;
  const own = documents.indexOf(document);
  const groups = folded ? chunked?.groups : undefined;
  const at = indices
    .subarray(from, from + k)
    .findIndex(
      (index) =>
        index === own || (index >= 0 && groups !== undefined && groups[index] === groups[own]),
    );
  if (at >= 0) return `rank ${at + 1}`;
  return indices[from + k - 1] === -1 ? 'no rank: it shares no word' : `beyond rank ${k}`;
}

/** The answer to a question, asked anew when `ask` changes; undefined until it comes. */
function useAnswer<Answer>(ask: (signal: AbortSignal) => Promise<Answer>): {
  readonly answer: Answer | undefined;
  readonly error: string | null;
} {
  const [state, setState] = useState<{
    readonly ask: typeof ask;
    readonly answer?: Answer;
    readonly error?: string;
  } | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    ask(controller.signal).then(
      (answer) => setState({ ask, answer }),
      (error: unknown) => {
        if (!isAbort(error)) setState({ ask, error: messageOf(error) });
      },
    );
    return () => controller.abort();
  }, [ask]);
  const own = state?.ask === ask ? state : null;
  return { answer: own?.answer, error: own?.error ?? null };
}
