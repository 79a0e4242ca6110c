import { useStore } from 'zustand';
import { app, useModels } from '../app/app.ts';
import { LazyDialog } from '../app/failure/LazyDialog.tsx';
import { partCode } from '../app/failure/LazyPart.tsx';
import { workspaceTransfer } from '../app/workspace-transfer.ts';
import { list } from '../features/workspaces/state.ts';

const MODELS = partCode(
  'The list of models',
  async () => (await import('../features/models/ModelsDialog.tsx')).default,
);
const SHARE = partCode(
  'The link to share',
  async () => (await import('./ShareDialog.tsx')).default,
);
const LINK = partCode(
  'What the link brings',
  async () => (await import('./LinkDialog.tsx')).default,
);
const WORKSPACES = partCode(
  'The list of workspaces',
  async () => (await import('../features/workspaces/WorkspacesDialog.tsx')).default,
);

/** Dialogs that are fetched when first opened. */
export function LazyDialogs() {
  const choosesModel = useModels(({ open }) => open);
  const shares = useStore(workspaceTransfer, ({ sharing }) => sharing);
  const links = useStore(workspaceTransfer, ({ link }) => link !== null);
  const lists = useStore(list, ({ open }) => open);
  return (
    <>
      <LazyDialog
        code={MODELS}
        open={choosesModel}
        onClose={() => app().models.hide()}
        props={{}}
      />
      <LazyDialog
        code={SHARE}
        open={shares}
        onClose={() => workspaceTransfer.setState({ sharing: false })}
        props={{}}
      />
      <LazyDialog
        code={LINK}
        open={links}
        onClose={() => workspaceTransfer.setState({ link: null })}
        props={{}}
      />
      <LazyDialog
        code={WORKSPACES}
        open={lists}
        onClose={() => list.setState({ open: false })}
        props={{}}
      />
    </>
  );
}
