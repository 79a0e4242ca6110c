/** The export of a model as ONNX: one at a time. It goes on when the dialog is closed. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import packageJson from '../../../package.json';
import { showToast } from '../../app/toast.ts';
import type { Precision } from '../../encoders/quantise.ts';
import { type TimedProgress, writeModelFiles } from '../../exports/model/client.ts';
import type { ExportedModel } from '../../exports/model/protocol.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import { isolated } from '../../lib/isolate.ts';
import { BUILTIN_MODEL } from '../../model-folder/builtin.ts';
import type { StoredModel } from '../../model-folder/model-store.ts';
import { saveFile } from '../../widgets/save-file.ts';

/** A model of this browser in one precision. */
export interface OnnxChoice {
  /** Null is the built-in one. */
  readonly id: string | null;
  readonly name: string;
  readonly precision: Precision;
  /** Null where it is not known. */
  readonly bytes: number | null;
}

export type OnnxWork =
  | { readonly step: 'asked'; readonly id: string | null }
  | {
      readonly step: 'running';
      readonly choice: OnnxChoice;
      readonly progress: TimedProgress | null;
      /** Null once it was cancelled, while the files written so far are removed. */
      readonly cancel: (() => void) | null;
    }
  | { readonly step: 'failed'; readonly choice: OnnxChoice; readonly message: string }
  | { readonly step: 'done'; readonly choice: OnnxChoice; readonly exported: ExportedModel };

export const onnxExport: StoreApi<{ readonly work: OnnxWork | null }> = createStore<{
  readonly work: OnnxWork | null;
}>()(() => ({ work: null }));

const show = (work: OnnxWork | null) => onnxExport.setState({ work });

export function askOnnx(id: string | null): void {
  // A running one keeps its place: it can be cancelled there.
  if (onnxExport.getState().work?.step !== 'running') show({ step: 'asked', id });
}

export function dismissOnnx(): void {
  show(null);
}

/** Writes the files into a folder of their own in `folder`, or gives a zip archive as a download. */
export async function runOnnx(
  choice: OnnxChoice,
  folder: FileSystemDirectoryHandle | null,
): Promise<void> {
  const { id, name, precision } = choice;
  const controller = new AbortController();
  const { signal } = controller;
  const cancel = () => {
    controller.abort(new DOMException('Cancelled', 'AbortError'));
    show({ step: 'running', choice, progress: null, cancel: null });
  };
  show({ step: 'running', choice, progress: null, cancel });
  try {
    const exported = await writeModelFiles(
      {
        source: id === null ? BUILTIN_MODEL.source : { kind: 'stored', id },
        base: onnxName(name, precision),
        appVersion: packageJson.version,
        folder,
      },
      {
        signal,
        onProgress(progress) {
          if (!signal.aborted) show({ step: 'running', choice, progress, cancel });
        },
      },
    );
    if (exported.archive !== null) saveFile(exported.archive, exported.name);
    // The page keeps no copy of the weights.
    show({ step: 'done', choice, exported: { ...exported, archive: null } });
    showToast(`Exported ${isolated(name)} as ONNX: ${exported.name}`);
  } catch (error) {
    if (isAbort(error)) return show({ step: 'asked', id });
    show({ step: 'failed', choice, message: messageOf(error) });
    showToast(`${isolated(name)} was not exported: see Models`);
  }
}

/** Name of an export's folder: "hkunlp/instructor-base", int8 → "instructor-base-int8-onnx". */
export function onnxName(model: string, precision: Precision): string {
  const last = model.split('/').at(-1)!;
  // Safe in every file system, and no hidden file.
  const word = last.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[.-]+|[.-]+$/g, '');
  // By characters: half a character is none.
  return `${[...word].slice(0, 60).join('') || 'model'}-${precision}-onnx`;
}

/** The precisions of a model that this browser holds: those of the same source, version and reading. */
export function onnxChoices(id: string | null, stored: readonly StoredModel[]): OnnxChoice[] {
  if (id === null) {
    return [{ id, name: BUILTIN_MODEL.name, precision: BUILTIN_MODEL.precision, bytes: null }];
  }
  const asked = stored.find((model) => model.id === id);
  if (asked === undefined) return [];
  const isSame = ({ name, source, revision, instruction }: StoredModel) =>
    name === asked.name &&
    source === asked.source &&
    revision === asked.revision &&
    (instruction ?? 'masked') === (asked.instruction ?? 'masked');
  return stored.filter(isSame);
}
