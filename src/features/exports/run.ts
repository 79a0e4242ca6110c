/** One export at a time. It goes on when its dialog is closed. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import packageJson from '../../../package.json';
import { app } from '../../app/app.ts';
import { alsoWanted } from '../../app/embeddings/also-wanted.ts';
import { vectorSet } from '../../app/embeddings/gather.ts';
import { whenEmbedded } from '../../app/embeddings/when-embedded.ts';
import { exactInstruction } from '../../app/lenses/use-default-prompt.ts';
import type { Records } from '../../app/panels.ts';
import { showToast } from '../../app/toast.ts';
import { writeFiles } from '../../exports/client.ts';
import type { Format } from '../../exports/files.ts';
import { ExportError, type ExportTable } from '../../exports/types.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import { plural } from '../../widgets/format.ts';
import { saveFile } from '../../widgets/save-file.ts';
import type { ListName } from '../../workspace/edits.ts';
import type { Lens } from '../../workspace/lens.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { idsAlone, missingPairs, recordTable, vectorTable } from './content.ts';
import { embeddedTexts, MOST_PAIRS, nearDuplicates } from './duplicates.ts';
import { manifestOf } from './manifest.ts';
import { slugOf } from './names.ts';

export type Content = 'vectors' | 'ranks' | 'clusters' | 'duplicates';

export interface Order {
  readonly content: Content;
  readonly format: Format;
  /** For vectors: of which list. */
  readonly list: ListName;
  readonly lenses: readonly Lens[];
  /** Whether vectors come with clusters and places. */
  readonly places: boolean;
  /** For vectors and near-duplicates: the wordings that are exported; null is all. */
  readonly only: readonly string[] | null;
  /** For near-duplicates: the least cosine. */
  readonly least: number;
}

interface Export {
  /** Null where none runs. */
  readonly running: {
    readonly step: string;
    /** Null while it is not known. */
    readonly fraction: number | null;
    readonly cancel: () => void;
  } | null;
  readonly problem: string | null;
}

export const exportRun: StoreApi<Export> = createStore<Export>()(() => ({
  running: null,
  problem: null,
}));

/** Writes an export into `folder`, or as downloads. Says in the dialog why it failed. */
export async function runExport(order: Order, folder: FileSystemDirectoryHandle | null) {
  const controller = new AbortController();
  const cancel = () => controller.abort(new DOMException('Cancelled', 'AbortError'));
  const tell = (step: string, fraction: number | null) =>
    exportRun.setState({ running: { step, fraction, cancel } });
  exportRun.setState({ problem: null });
  tell('Gathering', null);
  try {
    const { signal } = controller;
    await embedded(order, signal, tell);
    const { table, how } = await tableOf(order, signal, tell);
    if (table.count === 0) throw new ExportError('There is nothing to export: no row was found.');
    const base = baseOf(order);
    const manifest = manifestFor(order, table, how);
    const written = await writeFiles(
      { format: order.format, table, base, manifest, folder },
      app().vectors.port(),
      { signal, onProgress: (fraction) => tell('Writing', fraction) },
    );
    for (const { name, content } of written) if (content !== null) saveFile(content, name);
    const rows = plural(table.count, 'row');
    showToast(`Exported ${rows} in ${plural(written.length, 'file')}: ${written[0]!.name}`);
  } catch (error) {
    if (!isAbort(error)) exportRun.setState({ problem: messageOf(error) });
  } finally {
    alsoWanted.setState({ pairs: [] });
    // Cancelled, what only the export wanted is embedded no further.
    if (controller.signal.aborted) app().embeddings.schedule();
    exportRun.setState({ running: null });
  }
}

/** Name of the files without their ends. */
export function baseOf({ content, list, only }: Pick<Order, 'content' | 'list' | 'only'>): string {
  const { name } = app().workspace.getState().workspace;
  const of = only === null ? '' : '-selected';
  return `${slugOf(name, 'workspace')}-${content === 'vectors' ? list : content}${of}`;
}

function askedOf({ list, lenses, only }: Order) {
  const { embeddings, workspace } = app();
  const current = workspace.getState().workspace;
  const lookup = (instruction: string, text: string) => embeddings.lookup(instruction, text);
  return { workspace: withOnly(current, only), list, lenses, lookup };
}

/** The workspace with those of its texts alone that have one of these wordings. */
function withOnly(workspace: Workspace, only: Order['only']): Workspace {
  if (only === null) return workspace;
  const wanted = new Set(only);
  const isWanted = ({ text }: { readonly text: string }) => wanted.has(text);
  return {
    ...workspace,
    texts: workspace.texts.filter(isWanted),
    queries: workspace.queries.filter(isWanted),
    documents: workspace.documents.filter(isWanted),
  };
}

/** Resolves once all that is exported is embedded. @throws ExportError where it will not be. */
function embedded(
  order: Order,
  signal: AbortSignal,
  tell: (step: string, fraction: number | null) => void,
): Promise<void> {
  // Ranks and clusters are those of their panels, which see to it.
  if (order.content === 'ranks' || order.content === 'clusters') return Promise.resolve();
  const asked = askedOf(order);
  // All of them, so that none goes while others come.
  const all = missingPairs({ ...asked, lookup: () => undefined });
  alsoWanted.setState({ pairs: all });
  const missing = () => missingPairs(asked).length;
  if (missing() === 0) return Promise.resolve();
  return whenEmbedded(missing, {
    signal,
    onLeft: (left) => tell('Embedding', 1 - left / all.length),
    fail: (reason) => new ExportError(reason),
  });
}

async function tableOf(
  order: Order,
  signal: AbortSignal,
  tell: (step: string, fraction: number | null) => void,
): Promise<{ readonly table: ExportTable; readonly how: Records['how'] }> {
  const asked = askedOf(order);
  switch (order.content) {
    case 'vectors': {
      const map = order.places && order.list === 'texts' ? await recordsOf('map') : null;
      return { table: vectorTable({ ...asked, map }), how: map?.how ?? {} };
    }
    case 'ranks':
    case 'clusters': {
      const records = await recordsOf(order.content === 'ranks' ? 'retrieval' : 'map');
      if (records === null) throw new ExportError(NOTHING[order.content]);
      const kept = order.format === 'trec' ? idsAlone(records) : records;
      return { table: recordTable(kept, asked.workspace), how: records.how };
    }
    case 'duplicates': {
      const pairs = [];
      for (const lens of order.lenses) {
        const { items, entries } = embeddedTexts(asked.workspace.texts, (text) =>
          asked.lookup(lens.instruction, text),
        );
        if (items.length < 2) continue;
        const set = vectorSet(entries);
        pairs.push({
          items,
          lens,
          found: await app().analysis.nearPairs(set, {
            least: order.least,
            most: MOST_PAIRS,
            signal,
            onProgress: (fraction) => tell('Comparing', fraction),
          }),
        });
      }
      const records = nearDuplicates(pairs, order.least);
      return { table: recordTable(records, asked.workspace), how: records.how };
    }
    default:
      return order.content satisfies never;
  }
}

const NOTHING = {
  ranks: 'There are no ranks yet: add queries and documents, and wait until Retrieval shows them.',
  clusters: 'There are no clusters yet: add at least 3 texts, and wait until the map is drawn.',
} as const;

/** What a panel found; null where it has no current result. */
async function recordsOf(name: 'map' | 'retrieval'): Promise<Records | null> {
  const panel = app().panels.all.find(({ definition }) => definition.name === name);
  const state = panel?.data.store.getState();
  if (state?.status !== 'ready' || state.result === null) return null;
  const save = await panel!.definition.save!.load();
  return save.records!(state.result);
}

function manifestFor(order: Order, table: ExportTable, how: Records['how']) {
  const { model, models, workspace } = app();
  const { info, modelId } = model.getState();
  const { stored } = models.state.getState();
  const current = workspace.getState().workspace;
  const isRecord = order.content !== 'vectors';
  return manifestOf({
    content: order.content,
    workspace: current,
    list: isRecord ? null : order.list,
    lenses: isRecord ? current.lenses : order.lenses,
    model: info,
    stored: stored?.find(({ id }) => id === modelId) ?? null,
    prompt: exactInstruction,
    how,
    columns: [...table.columns, ...table.vectors],
    appVersion: packageJson.version,
    now: new Date(),
  });
}
