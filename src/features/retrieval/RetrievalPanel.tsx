import { useStore } from 'zustand';
import { useView, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import type { Computed } from '../../app/panels.ts';
import { view } from '../../app/view.ts';
import { plural } from '../../widgets/format.ts';
import { Segmented } from '../../widgets/Segmented.tsx';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { WithoutNote } from '../panel/WithoutNote.tsx';
import type { RetrievalResult } from './result.ts';
import style from './style.module.css';

const RESULTS = partCode(
  'The ranked documents',
  async () => (await import('./Results.tsx')).Results,
);

const FILTERS = partCode('The filters', async () => (await import('./Filters.tsx')).Filters);

const FIELDS = ['queryInstruction', 'documentInstruction'] as const;

export function RetrievalPanel({ data }: { readonly data: Computed<RetrievalResult> }) {
  const result = useStore(data.store, (state) => state.result);
  const chosen = useView((current) => current.query);
  const columns = useWorkspace((state) => state.workspace.columns);
  return (
    <PanelFrame
      className={style.frame}
      subtitle={result === null ? '' : subtitle(result)}
      controls={
        result !== null && (
          <>
            {result.chunked !== null && <UnitChoice />}
            <RankedByChoice />
          </>
        )
      }
      empty={
        <EmptyPanel>Retrieval needs a query and documents, under Queries and Docs.</EmptyPanel>
      }
    >
      {result !== null && (
        <>
          {columns !== undefined && <LazyPart code={FILTERS} columns={columns} />}
          <LazyPart code={RESULTS} result={result} chosen={chosen} />
          <WithoutNote
            without={result.without}
            fields={FIELDS}
            consequence="Such documents are listed last, without a rank; for such a query none is ranked."
          />
        </>
      )}
    </PanelFrame>
  );
}

/** Documents by their best chunk, or chunks. */
function UnitChoice() {
  const unit = useView((current) => current.rankedUnit);
  return (
    <Segmented
      label="Rank"
      value={unit}
      options={[
        ['documents', 'Documents'],
        ['chunks', 'Chunks'],
      ]}
      onChange={(rankedUnit) => view.setState({ rankedUnit })}
    />
  );
}

/** Vectors, words or both. */
function RankedByChoice() {
  const by = useView((current) => current.rankedBy);
  return (
    <Segmented
      label="Rank by"
      value={by}
      options={[
        ['vectors', 'Vectors'],
        ['words', 'Words'],
        ['both', 'Both'],
      ]}
      onChange={(rankedBy) => view.setState({ rankedBy })}
    />
  );
}

function subtitle({ queries, documents, searched, chunked, folded }: RetrievalResult): string {
  const asked = plural(queries.length, 'query').replace('querys', 'queries');
  const isFolded = folded && chunked !== null;
  const count = isFolded ? chunked.names.length : documents.length;
  const all = plural(count, chunked === null || isFolded ? 'document' : 'chunk');
  const chunks = isFolded ? ` (${plural(documents.length, 'chunk')})` : '';
  const some = searched === count ? '' : `${searched.toLocaleString('en')} of `;
  return `${asked} over ${some}${all}${chunks}`;
}
