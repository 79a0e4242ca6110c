/** The families of encoders that Facet runs. This is the only place that chooses between them. */
import type { JsonObject } from '../../checkpoint/json.ts';
import { CheckpointError } from '../../lib/checkpoint-error.ts';
import type { ConfigOf } from '../spec.ts';
import { bert } from './bert.ts';
import { checkSizes } from './bounds.ts';
import type { EncoderFamily } from './family.ts';
import { t5 } from './t5.ts';

const FAMILIES = { t5, bert };

export type FamilyName = keyof typeof FAMILIES;
type SpecOf<Family> = Family extends EncoderFamily<infer Spec> ? Spec : never;
/** An encoder of any family; `family` tells which. */
export type EncoderSpec = SpecOf<(typeof FAMILIES)[FamilyName]>;
/** The part of a spec that config.json gives: the modules around the encoder give the rest. */
export type EncoderConfig = ConfigOf<EncoderSpec>;

/** All families, in the order shown to the user. */
export const FAMILY_LIST: readonly EncoderFamily<EncoderSpec>[] = Object.values(FAMILIES);

/** Names of the families, each mapped to itself: for `JsonObject.choice`. */
export const FAMILY_NAMES = Object.fromEntries(
  FAMILY_LIST.map(({ name }) => [name, name]),
) as Readonly<Record<FamilyName, FamilyName>>;

/** Returns the family of a spec: its methods take that spec, and no other family's. */
export function familyOf({ family }: Pick<EncoderSpec, 'family'>): EncoderFamily<EncoderSpec> {
  return FAMILIES[family];
}

/** Fields that mark the config.json of a module after the encoder. */
const MODULE_FIELDS = [
  ['word_embedding_dimension', 'a Pooling module'],
  ['in_features', 'a Dense module'],
] as const;

/**
 * Reads a Hugging Face config.json. Fields added to the format after its first models have Hugging Face's defaults; all
 * others must be there.
 *
 * @throws CheckpointError naming the field, or the family if it is none of these.
 */
export function parseEncoderConfig(config: JsonObject): EncoderConfig {
  const module = MODULE_FIELDS.find(([field]) => config.has(field));
  if (module !== undefined && !config.has('model_type')) {
    throw new CheckpointError(
      `is of ${module[1]}, one part of a model; choose the folder above it, which holds modules.json`,
      { file: config.file },
    );
  }
  const name = config.string('model_type');
  const family = FAMILY_LIST.find((each) => each.name === name);
  if (family !== undefined) {
    const encoder = family.parseConfig(config);
    checkSizes(config, encoder);
    return encoder;
  }
  const known = FAMILY_LIST.map((each) => `${each.name} (${each.members})`);
  throw new CheckpointError(
    `field "model_type" is ${JSON.stringify(name.slice(0, 80))}; Facet runs the families ${new Intl.ListFormat('en-GB').format(known)}`,
    { file: config.file },
  );
}
