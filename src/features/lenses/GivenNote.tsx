import type { Given } from '../../workspace/given.ts';

/** Says what vectors from a file can do, in place of instructions. */
export function GivenNote({ given }: { readonly given: Given }) {
  return (
    <p data-testid="given-note">
      {given.dim.toLocaleString('en')} values a text, as <bdi>{given.file}</bdi> has them. There is
      no instruction and no model behind them: a text that is edited has no vector any more, and
      queries have none, so Retrieval ranks nothing by them. Select texts to find more like these.
    </p>
  );
}
