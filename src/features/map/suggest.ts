import type { KSuggestion } from '../../analysis/types.ts';
import { app } from '../../app/app.ts';
import { dismissToast, showToast } from '../../app/toast.ts';
import { messageOf } from '../../lib/errors.ts';
import { formatFigure } from '../../widgets/format.ts';
import type { Suggest } from './suggestion.ts';

/** Finds the best number of clusters, takes it, and says how it was found. */
export async function adoptSuggestion(suggest: Suggest): Promise<void> {
  const suggestion = await suggest().catch((error: unknown) => {
    showToast(`No number of clusters was found: ${messageOf(error)}`);
    return null;
  });
  if (suggestion === null) return;
  const words = suggestionWords(suggestion);
  if (words === null) {
    showToast('No number of clusters parts these texts.');
    return;
  }
  const { k } = suggestion;
  const before = app().workspace.getState().workspace.k;
  app().workspace.getState().adjust({ k });
  const undo = () => {
    app().workspace.getState().adjust({ k: before });
    dismissToast();
  };
  showToast(words, before === k ? null : undo);
}

/** Says which number was found, and among which; null where no number parts the texts. */
export function suggestionWords({ k, scores, most, texts, sampled }: KSuggestion): string | null {
  const best = scores.find((score) => score.k === k);
  const last = scores.at(-1)?.k;
  if (best === undefined || last === undefined) return null;
  const of = sampled < texts ? `, on ${sampled.toLocaleString('en')} texts drawn` : '';
  const found = `k = ${k} has the highest silhouette of ${scores.length} numbers from 2 to ${last}${of}: ${formatFigure(best.silhouette)}`;
  if (k < most || most === 2) return found;
  return `${found}. That is the upper limit of the search: the silhouette still rises there, and a larger k may part the texts better.`;
}
