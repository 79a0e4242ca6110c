import { useNarrow } from '../use-narrow.ts';
import { DeviceSection } from './DeviceSection.tsx';
import { Drawer } from './Drawer.tsx';
import { Instructions } from './Instructions.tsx';
import { TextLists } from './TextLists.tsx';

/** What is put in. A column; on a narrow screen, a drawer. Its parts are mounted in turn. */
export function Sidebar({ turn }: { readonly turn: number }) {
  const sections = (
    <>
      {turn > 2 && <Instructions />}
      {turn > 3 && <TextLists />}
      {turn > 1 && <DeviceSection />}
    </>
  );
  if (useNarrow()) return <Drawer>{sections}</Drawer>;
  return (
    <aside className="sidebar" aria-label="Instructions and texts">
      {sections}
    </aside>
  );
}
