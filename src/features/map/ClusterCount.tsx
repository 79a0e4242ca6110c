import { useEffect, useRef, useState } from 'react';
import { app, useJob, useWorkspace } from '../../app/app.ts';
import { Button } from '../../widgets/Button.tsx';
import { IconButton } from '../../widgets/IconButton.tsx';
import { mostClusters } from './cluster-limit.ts';
import { adoptSuggestion } from './suggest.ts';
import type { Suggest } from './suggestion.ts';

/** Milliseconds after the last digit at which a number counts: nobody wants 7 clusters on the way to 77. */
const SETTLED_MS = 600;

/** Sets the number of clusters: by hand, or the one with the highest silhouette. */
export function ClusterCount({ suggest }: { readonly suggest: Suggest }) {
  const job = useJob('suggest-k');
  return (
    <>
      <Count />
      {job === null ? (
        <IconButton
          icon="wand"
          label="Suggest k by silhouette"
          data-testid="suggest-k"
          onClick={() => void adoptSuggestion(suggest)}
        />
      ) : (
        <Button
          look="link"
          title="Stop looking for the best number of clusters"
          data-testid="suggest-stop"
          onClick={job.cancel}
        >
          {Math.round((job.fraction ?? 0) * 100)} %, stop
        </Button>
      )}
    </>
  );
}

function Count() {
  const k = useWorkspace((current) => current.workspace.k);
  const most = useWorkspace((current) => mostClusters(current.workspace));
  /** Text being typed; null where the field shows k. */
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const setK = (next: number) => app().workspace.getState().adjust({ k: next });
  const settle = (typed: string | null) => {
    clearTimeout(timer.current);
    setDraft(null);
    const wanted = Number(typed ?? '');
    if (!Number.isInteger(wanted) || wanted < 1) return;
    const next = Math.min(wanted, most);
    if (next !== k) setK(next);
  };
  return (
    <span className="stepper" title={`Number of clusters, 1 to ${most.toLocaleString('en')}`}>
      <button
        type="button"
        aria-label="Fewer clusters"
        disabled={k <= 1}
        onClick={() => setK(Math.min(most, k - 1))}
      >
        −
      </button>
      <label>
        k ={' '}
        <input
          type="number"
          inputMode="numeric"
          aria-label="Number of clusters"
          data-testid="cluster-count"
          min={1}
          max={most}
          value={draft ?? k}
          style={{ width: `${Math.max(2, String(draft ?? k).length) + 0.5}ch` }}
          onFocus={(event) => event.target.select()}
          onChange={({ target: { value } }) => {
            setDraft(value);
            clearTimeout(timer.current);
            timer.current = window.setTimeout(() => settle(value), SETTLED_MS);
          }}
          onBlur={() => settle(draft)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') settle(draft);
            else if (event.key === 'Escape' && draft !== null) {
              event.stopPropagation();
              settle(null);
            }
          }}
        />
      </label>
      <button
        type="button"
        aria-label="More clusters"
        disabled={k >= most}
        onClick={() => setK(k + 1)}
      >
        +
      </button>
    </span>
  );
}
