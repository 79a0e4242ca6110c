import {
  INSTRUCTION_ROLES,
  type InputRules,
  type InstructionRole,
  inputNotes,
  roleWords,
} from '../../encoders/input.ts';
import style from './style.module.css';

const EXAMPLES: Readonly<Record<InstructionRole, string>> = {
  masked: 'as INSTRUCTOR’s models are trained',
  pooled: 'as models with prompts are trained: e5, gte, bge, nomic',
};

/** How a model treats an instruction: as its folder says, or a guess that can be corrected. */
export function InstructionChoice({
  input,
  open,
  chosen,
  onChange,
}: {
  readonly input: InputRules;
  /** Whether the choice is still open; a Facet folder is converted already. */
  readonly open: boolean;
  readonly chosen: InstructionRole;
  readonly onChange: (role: InstructionRole) => void;
}) {
  const notes = inputNotes(input, open ? 'the choice above' : null);
  const list = notes.length > 0 && (
    <ul className={style.notes} data-testid="import-notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
  if (input.stated || !open) return list;
  return (
    <>
      <fieldset className={style.precision} data-kind="instruction">
        <legend>Instruction</legend>
        {INSTRUCTION_ROLES.map((role) => (
          <label key={role}>
            <input
              type="radio"
              name="instruction"
              value={role}
              checked={role === chosen}
              onChange={() => onChange(role)}
            />
            <b>{roleWords(role)}</b>
            <span>{EXAMPLES[role]}</span>
          </label>
        ))}
      </fieldset>
      {list}
    </>
  );
}
