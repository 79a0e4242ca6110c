import { useId, useState } from 'react';
import { useReading } from '../../app/app.ts';
import {
  buildInstruction,
  type InstructionFields,
  type ParsedInstruction,
} from '../../workspace/template.ts';
import style from './style.module.css';
import { fieldsOf, rememberFields } from './template-parts.ts';

const FIELDS: readonly (readonly [
  field: keyof InstructionFields,
  label: string,
  placeholder: string,
  /** Suggested words from INSTRUCTOR's and facet-mini's training sets. */
  suggestions: readonly string[],
])[] = [
  [
    'domain',
    'Domain',
    'Science',
    ['Science', 'Medicine', 'Finance', 'Wikipedia', 'news', 'legal', 'forum', 'product'],
  ],
  [
    'textType',
    'Text type',
    'title',
    ['sentence', 'title', 'question', 'document', 'message', 'review', 'headline', 'abstract'],
  ],
  [
    'objective',
    'Objective',
    'clustering',
    [
      'clustering',
      'retrieval',
      'retrieving supporting documents',
      'retrieving duplicate questions',
      'identifying the topic area',
      'classifying the intent',
      'classifying the emotion',
      'classifying the sentiment as positive or negative',
    ],
  ],
];

/**
 * Edits the instruction in the three fields of its training template:
 * `Represent the [domain] text_type [for objective]: `. The fields follow the text above as long as
 * it fits the template.
 */
export function TemplateFields({
  value,
  name,
  onChange,
}: {
  readonly value: string;
  /** Name of the instruction. */
  readonly name: string;
  readonly onChange: (value: string) => void;
}) {
  // Typed fields may not parse back (an empty text type), so they stay here until they do.
  const [draft, setDraft] = useState<{ for: string; fields: ParsedInstruction } | null>(null);
  const parsed = draft?.for === value ? draft.fields : fieldsOf(value);
  const id = useId();
  const reading = useReading();
  // The ending stays as typed, because it is embedded too.
  const fields = parsed ?? { domain: '', textType: '', objective: '', ending: ': ' };
  return (
    <fieldset className={style.template} aria-label="Template">
      {FIELDS.map(([field, label, placeholder, suggestions]) => (
        <label key={field}>
          {label}
          <input
            value={fields[field]}
            placeholder={placeholder}
            data-testid={name === 'instruction' ? `template-${field}` : `${name}-${field}`}
            list={`${id}-${field}`}
            readOnly={reading}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              const next = { ...fields, [field]: event.target.value };
              const built = buildInstruction(next, fields.ending);
              setDraft({ for: built, fields: next });
              rememberFields(built, next);
              onChange(built);
            }}
          />
          <datalist id={`${id}-${field}`}>
            {suggestions.map((suggestion) => (
              <option key={suggestion} value={suggestion} />
            ))}
          </datalist>
        </label>
      ))}
      {parsed === null && value.trim() !== '' && (
        <p className={style.note}>Free text. Filling a field replaces it with the template.</p>
      )}
    </fieldset>
  );
}
