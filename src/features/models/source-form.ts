import { HUB } from '../../checkpoint/hub.ts';
import type { ImportSource } from '../../importer/types.ts';
import { addressProblem, parseHubReference } from './hub-address.ts';

export type SourceKind = 'hub' | 'files' | 'url';

/** Content of the form that adds a model. */
export interface SourceForm {
  readonly kind: SourceKind;
  readonly id: string;
  readonly revision: string;
  readonly hub: string;
  readonly url: string;
  readonly token: string;
}

export function emptySourceForm(): SourceForm {
  return { kind: 'hub', id: '', revision: 'main', hub: HUB, url: '', token: '' };
}

/** The form's source, or its fault. */
export function sourceOf(form: SourceForm): ImportSource | { readonly problem: string } {
  const token = form.token.trim() || undefined;
  if (form.kind === 'url') {
    const url = form.url.trim();
    const problem = addressProblem(url);
    return problem === null ? { kind: 'url', url, token } : { problem };
  }
  const reference = parseHubReference(form.id);
  if (reference === null) {
    return {
      problem: 'Give the model’s name on the hub, “owner/name”, or the address of its page.',
    };
  }
  const hub = reference.hub ?? (form.hub.trim() || HUB);
  const revision = reference.revision ?? (form.revision.trim() || 'main');
  const problem = addressProblem(hub);
  return problem === null ? { kind: 'hub', id: reference.id, revision, hub, token } : { problem };
}
