import type { ComponentProps } from 'react';

/** A button with words. */
export function Button({
  look = 'plain',
  ...rest
}: { readonly look?: 'plain' | 'primary' | 'link' } & Omit<
  ComponentProps<'button'>,
  'className' | 'type'
>) {
  return <button type="button" className="button" data-look={look} {...rest} />;
}
