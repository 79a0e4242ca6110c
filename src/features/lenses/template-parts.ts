/**
 * Fields of the template as they were typed. The template does not mark where the domain ends: "bank" with "customer message"
 * gives the same instruction as "bank customer" with "message". What this browser's user typed is remembered for it.
 */
import {
  type InstructionFields,
  type ParsedInstruction,
  parseInstruction,
} from '../../workspace/template.ts';

const STORED_AS = 'facet-template-parts';
/** The latest instructions whose fields are remembered. */
const MOST = 100;

type Parts = readonly (readonly [instruction: string, fields: InstructionFields])[];

/** Fields of an instruction: as typed, else as the template parses; null if it does not fit. */
export function fieldsOf(instruction: string): ParsedInstruction | null {
  const parsed = parseInstruction(instruction);
  if (parsed === null) return null;
  const typed = remembered().find(([of]) => of === instruction)?.[1];
  return typed === undefined ? parsed : { ...parsed, ...typed };
}

/** Remembers the fields from which an instruction was built, where parsing would give others. */
export function rememberFields(
  instruction: string,
  { domain, textType, objective }: InstructionFields,
): void {
  const parsed = parseInstruction(instruction);
  if (parsed === null) return;
  const typed = { domain: domain.trim(), textType: textType.trim(), objective: objective.trim() };
  const others = remembered().filter(([of]) => of !== instruction);
  const plain =
    parsed.domain === typed.domain &&
    parsed.textType === typed.textType &&
    parsed.objective === typed.objective;
  if (plain && others.length === remembered().length) return;
  store(plain ? others : [...others, [instruction, typed] as const].slice(-MOST));
}

function remembered(): Parts {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORED_AS) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isPart) : [];
  } catch {
    // No storage, or not what was stored: the template parses alone.
    return [];
  }
}

function isPart(part: unknown): part is Parts[number] {
  if (!Array.isArray(part) || part.length !== 2 || typeof part[0] !== 'string') return false;
  const fields: unknown = part[1];
  return (
    typeof fields === 'object' &&
    fields !== null &&
    (['domain', 'textType', 'objective'] as const).every(
      (name) => typeof (fields as Record<string, unknown>)[name] === 'string',
    )
  );
}

function store(parts: Parts): void {
  try {
    localStorage.setItem(STORED_AS, JSON.stringify(parts));
  } catch {
    // A full or absent storage costs the memory of fields, and nothing else.
  }
}
