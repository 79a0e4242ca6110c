import type { ModelInfo } from '../../engine/types.ts';
import type { Manifest } from '../../exports/types.ts';
import type { StoredModel } from '../../model-folder/model-store.ts';
import type { ListName } from '../../workspace/edits.ts';
import type { Lens } from '../../workspace/lens.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { FIELD_OF } from './content.ts';
import { slugsOf } from './names.ts';

/** All that made the rows of an export. */
export function manifestOf(of: {
  readonly content: string;
  readonly workspace: Workspace;
  /** The list whose vectors it holds; null for what compares lists. */
  readonly list: ListName | null;
  readonly lenses: readonly Lens[];
  readonly model: ModelInfo | null;
  /** The model as it was imported; null for the built-in one. */
  readonly stored: StoredModel | null;
  /** What an empty instruction is read as. */
  readonly prompt: (instruction: string) => string;
  readonly how: Readonly<Record<string, unknown>>;
  readonly columns: readonly { readonly name: string }[];
  readonly appVersion: string;
  readonly now: Date;
}): Manifest {
  const { workspace, list, model, stored } = of;
  const slugs = slugsOf(of.lenses);
  return {
    format: 'facet-export',
    version: 1,
    content: of.content,
    app: { name: 'Facet', version: of.appVersion },
    createdAt: of.now.toISOString(),
    workspace: workspace.name,
    model:
      model === null
        ? null
        : {
            name: model.name,
            source: stored?.source ?? 'built in',
            revision: stored?.revision ?? null,
            fingerprint: model.fingerprint,
            precision: model.precision,
            device: model.device,
            deviceDetail: model.deviceDetail,
            dimensions: model.dim,
            maxTokens: model.maxSeqLength,
            input: model.input,
          },
    lenses: of.lenses.map((lens) => ({
      name: lens.name,
      key: slugs.get(lens.id),
      ...(lens.given !== undefined
        ? { vectorsFrom: lens.given }
        : list === null
          ? {
              instruction: of.prompt(lens.instruction),
              queryInstruction: of.prompt(lens.queryInstruction),
              documentInstruction: of.prompt(lens.documentInstruction),
            }
          : { instruction: of.prompt(lens[FIELD_OF[list]]) }),
    })),
    list,
    columns: of.columns.map(({ name }) => name),
    vectors:
      list === null
        ? null
        : {
            type: 'float32',
            withoutVector: 'zeros in .npy and .safetensors, null or empty elsewhere',
          },
    ...of.how,
  };
}
