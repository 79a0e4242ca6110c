import { CheckpointError } from '../lib/checkpoint-error.ts';
import { type HttpOptions, httpFolder } from './http-folder.ts';
import type { ModelFolder } from './types.ts';

/** Address of the Hugging Face Hub; mirrors use the same layout of addresses. */
export const HUB = 'https://huggingface.co';

export interface HubOptions extends HttpOptions {
  /** Branch, tag or commit; default "main". */
  readonly revision?: string | undefined;
  /** Default {@link HUB}. */
  readonly hub?: string | undefined;
}

/** "owner/name" or, for the hub's oldest models, "name": letters, digits, "-", "_" and ".". */
const HUB_ID = /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)?$/;

export function isHubId(text: string): boolean {
  return HUB_ID.test(text) && !text.includes('..') && text.length <= 96;
}

/**
 * Makes a folder of a model's repository on the hub: `<hub>/<id>/resolve/<revision>/<file>`. Errors name it by `id`.
 * @throws CheckpointError if `id` can be no repository's name.
 */
export function hubFolder(
  id: string,
  { revision = 'main', hub = HUB, ...http }: HubOptions = {},
): ModelFolder {
  if (!isHubId(id)) {
    throw new CheckpointError('is no name of a model on the hub ("owner/name")', { file: id });
  }
  const base = hub.endsWith('/') ? hub : `${hub}/`;
  return {
    ...httpFolder(`${base}${id}/resolve/${encodeURIComponent(revision)}/`, http),
    label: id,
  };
}
