import { Part } from '../app/failure/Part.tsx';
import { DeviceSection } from '../features/device/DeviceSection.tsx';
import { LensSection } from '../features/lenses/LensSection.tsx';
import { TextLists } from '../features/texts/TextLists.tsx';
import { useNarrow } from '../widgets/use-media.ts';
import { Drawer } from './Drawer.tsx';

/**
 * Everything that a person enters: a column, or a drawer on a narrow screen. Its parts mount in
 * turn.
 */
export function Sidebar({ turn }: { readonly turn: number }) {
  const sections = (
    <>
      {turn > 2 && (
        <Part name="The lenses" area="inline">
          <LensSection />
        </Part>
      )}
      {turn > 3 && (
        <Part name="The texts" area="inline">
          <TextLists />
        </Part>
      )}
      {turn > 1 && (
        <Part name="The choice of the device" area="inline">
          <DeviceSection />
        </Part>
      )}
    </>
  );
  if (useNarrow()) return <Drawer>{sections}</Drawer>;
  return (
    <aside className="sidebar" aria-label="Lenses and texts">
      {sections}
    </aside>
  );
}
