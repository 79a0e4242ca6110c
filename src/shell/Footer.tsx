import { type ReactNode, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { app, useAnalysisJob, useEmbeddings, useJob, useModel, useWorkspace } from '../app/app.ts';
import { foreignRequests } from '../app/network/requests.ts';
import { formatRate, formatSeconds, plural } from '../widgets/format.ts';
import { ImportStatus } from './ImportStatus.tsx';
import { JobStatus } from './JobStatus.tsx';
import { LoadStatus } from './LoadStatus.tsx';

const SAVING = {
  saved: 'Saved in this browser',
  saving: 'Saving…',
  failed: 'Not saved',
} as const;

export function Footer() {
  const loading = useModel((state) => state.status === 'loading');
  const foreign = useStore(foreignRequests, (state) => state.count);
  const saved = useStore(app().workspaces.saver.state, (state) => state.status);
  const reading = useWorkspace((state) => state.role === 'reader');
  return (
    <footer className="footer">
      <div className="footer-work">{loading ? <LoadStatus /> : <Work />}</div>
      <ImportStatus />
      <div className="footer-facts">
        <span data-testid="saving" data-bad={saved === 'failed' || undefined}>
          {reading && saved === 'saved' ? 'Saved by another tab' : SAVING[saved]}
        </span>
        {foreign !== null && (
          <span className="only-wide">{plural(foreign, 'request')} to other sites</span>
        )}
      </div>
    </footer>
  );
}

/** What is embedded, else what is computed, else what was embedded last. */
function Work() {
  const embedding = useJob('embedding');
  const analysis = useAnalysisJob();
  // Keyed, so that each job waits its own second.
  if (embedding !== null) return <JobStatus job={embedding} />;
  if (analysis === null) return <LastRun />;
  return (
    <Late key={analysis.startedAt} meanwhile={<LastRun />}>
      <JobStatus job={analysis} />
    </Late>
  );
}

/** Milliseconds of a computation before the foot tells of it: most are done by then. */
const LATE_MS = 1000;

function Late(props: { readonly meanwhile: ReactNode; readonly children: ReactNode }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => clearTimeout(timer);
  }, []);
  return late ? props.children : props.meanwhile;
}

function LastRun() {
  const last = useEmbeddings((state) => state.last);
  if (last === null) return null;
  const seconds = last.ms / 1000;
  const kept = last.recalled > 0 && `${plural(last.recalled, 'vector')} kept from before`;
  if (last.texts === 0) return <span data-testid="last-run">{kept}, nothing embedded</span>;
  return (
    <span data-testid="last-run">
      {plural(last.texts, 'text')} embedded in {formatSeconds(seconds)}
      <span className="only-wide">
        {last.texts > 1 && ` · ${formatRate(last.texts / seconds)} texts/s`}
        {kept && ` · ${kept}`}
      </span>
    </span>
  );
}
