import { app, useStorage } from '../../app/app.ts';
import { isolated } from '../../lib/isolate.ts';
import type { KeptSet } from '../../vectors/kept/types.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatBytes, plural } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { givenBy } from '../../workspace/given.ts';
import style from './style.module.css';

/** Kept vectors by model and instruction. */
export function KeptVectors() {
  const sets = useStorage((state) => state.sets);
  const removing = useStorage((state) => state.removing);
  if (sets === null) return <p role="status">Reading what is kept…</p>;
  const left = sets.filter(({ id }) => !removing.has(id));
  const bytes = left.reduce((sum, set) => sum + set.bytes, 0);
  return (
    <section aria-label="Vectors" className={style.section}>
      <div className="models-head">
        <h3>
          Vectors{' '}
          <small>
            {plural(left.length, 'instruction')} · {formatBytes(bytes)}
          </small>
        </h3>
        {left.length > 1 && (
          <Button
            data-testid="delete-vectors"
            onClick={() =>
              app().storage.remove(
                left.map(({ id }) => id),
                'all kept vectors',
              )
            }
          >
            Delete all
          </Button>
        )}
      </div>
      {sets.length === 0 && <p>No vectors are kept.</p>}
      <ul className="models-list">
        {sets.map((set) => (
          <Row key={set.id} set={set} undo={removing.get(set.id)} />
        ))}
      </ul>
    </section>
  );
}

function Row({ set, undo }: { readonly set: KeptSet; readonly undo: (() => void) | undefined }) {
  const { id, model, precision, device, instruction, texts, bytes, problem } = set;
  const isGiven = givenBy(instruction) !== null;
  const name = isGiven
    ? `Vectors from ${isolated(model)}`
    : instruction === ''
      ? 'No instruction'
      : `“${isolated(instruction)}”`;
  if (undo !== undefined) {
    return (
      <li className="models-row" data-removed="">
        <p>
          <bdi>{name}</bdi> was deleted.
        </p>
        <Button look="link" onClick={undo}>
          Undo
        </Button>
      </li>
    );
  }
  const on = device === 'webgpu' ? 'WebGPU' : 'WASM';
  return (
    <li className="models-row" data-testid="kept-row">
      <div>
        {problem === null ? <bdi className={style.instruction}>{name}</bdi> : <b>Not readable</b>}
        <p>
          {problem ??
            (isGiven
              ? plural(texts, 'text')
              : `${model}, ${precision}, ${on} · ${plural(texts, 'text')}`)}{' '}
          · {formatBytes(bytes)}
        </p>
      </div>
      <IconButton
        icon="trash"
        label={`Delete the vectors under ${name}, ${model}`}
        onClick={() => app().storage.remove([id], plural(texts, 'vector'))}
      />
    </li>
  );
}
