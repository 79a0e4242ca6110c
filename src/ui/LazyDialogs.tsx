import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { useModels } from '../state/app.ts';
import { transfer } from './workspace-transfer.ts';
import { list } from './workspaces/state.ts';

const ModelsDialog = lazy(() => import('./models/ModelsDialog.tsx'));
const ShareDialog = lazy(() => import('./header/ShareDialog.tsx'));
const LinkDialog = lazy(() => import('./header/LinkDialog.tsx'));
const WorkspacesDialog = lazy(() => import('./workspaces/WorkspacesDialog.tsx'));

/** Dialogs, each fetched when it is first opened. */
export function LazyDialogs() {
  const choosesModel = useOnce(useModels(({ open }) => open));
  const shares = useOnce(useStore(transfer, ({ sharing }) => sharing));
  const links = useOnce(useStore(transfer, ({ link }) => link !== null));
  const lists = useOnce(useStore(list, ({ open }) => open));
  return (
    <Suspense fallback={null}>
      {choosesModel && <ModelsDialog />}
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
