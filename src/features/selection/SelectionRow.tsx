import { useStore } from 'zustand';
import { useView, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { highlight } from '../../app/view.ts';
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
  if (!open || !(some || avoids)) return null;
  return <LazyPart key={workspace} code={LIST} data={data} />;
}
