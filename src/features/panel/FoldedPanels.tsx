import { ask } from '../../app/asks.ts';
import { fold } from '../../app/folds.ts';
import type { Panel } from '../../app/panels.ts';
import { Icon } from '../../widgets/Icon.tsx';

/** The folded panels, each a button that unfolds it and goes there. */
export function FoldedPanels({
  panels,
  folded,
}: {
  readonly panels: readonly Panel[];
  readonly folded: ReadonlySet<string>;
}) {
  if (folded.size === 0) return null;
  return (
    <nav className="folded" aria-label="Folded panels">
      {panels
        .filter(({ definition }) => folded.has(definition.name))
        .map(({ definition: { name, title } }) => (
          <button
            key={name}
            type="button"
            className="pill"
            data-testid={`unfold-${name}`}
            onClick={() => {
              fold(name, false);
              ask(`panel:${name}`);
            }}
          >
            <Icon name="plus" size={12} />
            {title}
          </button>
        ))}
    </nav>
  );
}
