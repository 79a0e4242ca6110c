import { useDeferredValue } from 'react';
import { PanelPart, Part } from '../../app/failure/Part.tsx';
import { useShownLenses } from '../../app/lenses/use-shown-lenses.ts';
import type { Panel } from '../../app/panels.ts';
import { PanelContext } from './context.ts';

/** A panel in its place on the page, where it may fail alone. */
export function PanelSlot({ panel }: { readonly panel: Panel }) {
  const { name, title, place, isWide = false } = panel.definition;
  if (place === 'row') {
    return (
      <Part name={`The ${title.toLowerCase()}`} area="inline">
        <Row panel={panel} />
      </Part>
    );
  }
  return (
    <PanelPart name={name} title={title} isWide={isWide}>
      <Shown panel={panel} />
    </PanelPart>
  );
}

function Row({ panel }: { readonly panel: Panel }) {
  // Deferred, since a panel that appears or disappears changes the size of every chart.
  const comparison = useDeferredValue(useShownLenses());
  const { isShown } = panel.definition;
  return (isShown === undefined || isShown(comparison)) && <Shown panel={panel} />;
}

function Shown({ panel }: { readonly panel: Panel }) {
  return <PanelContext value={panel}>{panel.definition.render(panel.data)}</PanelContext>;
}
