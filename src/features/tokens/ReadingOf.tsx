import { useModel } from '../../app/app.ts';
import { LensName } from '../../app/lenses/LensName.tsx';
import { useDefaultPrompt } from '../../app/lenses/use-default-prompt.ts';
import { useLens } from '../../app/lenses/use-shown-lenses.ts';
import type { InputTokens, Token } from '../../engine/types.ts';
import { isolated } from '../../lib/isolate.ts';
import { plural } from '../../widgets/format.ts';
import type { fieldOf } from './compute.ts';
import style from './style.module.css';
import { UnreadNote } from './UnreadNote.tsx';

/** How a lens reads a text: what is left out of the mean, what is in it, what was cut. */
export function ReadingOf({
  lens: id,
  input,
  field,
}: {
  readonly lens: string;
  readonly input: InputTokens;
  readonly field: ReturnType<typeof fieldOf>;
}) {
  const lens = useLens(id);
  const limit = useModel((state) => state.info?.maxSeqLength);
  const together = useModel(({ info }) => info?.input.instruction === 'pooled');
  const prompt = useDefaultPrompt();
  const instructed = lens?.[field] !== '' || prompt !== null;
  const of = (role: Token['role']) => input.tokens.filter((token) => token.role === role);
  const [masked, pooled, cut] = [of('masked'), of('pooled'), of('cut')];
  return (
    <section
      className={style.reading}
      data-colour={lens?.colour}
      data-testid="reading"
      aria-label={`Under ${isolated(lens?.name ?? 'a removed lens')}`}
    >
      <h3>
        <LensName id={id} />
        {input.cut > 0 && <b className="cut">cut at {limit}</b>}
        {input.unread !== null && (
          <b className="cut">{input.pooled === 0 ? 'no vector' : 'text not in the mean'}</b>
        )}
      </h3>
      <UnreadNote input={input} />
      <Strip
        as="masked"
        tokens={masked}
        name={
          together && input.masked === 0
            ? 'Instruction: read with the text'
            : `Instruction: ${plural(input.masked, 'token')}, read, left out of the mean`
        }
        none={noneMasked(instructed, together)}
      />
      <Strip
        as="pooled"
        tokens={pooled}
        name={`${together && instructed ? 'Instruction and text' : 'Text'}: ${plural(input.pooled, 'token')}, in the mean`}
        none="Nothing is in the mean."
      />
      {input.cut > 0 && (
        <Strip
          as="cut"
          tokens={cut}
          name={`Cut: ${input.counted ? '' : 'at least '}${plural(input.cut, 'token')} beyond the limit of ${limit}, not read`}
          more={input.cut - cut.length}
          counted={input.counted}
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
