import { useMemo } from 'react';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { LensName } from '../../app/lenses/LensName.tsx';
import { useDifference } from '../../app/lenses/use-shown-lenses.ts';
import type { MatrixColour } from '../../app/view.ts';
import { cellsOf } from './cells.ts';
import { InsideClusters } from './InsideClusters.tsx';
import type { MatrixResult } from './result.ts';
import { SimilarityChart } from './SimilarityChart.tsx';

const MOVED = partCode(
  'The list of pairs that moved',
  async () => (await import('./MovedPairs.tsx')).MovedPairs,
);

/** A matrix for each lens, or one of their difference. */
export function SimilarityCharts({
  result,
  colour,
}: {
  readonly result: MatrixResult;
  readonly colour: MatrixColour;
}) {
  const difference = useDifference();
  const cells = useMemo(() => cellsOf(result, colour, difference), [result, colour, difference]);
  const [first, second] = result.sides;
  return (
    <>
      <InsideClusters result={result} />
      <div className="sides">
        {cells.map((each, side) => (
          <figure key={side === 0 ? 'first' : 'second'} className="side">
            {second !== undefined && (
              <figcaption>
                {cells.length > 1 ? (
                  <LensName id={(side === 0 ? first : second).lens} />
                ) : (
                  <>
                    {each.quantity}, from <LensName id={first.lens} /> to{' '}
                    <LensName id={second.lens} />
                  </>
                )}
              </figcaption>
            )}
            <SimilarityChart result={result} cells={each} />
          </figure>
        ))}
      </div>
      {difference && second !== undefined && result.kind === 'texts' && (
        <LazyPart code={MOVED} result={result} />
      )}
    </>
  );
}
