import { useModel } from '../../app/app.ts';
import { LensName } from '../../app/LensName.tsx';
import { useLens } from '../../app/use-comparison.ts';
import { useDefaultPrompt } from '../../app/use-default-prompt.ts';
import type { Reading, Token } from '../../engine/types.ts';
import { plural } from '../../widgets/format.ts';
import type { fieldOf } from './compute.ts';
import style from './style.module.css';
import { UnreadNote } from './UnreadNote.tsx';

/** How a lens reads a text: what is left out of the mean, what is in it, what was cut. */
export function ReadingOf({
  lens: id,
  reading,
  field,
}: {
  readonly lens: string;
  readonly reading: Reading;
  readonly field: ReturnType<typeof fieldOf>;
}) {
  const lens = useLens(id);
  const limit = useModel((state) => state.info?.maxSeqLength);
  const together = useModel(({ info }) => info?.input.instruction === 'pooled');
  const prompt = useDefaultPrompt();
  const instructed = lens?.[field] !== '' || prompt !== null;
  const of = (role: Token['role']) => reading.tokens.filter((token) => token.role === role);
  const [masked, pooled, cut] = [of('masked'), of('pooled'), of('cut')];
  return (
    <section
      className={style.reading}
      data-colour={lens?.colour}
      data-testid="reading"
      aria-label={`Under ${lens?.name ?? 'a removed lens'}`}
    >
      <h3>
        <LensName id={id} />
        {reading.cut > 0 && <b className="cut">cut at {limit}</b>}
        {reading.unread !== null && (
          <b className="cut">{reading.pooled === 0 ? 'no vector' : 'text not in the mean'}</b>
        )}
      </h3>
      <UnreadNote reading={reading} />
      <Strip
        as="masked"
        tokens={masked}
        name={
          together && reading.masked === 0
            ? 'Instruction: read with the text'
            : `Instruction: ${plural(reading.masked, 'token')}, read, left out of the mean`
        }
        none={noneMasked(instructed, together)}
      />
      <Strip
        as="pooled"
        tokens={pooled}
        name={`${together && instructed ? 'Instruction and text' : 'Text'}: ${plural(reading.pooled, 'token')}, in the mean`}
        none="Nothing is in the mean."
      />
      {reading.cut > 0 && (
        <Strip
          as="cut"
          tokens={cut}
          name={`Cut: ${reading.counted ? '' : 'at least '}${plural(reading.cut, 'token')} beyond the limit of ${limit}, not read`}
          more={reading.cut - cut.length}
          counted={reading.counted}
        />
      )}
    </section>
  );
}

/** Why no token is left out of the mean. */
function noneMasked(instructed: boolean, together: boolean): string {
  if (!instructed) return 'No instruction: every token is in the mean.';
  if (together) return 'This model takes the instruction into the mean.';
  return 'This instruction is so short that the model does not leave it out of the mean.';
}

function Strip({
  as: role,
  tokens,
  name,
  none,
  more = 0,
  counted = true,
}: {
  readonly as: Token['role'];
  readonly tokens: readonly Token[];
  readonly name: string;
  /** What to say where there are no tokens. */
  readonly none?: string;
  /** Tokens that are not listed. */
  readonly more?: number;
  /** Whether `more` is all of them. */
  readonly counted?: boolean;
}) {
  return (
    <div className={style.strip} data-role={role}>
      <h4>{name}</h4>
      {tokens.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ol aria-label={name}>
          {tokens.map((token, at) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
              key={at}
              data-special={token.special || undefined}
              title={token.special ? 'put in by the tokeniser' : undefined}
            >
              <bdi>{token.piece}</bdi>
            </li>
          ))}
          {more > 0 && (
            <li className={style.more}>
              and {!counted && 'at least '}
              {more.toLocaleString('en')} more
            </li>
          )}
        </ol>
      )}
    </div>
  );
}
