import { useStore } from 'zustand';
import { app, usePreferences } from '../app/app.ts';
import { foreignRequests } from '../app/network/requests.ts';
import { Button } from '../widgets/Button.tsx';
import { plural } from '../widgets/format.ts';
import { Pill } from '../widgets/Pill.tsx';
import { OfflineSection } from './OfflineSection.tsx';

export function PrivacyPill() {
  const keeps = usePreferences((state) => state.keepVectors);
  const count = useStore(foreignRequests, (state) => state.count);
  const shutOut = usePreferences((state) => state.offline);
  return (
    <Pill
      testId="privacy-pill"
      label="Privacy"
      face={
        <>
          <i className="dot" data-tone={count === 0 || count === null ? 'good' : 'warn'} />
          <span>{shutOut ? 'Working offline' : 'On this device'}</span>
        </>
      }
    >
      <h2>Your texts stay here</h2>
      <p>
        The model runs in this browser. Texts and instructions are not sent anywhere, and vectors
        only to a vector store that you connect;{' '}
        {keeps ? 'workspaces and vectors are' : 'workspaces are'} kept in this browser's own
        storage.{' '}
        <Button look="link" onClick={() => app().storage.show()}>
          Storage…
        </Button>
      </p>
      {count !== null && (
        <p>
          Measured since this page was opened: <b>{plural(count, 'request')}</b> by the page to
          other sites. Its content policy forbids them as well.
        </p>
      )}
      <p>
        If you add a model from another site, a separate document, hidden in this page, fetches it.
        The browser keeps your texts from that document, and it is not counted here. If you connect
        a vector store, another one sends it the vectors of your queries.
      </p>
      <OfflineSection />
    </Pill>
  );
}
