/** The fields of INSTRUCTOR's instruction template (Su et al. 2022, §2.3). */
export interface InstructionFields {
  /** E.g. "Science"; may be empty. */
  readonly domain: string;
  /** E.g. "sentence"; required by the template. */
  readonly textType: string;
  /** E.g. "retrieving supporting documents"; may be empty. */
  readonly objective: string;
}

/** Fields and what follows them: the end is part of the string that is embedded. */
export interface ParsedInstruction extends InstructionFields {
  /** Colon and spaces. The template's is `: `; what people type and paste often lacks the space. */
  readonly ending: string;
}

/** `Represent the [domain] text_type [for task_objective]: `, with the space that ends it. */
export function buildInstruction(
  { domain, textType, objective }: InstructionFields,
  ending = ': ',
): string {
  const words = ['Represent the', domain.trim(), textType.trim()].filter((word) => word !== '');
  const purpose = objective.trim();
  return `${words.join(' ')}${purpose === '' ? '' : ` for ${purpose}`}${ending}`;
}

/**
 * The fields and the ending that `buildInstruction` makes exactly this string of, or null if there are
 * none. The template does not mark where the domain ends: the last word before "for" is taken as the
 * text type, except that the domain alone is never split off nothing ("Represent the sentence: ").
 */
export function parseInstruction(instruction: string): ParsedInstruction | null {
  const match = /^Represent the ([^\s:].*?)([\s:]*)$/s.exec(instruction);
  if (match === null) return null;
  const [, body = '', ending = ''] = match;
  const cut = body.indexOf(' for ');
  const subject = cut === -1 ? body : body.slice(0, cut);
  const objective = cut === -1 ? '' : body.slice(cut + ' for '.length);
  const space = subject.lastIndexOf(' ');
  const fields = {
    domain: subject.slice(0, Math.max(0, space)),
    textType: subject.slice(space + 1),
    objective,
  };
  // A "for" with nothing after it is no text type.
  if (fields.textType === 'for') return null;
  return buildInstruction(fields, ending) === instruction ? { ...fields, ending } : null;
}
