import { useView } from '../../state/app.ts';
import { view } from '../../state/view.ts';
import { IconButton } from '../shared/IconButton.tsx';
import { DeviceSection } from './DeviceSection.tsx';
import { Instructions } from './Instructions.tsx';
import { TextLists } from './TextLists.tsx';

/** What is put in. A column; on a narrow screen, a drawer. */
export function Sidebar() {
  const open = useView((state) => state.drawer);
  const close = () => view.setState({ drawer: false });
  return (
    <>
      {open && (
        <button
          type="button"
          className="overlay only-narrow"
          aria-label="Close instructions and texts"
          onClick={close}
        />
      )}
      <aside className="sidebar" data-open={open || undefined} aria-label="Instructions and texts">
        <div className="drawer-head only-narrow">
          <b>Instructions and texts</b>
          <IconButton icon="close" label="Close" onClick={close} />
        </div>
        <Instructions />
        <TextLists />
        <DeviceSection />
      </aside>
    </>
  );
}
