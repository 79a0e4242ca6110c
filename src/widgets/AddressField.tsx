import { type ComponentProps, useId } from 'react';

/** A labelled field for addresses, names and keys: the browser neither corrects nor fills in what is typed. */
export function AddressField({
  label,
  ...input
}: { readonly label: string } & ComponentProps<'input'>) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...input}
      />
    </>
  );
}
