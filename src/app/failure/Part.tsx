import type { ReactNode } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { useView } from '../app.ts';
import { ask } from '../asks.ts';
import { Failure } from './Failure.tsx';
import { FailureDialog } from './FailureDialog.tsx';

interface PartProps {
  /** Name of the part as a sentence begins with it: "The map". */
  readonly name: string;
  readonly children: ReactNode;
}

/** Area of a part that is no panel. */
type Area = 'header' | 'sidebar' | 'footer' | 'inline';

/** Isolates a part of the page that may fail: the others go on, and it says in its place what happened. */
export function Part({ name, area, children }: PartProps & { readonly area: Area }) {
  return (
    <ErrorBoundary
      fallbackRender={({ error, resetErrorBoundary }) => (
        <div className="failed-part" data-area={area}>
          <Failure part={name} error={error} onRetry={resetErrorBoundary} />
        </div>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}

type FailedProps = PartProps & {
  readonly title: string;
  /** Whether the panel takes all of the grid's width. */
  readonly isWide: boolean;
};

/** Does the same for a panel, which keeps its frame. */
export function PanelPart({ name, title, isWide, children }: FailedProps) {
  return (
    <ErrorBoundary
      fallbackRender={({ error, resetErrorBoundary }) => (
        <FailedPanel name={name} title={title} isWide={isWide}>
          <Failure
            part={`The ${title.toLowerCase()} panel`}
            error={error}
            onRetry={() => {
              resetErrorBoundary();
              // The button that had the focus is gone.
              ask(`panel:${name}`);
            }}
          />
        </FailedPanel>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}

function FailedPanel({ name, title, isWide, children }: FailedProps) {
  const large = useView((state) => state.large);
  return (
    <section
      className="panel"
      aria-label={title}
      data-testid={`panel-${name}`}
      data-state="failed"
      data-panel={name}
      data-wide={isWide || undefined}
      data-large={large === name || undefined}
      data-hidden={(large !== null && large !== name) || undefined}
    >
      <header className="panel-head">
        <h2>{title}</h2>
      </header>
      {children}
    </section>
  );
}

/** Does the same for a dialog; closing the message closes the failed dialog. */
export function DialogPart({
  name,
  onClose,
  children,
}: PartProps & { readonly onClose: () => void }) {
  return (
    <ErrorBoundary
      fallbackRender={({ error, resetErrorBoundary }) => (
        <FailureDialog
          part={name}
          error={error}
          onRetry={resetErrorBoundary}
          onClose={() => {
            onClose();
            resetErrorBoundary();
          }}
        />
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
