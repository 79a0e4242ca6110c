import type { ReactNode } from 'react';
import { view } from '../../app/view.ts';
import { Button } from '../../widgets/Button.tsx';
import { useNarrow } from '../../widgets/use-media.ts';

/** What a panel needs before it shows anything, and where to enter it. */
export function EmptyPanel({ children }: { readonly children: ReactNode }) {
  const narrow = useNarrow();
  return (
    <>
      <p>
        {children} {!narrow && 'Add them on the left.'}
      </p>
      {narrow && (
        <p>
          <Button onClick={() => view.setState({ drawer: true })}>Open the texts</Button>
        </p>
      )}
    </>
  );
}
