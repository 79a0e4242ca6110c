/** Small dialogs that are fetched together: each script of its own would part what the page starts with once more. */
export { default as ExportDialog } from '../features/exports/ExportDialog.tsx';
export { default as WorkspacesDialog } from '../features/workspaces/WorkspacesDialog.tsx';
export { default as LinkDialog } from './LinkDialog.tsx';
export { default as ShareDialog } from './ShareDialog.tsx';
