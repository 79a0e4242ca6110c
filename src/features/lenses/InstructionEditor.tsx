import { useId, useState } from 'react';
import { useModel, useReading } from '../../app/app.ts';
import { useDefaultPrompt } from '../../app/lenses/use-default-prompt.ts';
import { Button } from '../../widgets/Button.tsx';
import { ExactText, Marked } from '../../widgets/ExactText.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { IconButton } from '../../widgets/IconButton.tsx';
import { endingProblem } from './ending.ts';
import style from './style.module.css';
import { TemplateFields } from './TemplateFields.tsx';

/** One instruction, exactly as embedded, with a warning if its end is unusual. */
export function InstructionEditor({
  label,
  hint,
  value,
  masked,
  testId,
  onChange,
  fields,
  full,
}: {
  readonly label: string;
  /** Texts that the instruction applies to. */
  readonly hint: string;
  readonly value: string;
  /** Tokens left out of the mean; null while no text is embedded under it. */
  readonly masked: number | null;
  readonly testId: string;
  readonly onChange: (value: string) => void;
  /** Whether the template's fields start open or closed. */
  readonly fields: 'open' | 'closed';
  /** Whether the instruction leaves no room for a text. */
  readonly full: boolean;
}) {
  const id = useId();
  const [open, setOpen] = useState(fields === 'open');
  const prompt = useDefaultPrompt();
  const reading = useReading();
  const pooled = useModel(({ info }) => info?.input.instruction === 'pooled');
  const ours = useModel(({ info }) => Object.values(info?.input.prompts ?? {}).includes(value));
  // A prompt that the model was trained with ends as it should.
  const ending = ours ? null : endingProblem(value);
  const limit = useModel(({ info }) => info?.maxSeqLength);
  const byDefault = value === '' && prompt !== null;
  const describedBy = [
    byDefault ? `${id}-default` : '',
    ending === null ? '' : `${id}-ending`,
    full ? `${id}-full` : '',
  ]
    .filter(Boolean)
    .join(' ');
  const role = (tokens: number) =>
    pooled ? 'part of the mean' : `${tokens} tokens, masked from the mean`;
  return (
    <div className={style.instruction}>
      <div className={style.label}>
        <label htmlFor={id}>{label}</label>
        <span className={style.hint}>
          {masked === null || (value === '' && prompt === null) ? hint : role(masked)}
        </span>
        {fields === 'closed' && (
          <IconButton
            icon="fields"
            label={`${open ? 'Hide' : 'Show'} the fields of the template, ${label.toLowerCase()}`}
            aria-pressed={open}
            data-testid={`${testId}-fields`}
            onClick={() => setOpen(!open)}
          />
        )}
      </div>
      <ExactText
        id={id}
        data-testid={testId}
        value={value}
        readOnly={reading}
        placeholder={prompt === null ? 'No instruction: plain text embedding' : ''}
        aria-describedby={describedBy === '' ? undefined : describedBy}
        onChange={onChange}
      />
      {byDefault && (
        <p className={style.prompt} id={`${id}-default`} data-testid={`${testId}-default`}>
          Embedded with the model’s default prompt: <Marked text={prompt} />
        </p>
      )}
      {ending !== null && (
        <p className={style.ending} id={`${id}-ending`}>
          <Icon name="alert" size={13} />
          <span>{ending.message}</span>
          <Button look="link" onClick={() => onChange(ending.fixed)}>
            Add “{ending.fixed.slice(ending.kept)}”
          </Button>
        </p>
      )}
      {full && (
        <p className={style.ending} id={`${id}-full`} data-testid={`${testId}-full`}>
          <Icon name="alert" size={13} />
          <span>
            It fills the model’s limit of {limit} tokens: nothing of a text is read, and texts under
            it cannot be told apart. Shorten it.
          </span>
        </p>
      )}
      {open && <TemplateFields value={value} name={testId} onChange={onChange} />}
    </div>
  );
}
