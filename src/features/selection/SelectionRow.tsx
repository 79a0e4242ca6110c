import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useView, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { highlight, view } from '../../app/view.ts';
import type { SelectionData } from './compute.ts';
import { unlike } from './state.ts';

const LIST = partCode(
  'The list of selected texts',
  async () => (await import('./SelectionPanel.tsx')).default,
);

/** The selected texts and those like them, while they are asked for. */
export function SelectionRow({ data }: { readonly data: SelectionData }) {
  const open = useView((state) => state.selecting);
  const some = useStore(highlight, (state) => state.pinned.length > 0);
  const workspace = useWorkspace((state) => state.id);
  const avoids = useStore(
    unlike,
    (state) => state.workspace === workspace && state.texts.length > 0,
  );
  const any = some || avoids;
  // The next text that is selected, anywhere, does not bring the list back and push the panels down.
  useEffect(() => {
    if (!any) view.setState({ selecting: false });
  }, [any]);
  if (!open || !any) return null;
  return <LazyPart key={workspace} code={LIST} data={data} />;
}
