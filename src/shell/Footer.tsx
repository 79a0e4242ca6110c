import { useStore } from 'zustand';
import { app, useEmbeddings, useJob, useModel, useWorkspace } from '../app/app.ts';
import { foreignRequests } from '../app/requests.ts';
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
  const job = useJob('embedding');
  const foreign = useStore(foreignRequests, (state) => state.count);
  const saved = useStore(app().workspaces.saver.state, (state) => state.status);
  const reading = useWorkspace((state) => state.role === 'reader');
  return (
    <footer className="footer">
      <div className="footer-work">
        {loading ? <LoadStatus /> : job === null ? <LastRun /> : <JobStatus job={job} />}
      </div>
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

function LastRun() {
  const last = useEmbeddings((state) => state.last);
  if (last === null) return null;
  const seconds = last.ms / 1000;
  return (
    <span data-testid="last-run">
      {plural(last.texts, 'text')} embedded in {formatSeconds(seconds)}
      {last.texts > 1 && ` · ${formatRate(last.texts / seconds)} texts/s`}
    </span>
  );
}
