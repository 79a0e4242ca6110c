import { useStore } from 'zustand';
import { panels, useView } from '../../state/app.ts';
import type { RetrievalResult } from '../../state/panels.ts';
import { view } from '../../state/view.ts';
import { plural } from '../shared/format.ts';
import { EmptyPanel } from './EmptyPanel.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { RankedDocuments } from './RankedDocuments.tsx';

export function RetrievalPanel() {
  const state = useStore(panels.retrieval.store);
  const chosen = useView((current) => current.query);
  const { result } = state;
  return (
    <PanelFrame
      name="retrieval"
      title="Retrieval"
      subtitle={
        result === null
          ? ''
          : `${plural(result.queries.length, 'query').replace('querys', 'queries')} over ${plural(result.documents.length, 'document')}`
      }
      state={state}
      controls={null}
      empty={
        <EmptyPanel>Retrieval needs a query and documents, under Queries and Docs.</EmptyPanel>
      }
    >
      {result !== null && <Results result={result} chosen={chosen} />}
    </PanelFrame>
  );
}

function Results({
  result,
  chosen,
}: {
  readonly result: RetrievalResult;
  readonly chosen: string | null;
}) {
  const found = result.queries.findIndex(({ id }) => id === chosen);
  const query = Math.max(0, found);
  return (
    <div className="retrieval">
      <fieldset className="queries">
        <legend className="visually-hidden">Query</legend>
        {result.queries.map(({ id, text }, index) => (
          <label key={id} className="query" data-on={index === query || undefined}>
            <input
              type="radio"
              name="query"
              className="visually-hidden"
              checked={index === query}
              onChange={() => view.setState({ query: id })}
            />
            <i className="lens-dot" />
            <span dir="auto">{text}</span>
          </label>
        ))}
      </fieldset>
      <RankedDocuments result={result} query={query} />
    </div>
  );
}
