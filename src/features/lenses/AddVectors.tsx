import { useRef } from 'react';
import { showToast } from '../../app/toast.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { Button } from '../../widgets/Button.tsx';

const load = lazyModule(
  'The reader of vectors',
  async () => (await import('../../app/given/add-given.ts')).addGiven,
);

/** Adds a lens of vectors that someone else computed. */
export function AddVectors({ disabled }: { readonly disabled: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const add = async (file: File) => {
    try {
      const addGiven = await load();
      showToast(await addGiven(file));
    } catch (error) {
      showToast(isAbort(error) ? 'No vectors were added.' : messageOf(error));
    }
  };
  return (
    <>
      <Button
        look="link"
        data-testid="add-vectors"
        disabled={disabled}
        title="Vectors that another program computed for these texts: .npy, .parquet or .safetensors"
        onClick={() => input.current?.click()}
      >
        Add vectors…
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".npy,.parquet,.safetensors"
        aria-label="File of vectors"
        data-testid="vectors-file"
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same file can be chosen again.
          target.value = '';
          if (file !== undefined) void add(file);
        }}
      />
    </>
  );
}
