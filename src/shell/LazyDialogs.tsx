import { useStore } from 'zustand';
import { app, useModels, useStorage } from '../app/app.ts';
import { useAsk } from '../app/asks.ts';
import { LazyDialog } from '../app/failure/LazyDialog.tsx';
import { partCode } from '../app/failure/LazyPart.tsx';
import { workspaceTransfer } from '../app/workspaces/workspace-transfer.ts';
import { evaluating } from '../features/evaluation/state.ts';
import { exporting } from '../features/exports/state.ts';
import { storeDialog } from '../features/stores/state.ts';
import { list } from '../features/workspaces/state.ts';

const MODELS = partCode(
  'The list of models',
  async () => (await import('../features/models/ModelsDialog.tsx')).default,
);
const dialogs = () => import('./dialogs.ts');
const SHARE = partCode('The link to share', async () => (await dialogs()).ShareDialog);
const LINK = partCode('What the link brings', async () => (await dialogs()).LinkDialog);
const WORKSPACES = partCode(
  'The list of workspaces',
  async () => (await dialogs()).WorkspacesDialog,
);
const EXPORT = partCode('The export', async () => (await dialogs()).ExportDialog);

const EVALUATION = partCode(
  'The evaluation',
  async () => (await import('../features/evaluation/EvaluationDialog.tsx')).default,
);

const STORAGE = partCode(
  'What this browser keeps',
  async () => (await import('../features/storage/StorageDialog.tsx')).default,
);

const STORE = partCode(
  'The vector store',
  async () => (await import('../features/stores/StoreDialog.tsx')).default,
);

/** Dialogs that are fetched when first opened. */
export function LazyDialogs() {
  const choosesModel = useModels(({ open }) => open);
  const storing = useStorage(({ open }) => open);
  const shares = useStore(workspaceTransfer, ({ sharing }) => sharing);
  const links = useStore(workspaceTransfer, ({ link }) => link !== null);
  const lists = useStore(list, ({ open }) => open);
  useAsk('export-selection', () => exporting.setState({ open: true, selected: true }));
  useAsk('evaluate', () => evaluating.setState({ open: true }));
  const evaluates = useStore(evaluating, ({ open }) => open);
  const exports = useStore(exporting, ({ open }) => open);
  const stores = useStore(storeDialog, ({ open }) => open);
  return (
    <>
      <LazyDialog
        code={STORE}
        open={stores}
        onClose={() => storeDialog.setState({ open: false })}
        props={{}}
      />
      <LazyDialog
        code={EXPORT}
        open={exports}
        onClose={() => exporting.setState({ open: false })}
        props={{}}
      />
      <LazyDialog
        code={EVALUATION}
        open={evaluates}
        onClose={() => evaluating.setState({ open: false })}
        props={{}}
      />
      <LazyDialog
        code={MODELS}
        open={choosesModel}
        onClose={() => app().models.hide()}
        props={{}}
      />
      <LazyDialog code={STORAGE} open={storing} onClose={() => app().storage.hide()} props={{}} />
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
