import { type ReactNode, type RefObject, useId, useRef } from 'react';
import { useStore } from 'zustand';
import { retry, useEmbeddings, useModel, useView } from '../../app/app.ts';
import { useAsk } from '../../app/asks.ts';
import { view } from '../../app/view.ts';
import { Button } from '../../widgets/Button.tsx';
import { focusFirst } from '../../widgets/focus-first.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { Note } from '../../widgets/Note.tsx';
import { usePanel } from './context.ts';
import { PanelCancel, PanelProgress } from './PanelJob.tsx';
import { SaveMenu } from './SaveMenu.tsx';

/** The frame that every panel shares: title, controls, the menu that saves, and its state shown in place. */
export function PanelFrame({
  className = '',
  subtitle,
  controls,
  empty,
  main,
  children,
}: {
  /** Class for the frame's height. */
  readonly className?: string | undefined;
  readonly subtitle: ReactNode;
  readonly controls?: ReactNode;
  /** Shown when there is nothing to compute from; says what the panel needs. */
  readonly empty: ReactNode;
  /** Element that takes the focus when another part of the page leads here. */
  readonly main?: RefObject<HTMLElement | null>;
  /** The result; null while there is none. */
  readonly children: ReactNode;
}) {
  const { definition, data } = usePanel();
  const { name, title, isWide } = definition;
  const state = useStore(data.store);
  const id = useId();
  const frame = useRef<HTMLElement>(null);
  useAsk(`panel:${name}`, () => focusFirst(frame.current!));
  useAsk(`show:${name}`, () => {
    frame.current?.scrollIntoView({ block: 'nearest' });
    main?.current?.focus({ preventScroll: true });
  });
  const model = useModel((current) => current.status);
  const large = useView((current) => current.large);
  const isLarge = large === name;
  const { status, version, error } = state;
  const cancelled = useEmbeddings((current) => current.cancelled) && model !== 'failed';
  const stale = state.result !== null && status !== 'ready' && !state.isDraft;
  return (
    <section
      ref={frame}
      className={`panel ${className}`}
      aria-labelledby={id}
      aria-busy={status === 'pending'}
      data-testid={`panel-${name}`}
      data-state={status}
      data-version={version}
      data-panel={name}
      data-wide={isWide || undefined}
      data-large={isLarge || undefined}
      data-hidden={(large !== null && !isLarge) || undefined}
    >
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        <span className="panel-subtitle ellipsis">{status === 'empty' ? '' : subtitle}</span>
        <div className="panel-controls">
          <PanelCancel />
          {controls}
          {state.result !== null && <SaveMenu />}
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
        {status === 'pending' && <PanelProgress label={`${title} is computed`} />}
      </div>
      {status === 'error' && (
        <Note
          tone={cancelled ? 'warn' : 'bad'}
          action={
            <Button onClick={() => retry(definition)} data-testid="retry">
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
