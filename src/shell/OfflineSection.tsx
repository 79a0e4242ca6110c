import { app, useOffline, usePreferences } from '../app/app.ts';
import { preferences } from '../app/preferences.ts';
import type { Stored } from '../offline/client.ts';
import { Button } from '../widgets/Button.tsx';
import { formatBytes } from '../widgets/format.ts';
import { ProgressBar } from '../widgets/ProgressBar.tsx';

/** Says what is stored for use without a network, and shuts all sites out. */
export function OfflineSection() {
  const stored = useOffline((state) => state.stored);
  const shutOut = usePreferences((state) => state.offline);
  return (
    <section
      className="offline"
      aria-label="Offline use"
      data-testid="offline"
      data-state={stored.kind}
    >
      <h2>Offline use</h2>
      <Words stored={stored} />
      <label className="tick">
        <input
          type="checkbox"
          data-testid="work-offline"
          checked={shutOut}
          onChange={(event) => preferences.setState({ offline: event.target.checked })}
        />
        Work offline: ask no site for anything, not even for a model
      </label>
    </section>
  );
}

function Words({ stored }: { readonly stored: Stored }) {
  switch (stored.kind) {
    case 'unavailable':
      return (
        <p>
          This browser stores no pages here, so Facet needs its server to open. Models and
          workspaces stay.
        </p>
      );
    case 'waiting':
      return <p>Facet is stored for offline use once the model is loaded.</p>;
    case 'storing':
      return (
        <>
          <p>
            Storing Facet for offline use: {formatBytes(stored.doneBytes)} of{' '}
            {formatBytes(stored.totalBytes)}
          </p>
          <ProgressBar
            label="Storing Facet for offline use"
            fraction={stored.doneBytes / stored.totalBytes}
          />
        </>
      );
    case 'ready':
      return <p>Ready for offline use: Facet opens and works without a network.</p>;
    case 'failed':
      return (
        <>
          <p role="alert">Not ready for offline use: {stored.reason}.</p>
          <Button
            onClick={() =>
              void app()
                .offline.client()
                .then((client) => client.prepare())
            }
          >
            Try again
          </Button>
        </>
      );
    default:
      return stored satisfies never;
  }
}
