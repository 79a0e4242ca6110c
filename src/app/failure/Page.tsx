import type { ReactNode } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { Button } from '../../widgets/Button.tsx';
import { saveWorkspace } from '../workspaces/workspace-transfer.ts';
import { FailureWords, Kept, Reload } from './Failure.tsx';

/** The last boundary: catches errors that no part caught. */
export function Page({ children }: { readonly children: ReactNode }) {
  return (
    <ErrorBoundary
      fallbackRender={({ error, resetErrorBoundary }) => (
        <main className="failed-page">
          <h1>Facet stopped</h1>
          <p role="alert">
            <FailureWords part="The page" error={error} />
            <Kept />
          </p>
          <div className="failure-actions">
            <Button onClick={resetErrorBoundary} data-testid="try-again">
              Try again
            </Button>
            <Reload look="primary" />
            <Button onClick={saveWorkspace}>Save the workspace as a file</Button>
          </div>
        </main>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
