import type { ReactNode } from 'react';
import { app, useModel, useModels } from '../../app/app.ts';
import type { Precision } from '../../encoders/quantise.ts';
import { isolated } from '../../lib/isolate.ts';
import { BUILTIN_MODEL } from '../../model-folder/builtin.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatBytes } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { Note } from '../../widgets/Note.tsx';
import { askOnnx } from './onnx.ts';
import style from './style.module.css';
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
        <Row
          id={null}
          name={BUILTIN_MODEL.name}
          precision={BUILTIN_MODEL.precision}
          facts="built in · small, English"
        />
        {stored?.map((model) => {
          const undo = removing.get(model.id);
          return undo === undefined ? (
            <Row
              key={model.id}
              id={model.id}
              name={model.name}
              precision={model.precision}
              facts={storedWords(model)}
              doubt={model.doubt}
              extra={
                <IconButton
                  icon="trash"
                  label={`Remove ${isolated(model.name)}, ${model.precision}`}
                  onClick={() => app().models.remove(model)}
                />
              }
            />
          ) : (
            <li key={model.id} className="models-row" data-removed="">
              <p>
                <bdi>{model.name}</bdi> was removed.
              </p>
              <Button look="link" onClick={undo}>
                Undo
              </Button>
            </li>
          );
        })}
      </ul>
      <Unfinished />
      {promised === false && stored !== null && stored.length > 0 && (
        <p className={style.promise}>
          This browser has not promised to keep them: it may drop them when the disk runs full.
        </p>
      )}
    </section>
  );
}

/** Unfinished imports. Importing the same source again resumes them. */
function Unfinished() {
  const unfinished = useModels((state) => state.unfinished);
  const removing = useModels((state) => state.removing);
  const running = useModels((state) => state.work?.step === 'running');
  if (running || unfinished.length === 0) return null;
  return (
    <ul className="models-list" aria-label="Unfinished imports">
      {unfinished.map(({ id, source, precision, bytes }) => (
        <li key={id} className="models-row" data-testid="unfinished-row">
          <div>
            <b>{source}</b>
            <p>
              {precision} · import not finished, {formatBytes(bytes)} kept · add it again to go on
            </p>
          </div>
          {removing.has(id) ? (
            <Button look="link" onClick={removing.get(id)}>
              Undo
            </Button>
          ) : (
            <IconButton
              icon="trash"
              label={`Discard the unfinished import of ${source}, ${precision}`}
              onClick={() => app().models.remove({ id, name: source })}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

function Row({
  id,
  name,
  precision,
  facts,
  doubt,
  extra,
}: {
  readonly id: string | null;
  readonly name: string;
  readonly precision: Precision;
  readonly facts: string;
  readonly doubt?: string | null | undefined;
  readonly extra?: ReactNode;
}) {
  const chosen = useModel((state) => state.modelId === id);
  const status = useModel((state) => state.status);
  return (
    <li className="models-row" data-testid="model-row" data-chosen={chosen || undefined}>
      <div>
        <b>
          <bdi>{name}</bdi>
        </b>
        <p>{facts}</p>
        {typeof doubt === 'string' && <Note tone="warn">{doubt}</Note>}
      </div>
      {chosen && status !== 'failed' ? (
        <span className={style.chosen}>{status === 'loading' ? 'Loading…' : 'In use'}</span>
      ) : (
        <Button onClick={() => app().models.use(id)}>
          Use<span className="visually-hidden"> {name}</span>
        </Button>
      )}
      <IconButton
        icon="save"
        label={`Export ${isolated(name)}, ${precision}, as ONNX…`}
        onClick={() => askOnnx(id)}
      />
      {extra}
    </li>
  );
}
