import { useNarrow } from '../use-narrow.ts';
import { DeviceSection } from './DeviceSection.tsx';
import { Drawer } from './Drawer.tsx';
import { Instructions } from './Instructions.tsx';
import { TextLists } from './TextLists.tsx';

/** What is put in. A column; on a narrow screen, a drawer. `lists`: whether it is their turn. */
export function Sidebar({ lists }: { readonly lists: boolean }) {
  const sections = (
    <>
      <Instructions />
      {lists && <TextLists />}
      <DeviceSection />
    </>
  );
  if (useNarrow()) return <Drawer>{sections}</Drawer>;
  return (
    <aside className="sidebar" aria-label="Instructions and texts">
      {sections}
    </aside>
  );
}
