import { isolated } from '../../lib/isolate.ts';
import { useLens } from './use-shown-lenses.ts';

/** Shows a lens by its colour and name, as everywhere on the page. */
export function LensName({ id }: { readonly id: string }) {
  const lens = useLens(id);
  return (
    <span className="lens-tag" data-colour={lens?.colour}>
      <i className="lens-dot" />
      <bdi className="ellipsis">{lensName(lens)}</bdi>
    </span>
  );
}

/** Names a lens. Never empty: a lens without a name, or one that is gone, has to be called something. */
export function lensName(lens: { readonly name: string } | undefined): string {
  if (lens === undefined) return 'a removed lens';
  return lens.name.trim() === '' ? 'Unnamed lens' : isolated(lens.name);
}
