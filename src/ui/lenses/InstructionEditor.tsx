import { type ReactNode, useId } from 'react';
import { Button } from '../shared/Button.tsx';
import { Icon } from '../shared/Icon.tsx';
import { ExactText } from './ExactText.tsx';
import { endingProblem } from './ending.ts';

/** One instruction, shown exactly as embedded, with a word of warning where its end is unusual. */
export function InstructionEditor({
  label,
  hint,
  value,
  masked,
  testId,
  onChange,
  children,
}: {
  readonly label: string;
  /** What it applies to. */
  readonly hint: string;
  readonly value: string;
  /** Tokens left out of the mean; null while nothing is embedded under it. */
  readonly masked: number | null;
  readonly testId: string;
  readonly onChange: (value: string) => void;
  readonly children?: ReactNode;
}) {
  const id = useId();
  const ending = endingProblem(value);
  return (
    <div className="instruction">
      <div className="instruction-head">
        <label htmlFor={id}>{label}</label>
        <span className="instruction-hint">
          {masked === null || value === '' ? hint : `${masked} tokens, masked from the mean`}
        </span>
      </div>
      <ExactText
        id={id}
        data-testid={testId}
        value={value}
        placeholder="No instruction: plain text embedding"
        aria-describedby={ending === null ? undefined : `${id}-ending`}
        onChange={onChange}
      />
      {ending !== null && (
        <p className="ending" id={`${id}-ending`}>
          <Icon name="alert" size={13} />
          <span>{ending.message}</span>
          <Button look="link" onClick={() => onChange(ending.fixed)}>
            Add “{ending.fixed.slice(ending.kept)}”
          </Button>
        </p>
      )}
      {children}
    </div>
  );
}
