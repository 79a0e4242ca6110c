import { LensSection } from '../lenses/LensSection.tsx';
import { useNarrow } from '../use-narrow.ts';
import { DeviceSection } from './DeviceSection.tsx';
import { Drawer } from './Drawer.tsx';
import { TextLists } from './TextLists.tsx';

/** What is put in. A column; on a narrow screen, a drawer. Its parts are mounted in turn. */
export function Sidebar({ turn }: { readonly turn: number }) {
  const sections = (
    <>
      {turn > 2 && <LensSection />}
      {turn > 3 && <TextLists />}
      {turn > 1 && <DeviceSection />}
    </>
  );
  if (useNarrow()) return <Drawer>{sections}</Drawer>;
  return (
    <aside className="sidebar" aria-label="Lenses and texts">
      {sections}
    </aside>
  );
}
