import { app, useCatalogue, useModels } from '../../app/app.ts';
import { dismissToast, showToast } from '../../app/toast.ts';
import { messageOf } from '../../lib/errors.ts';
import { isolated } from '../../lib/isolate.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatBytes, plural } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import style from './style.module.css';

/** What workspaces take: texts and lenses. */
export function StoredWorkspaces() {
  const entries = useCatalogue((state) => state.entries);
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  return (
    <section aria-label="Workspaces" className={style.section}>
      <h3>
        Workspaces <small>{formatBytes(bytes)}</small>
      </h3>
      <ul className="models-list">
        {entries.map(({ id, name, texts, lenses, size }) => (
          <li key={id} className="models-row">
            <div>
              <b>
                <bdi>{name}</bdi>
              </b>
              <p>
                {plural(texts, 'text')} · {lenses === 1 ? '1 lens' : `${lenses} lenses`} ·{' '}
                {formatBytes(size)}
              </p>
            </div>
            <IconButton
              icon="trash"
              label={`Delete ${name}`}
              onClick={() => void removeWorkspace(id, name)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

async function removeWorkspace(id: string, name: string): Promise<void> {
  try {
    const library = await app().workspaces.library();
    const record = await library.remove(id);
    showToast(`Deleted “${isolated(name)}”`, () => {
      dismissToast();
      library.restore(record).catch((error: unknown) => showToast(messageOf(error)));
    });
  } catch (error) {
    showToast(messageOf(error));
  }
}

/** What imported models take, finished or not. */
export function StoredModels() {
  const stored = useModels((state) => state.stored);
  const unfinished = useModels((state) => state.unfinished);
  const removing = useModels((state) => state.removing);
  const models = [
    ...(stored ?? []).map(({ id, name, precision, bytes }) => ({ id, name, precision, bytes })),
    ...unfinished.map(({ id, source, precision, bytes }) => ({
      ...{ id, precision, bytes },
      name: `${source} (import not finished)`,
    })),
  ];
  const bytes = models.reduce((sum, model) => sum + model.bytes, 0);
  return (
    <section aria-label="Models" className={style.section}>
      <h3>
        Models <small>{formatBytes(bytes)}, the built-in one aside</small>
      </h3>
      {models.length === 0 && <p>No model was added.</p>}
      <ul className="models-list">
        {models.map((model) => {
          const undo = removing.get(model.id);
          return (
            <li key={model.id} className="models-row" data-removed={undo && ''}>
              <div>
                <b>{model.name}</b>
                <p>{undo ? 'was removed' : `${model.precision} · ${formatBytes(model.bytes)}`}</p>
              </div>
              {undo ? (
                <Button look="link" onClick={undo}>
                  Undo
                </Button>
              ) : (
                <IconButton
                  icon="trash"
                  label={`Remove ${model.name}, ${model.precision}`}
                  onClick={() => app().models.remove(model)}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
