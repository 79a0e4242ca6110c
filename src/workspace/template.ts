/** The fields of INSTRUCTOR's instruction template (Su et al. 2022, §2.3). */
export interface InstructionFields {
  /** Domain, e.g. "Science"; may be empty. */
  readonly domain: string;
  /** Text type, e.g. "sentence"; required by the template. */
  readonly textType: string;
  /** Objective, e.g. "retrieving supporting documents"; may be empty. */
  readonly objective: string;
}

/** Fields and the ending after them, which is part of the embedded string. */
export interface ParsedInstruction extends InstructionFields {
  /** Colon and spaces. The template ends in `: `; typed and pasted instructions often lack the space. */
  readonly ending: string;
}

/** `Represent the [domain] text_type [for task_objective]: `, with its final space. */
export function buildInstruction(
  { domain, textType, objective }: InstructionFields,
  ending = ': ',
): string {
  const words = ['Represent the', domain.trim(), textType.trim()].filter((word) => word !== '');
  const purpose = objective.trim();
  return `${words.join(' ')}${purpose === '' ? '' : ` for ${purpose}`}${ending}`;
}

/**
 * Parses an instruction into the fields and the ending from which `buildInstruction` makes exactly this
 * string; null if there are none. The template does not mark where the domain ends, so the last word
 * before "for" is the text type. A text type never becomes a domain ("Represent the sentence: ").
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
  // A "for" with nothing after it is not a text type.
  if (fields.textType === 'for') return null;
  return buildInstruction(fields, ending) === instruction ? { ...fields, ending } : null;
}
