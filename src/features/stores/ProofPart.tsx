import { useStore } from 'zustand';
import { useModel } from '../../app/app.ts';
import type { StoreCollection } from '../../stores/types.ts';
import { Button } from '../../widgets/Button.tsx';
import { makeProof, proof } from './make-proof.ts';
import { session } from './session.ts';
import style from './style.module.css';
import { verdictWords } from './words.ts';

/** Which model and instruction made the vectors: proved, not believed. */
export function ProofPart({ collection }: { readonly collection: StoreCollection }) {
  const info = useModel((state) => state.info);
  const busy = useStore(session, (state) => state.busy !== null);
  const text = useStore(session, (state) => state.text);
  const last = useStore(proof, (state) => state.last);
  const current =
    last?.collection === collection.name && last.fingerprint === info?.fingerprint ? last : null;
  return (
    <section className={style.part} aria-labelledby="store-proof">
      <h3 id="store-proof">What made these vectors?</h3>
      {current === null ? (
        <p>
          Embeds a few of the store’s texts in this page, under each instruction of the lenses, and
          compares with the stored vectors.
        </p>
      ) : (
        <p
          className={style.verdict}
          data-testid="store-verdict"
          data-kind={current.verdict.kind}
          role="status"
        >
          <bdi>{verdictWords(current.verdict, info?.name ?? 'the model', current.texts)}</bdi>
        </p>
      )}
      <Button
        data-testid="store-prove"
        disabled={busy || info === null || (text === null && collection.dim === info.dim)}
        onClick={() => void makeProof()}
      >
        {current === null ? 'Find out' : 'Find out again'}
      </Button>
    </section>
  );
}
