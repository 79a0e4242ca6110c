import type { ComponentType } from 'react';
import { useStore } from 'zustand';
import { app, useModels } from '../app/app.ts';
import { LazyDialog } from '../app/failure/LazyDialog.tsx';
import { transfer } from '../app/workspace-transfer.ts';
import { list } from '../features/workspaces/state.ts';
import { lazyModule } from '../loading/lazy-module.ts';
import { useOnce } from '../widgets/use-once.ts';

/** A dialog's name, as a sentence begins with it, and where its code is. */
function dialog(name: string, load: () => Promise<{ readonly default: ComponentType }>) {
  return { name, load: lazyModule(name, load) };
}

const MODELS = dialog('The list of models', () => import('../features/models/ModelsDialog.tsx'));
const SHARE = dialog('The link to share', () => import('./ShareDialog.tsx'));
const LINK = dialog('What the link brings', () => import('./LinkDialog.tsx'));
const WORKSPACES = dialog(
  'The list of workspaces',
  () => import('../features/workspaces/WorkspacesDialog.tsx'),
);

/** Dialogs, each fetched when it is first opened. */
export function LazyDialogs() {
  const choosesModel = useOnce(useModels(({ open }) => open));
  const shares = useOnce(useStore(transfer, ({ sharing }) => sharing));
  const links = useOnce(useStore(transfer, ({ link }) => link !== null));
  const lists = useOnce(useStore(list, ({ open }) => open));
  return (
    <>
      {choosesModel && <LazyDialog {...MODELS} onClose={() => app().models.hide()} />}
      {shares && <LazyDialog {...SHARE} onClose={() => transfer.setState({ sharing: false })} />}
      {links && <LazyDialog {...LINK} onClose={() => transfer.setState({ link: null })} />}
      {lists && <LazyDialog {...WORKSPACES} onClose={() => list.setState({ open: false })} />}
    </>
  );
}
