import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { transfer } from './workspace-transfer.ts';
import { list } from './workspaces/state.ts';

const ShareDialog = lazy(() => import('./header/ShareDialog.tsx'));
const LinkDialog = lazy(() => import('./header/LinkDialog.tsx'));
const WorkspacesDialog = lazy(() => import('./workspaces/WorkspacesDialog.tsx'));

/** Dialogs about workspaces, each fetched when it is first opened. */
export function LazyDialogs() {
  const shares = useOnce(useStore(transfer, ({ sharing }) => sharing));
  const links = useOnce(useStore(transfer, ({ link }) => link !== null));
  const lists = useOnce(useStore(list, ({ open }) => open));
  return (
    <Suspense fallback={null}>
      {shares && <ShareDialog />}
      {links && <LinkDialog />}
      {lists && <WorkspacesDialog />}
    </Suspense>
  );
}

/** Whether something was true once: a dialog that was opened stays mounted, to close as dialogs do. */
function useOnce(now: boolean): boolean {
  const [once, setOnce] = useState(now);
  if (now && !once) setOnce(true);
  return once;
}
