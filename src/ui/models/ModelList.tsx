import type { ReactNode } from 'react';
import { BUILTIN_MODEL } from '../../engine/builtin.ts';
import { models, useModel, useModels } from '../../state/app.ts';
import { Button } from '../shared/Button.tsx';
import { IconButton } from '../shared/IconButton.tsx';
import { Note } from '../shared/Note.tsx';
import { storedWords } from './words.ts';

/** The built-in model and those kept in this browser. */
export function ModelList() {
  const stored = useModels((state) => state.stored);
  const removing = useModels((state) => state.removing);
  const problem = useModels((state) => state.problem);
  const promised = useModels((state) => state.promised);
  return (
    <section aria-label="In this browser">
      {problem !== null && <Note tone="bad">{problem}</Note>}
      <ul className="models-list">
        <Row id={null} name={BUILTIN_MODEL.name} facts="built in · small, English" />
        {stored?.map((model) => {
          const undo = removing.get(model.id);
          return undo === undefined ? (
            <Row
              key={model.id}
              id={model.id}
              name={model.name}
              facts={storedWords(model)}
              extra={
                <IconButton
                  icon="trash"
                  label={`Remove ${model.name}, ${model.precision}`}
                  onClick={() => models.remove(model)}
                />
              }
            />
          ) : (
            <li key={model.id} className="models-row" data-removed="">
              <p>{model.name} was removed.</p>
              <Button look="link" onClick={undo}>
                Undo
              </Button>
            </li>
          );
        })}
      </ul>
      {promised === false && stored !== null && stored.length > 0 && (
        <p className="models-promise">
          This browser has not promised to keep them: it may drop them when the disk runs full.
        </p>
      )}
    </section>
  );
}

function Row({
  id,
  name,
  facts,
  extra,
}: {
  readonly id: string | null;
  readonly name: string;
  readonly facts: string;
  readonly extra?: ReactNode;
}) {
  const chosen = useModel((state) => state.modelId === id);
  const status = useModel((state) => state.status);
  return (
    <li className="models-row" data-testid="model-row" data-chosen={chosen || undefined}>
      <div>
        <b>{name}</b>
        <p>{facts}</p>
      </div>
      {chosen && status !== 'failed' ? (
        <span className="models-chosen">{status === 'loading' ? 'Loading…' : 'In use'}</span>
      ) : (
        <Button onClick={() => models.use(id)}>
          Use<span className="visually-hidden"> {name}</span>
        </Button>
      )}
      {extra}
    </li>
  );
}
