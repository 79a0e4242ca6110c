import { app, useJob, useWorkspace } from '../../app/app.ts';
import { dismissToast, showToast } from '../../app/toast.ts';
import { messageOf } from '../../lib/errors.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatFigure } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import type { Suggest } from './suggestion.ts';

/** More clusters than this cannot be told apart by colour and shape. */
const MOST_CLUSTERS = 12;

/** The number of clusters: by hand, or the one with the highest silhouette. */
export function ClusterCount({ suggest }: { readonly suggest: Suggest }) {
  const k = useWorkspace((current) => current.workspace.k);
  const texts = useWorkspace((current) => current.workspace.texts.length);
  const job = useJob('suggest-k');
  const most = Math.max(1, Math.min(MOST_CLUSTERS, texts));
  const setK = (next: number) => app().workspace.getState().adjust({ k: next });
  return (
    <>
      <span className="stepper">
        <button
          type="button"
          aria-label="Fewer clusters"
          disabled={k <= 1}
          onClick={() => setK(k - 1)}
        >
          −
        </button>
        <output aria-label="Number of clusters" data-testid="cluster-count">
          k = {k}
        </output>
        <button
          type="button"
          aria-label="More clusters"
          disabled={k >= most}
          onClick={() => setK(k + 1)}
        >
          +
        </button>
      </span>
      {job === null ? (
        <IconButton
          icon="wand"
          label="Suggest k by silhouette"
          onClick={() => void adoptSuggestion(suggest)}
        />
      ) : (
        <Button
          look="link"
          title="Stop looking for the best number of clusters"
          onClick={job.cancel}
        >
          {Math.round((job.fraction ?? 0) * 100)} %, stop
        </Button>
      )}
    </>
  );
}

async function adoptSuggestion(suggest: Suggest): Promise<void> {
  const suggestion = await suggest().catch((error: unknown) => {
    showToast(`No number of clusters was found: ${messageOf(error)}`);
    return null;
  });
  if (suggestion === null) return;
  const { k, scores } = suggestion;
  const best = scores.find((score) => score.k === k);
  if (best === undefined) {
    showToast('No number of clusters parts these texts.');
    return;
  }
  const before = app().workspace.getState().workspace.k;
  app().workspace.getState().adjust({ k });
  showToast(
    `k = ${k} has the highest silhouette of k = 2 to ${scores.at(-1)?.k}: ${formatFigure(best.silhouette)}`,
    before === k
      ? null
      : () => {
          app().workspace.getState().adjust({ k: before });
          dismissToast();
        },
  );
}
