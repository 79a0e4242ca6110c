import { type ReactNode, useId } from 'react';
import { panels, retry, useEmbeddings, useModel, useView } from '../../app/app.ts';
import type { DerivedState } from '../../app/derived.ts';
import { type PanelName, view } from '../../app/view.ts';
import { Button } from '../../widgets/Button.tsx';
import { IconButton } from '../../widgets/IconButton.tsx';
import { Note } from '../../widgets/Note.tsx';
import { ProgressBar } from '../../widgets/ProgressBar.tsx';

/** The frame that every panel shares: title, controls, and its state shown in place. */
export function PanelFrame({
  name,
  title,
  subtitle,
  state,
  controls,
  empty,
  children,
}: {
  readonly name: PanelName;
  readonly title: string;
  readonly subtitle: ReactNode;
  readonly state: DerivedState<unknown>;
  readonly controls: ReactNode;
  /** What to show, and teach, when there is nothing to compute from. */
  readonly empty: ReactNode;
  /** The result; null while there is none. */
  readonly children: ReactNode;
}) {
  const id = useId();
  const model = useModel((current) => current.status);
  const large = useView((current) => current.large);
  const isLarge = large === name;
  const { status, version, progress, error } = state;
  const cancelled = useEmbeddings((current) => current.cancelled) && model !== 'failed';
  const stale = state.result !== null && status !== 'ready';
  return (
    <section
      className="panel"
      aria-labelledby={id}
      aria-busy={status === 'pending'}
      data-testid={`panel-${name}`}
      data-state={status}
      data-version={version}
      data-panel={name}
      data-large={isLarge || undefined}
      data-hidden={(large !== null && !isLarge) || undefined}
    >
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        <span className="panel-subtitle ellipsis">{status === 'empty' ? '' : subtitle}</span>
        <div className="panel-controls">
          {state.computing && (
            <span className="late">
              <Button look="link" onClick={() => panels[name].cancel()}>
                Cancel
              </Button>
            </span>
          )}
          {controls}
          <IconButton
            icon={isLarge ? 'shrink' : 'expand'}
            label={
              isLarge ? `Close large ${title.toLowerCase()}` : `Open ${title.toLowerCase()} large`
            }
            aria-pressed={isLarge}
            onClick={() => view.setState({ large: isLarge ? null : name })}
          />
        </div>
      </header>
      <div className="panel-progress">
        {status === 'pending' && <ProgressBar label={`${title} is computed`} fraction={progress} />}
      </div>
      {status === 'error' && (
        <Note
          tone={cancelled ? 'warn' : 'bad'}
          action={
            <Button onClick={() => retry(name)} data-testid="retry">
              {cancelled ? 'Resume' : 'Retry'}
            </Button>
          }
        >
          {error}
          {stale && ' What is shown is from before.'}
        </Note>
      )}
      <div className="panel-body" data-stale={stale || undefined}>
        {status === 'empty' && <div className="empty">{empty}</div>}
        {status === 'pending' && state.result === null && (
          <div className="empty">
            {model === 'loading' ? 'The model is loading.' : 'Texts are being embedded.'}
          </div>
        )}
        {status !== 'empty' && children}
      </div>
    </section>
  );
}
