import { useState } from 'react';
import { excerpt, PART } from '../../lib/excerpt.ts';
import { Button } from '../../widgets/Button.tsx';

/** A text, of which a long one is shown part by part. */
export function FullText({ text }: { readonly text: string }) {
  const [shown, setShown] = useState(PART);
  return (
    <>
      <bdi>{excerpt(text, shown)}</bdi>
      {text.length > shown && (
        <Button look="link" onClick={() => setShown(shown + PART)}>
          Show more of it
        </Button>
      )}
    </>
  );
}
