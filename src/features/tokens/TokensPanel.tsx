import { type Ref, useRef } from 'react';
import { useStore } from 'zustand';
import { useModel, useWorkspace } from '../../app/app.ts';
import { LensName } from '../../app/LensName.tsx';
import type { Computed } from '../../app/panels.ts';
import { isAt, readableTexts, textRefOf } from '../../app/readable-texts.ts';
import type { PlacedText } from '../../app/results.ts';
import { useDefaultPrompt } from '../../app/use-default-prompt.ts';
import { useLens } from '../../app/use-shown-lenses.ts';
import { view } from '../../app/view.ts';
import type { InputTokens, Token } from '../../engine/types.ts';
import { plural } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { placeName } from '../panel/places.ts';
import { fieldOf } from './compute.ts';
import type { TokensResult } from './result.ts';
import style from './style.module.css';
import { UnreadNote } from './UnreadNote.tsx';

/** One text in full and how each shown lens reads it, token by token. */
export function TokensPanel({ data }: { readonly data: Computed<TokensResult> }) {
  const { result } = useStore(data.store);
  const readings = useRef<HTMLElement>(null);
  return (
    <PanelFrame
      className={style.frame}
      subtitle={result === null ? '' : placeName(result.item)}
      controls={result !== null && <Steps item={result.item} />}
      empty={<EmptyPanel>A text is shown here as the model reads it.</EmptyPanel>}
      main={readings}
    >
      {result !== null && <Readings ref={readings} result={result} />}
    </PanelFrame>
  );
}

/** Buttons to the previous and the next text, through all lists. */
function Steps({ item }: { readonly item: PlacedText }) {
  const workspace = useWorkspace((state) => state.workspace);
  const items = readableTexts(workspace);
  const at = items.findIndex((each) => isAt(each, textRefOf(item)));
  const step = (by: -1 | 1) => {
    const next = items[at + by];
    if (next !== undefined) view.setState({ read: textRefOf(next) });
  };
  return (
    <>
      <IconButton
        icon="back"
        label="Tokens of the text before"
        disabled={at <= 0}
        onClick={() => step(-1)}
      />
      <IconButton
        icon="arrow"
        label="Tokens of the next text"
        disabled={at === -1 || at === items.length - 1}
        onClick={() => step(1)}
      />
    </>
  );
}

function Readings({
  result: { item, sides },
  ref,
}: {
  readonly result: TokensResult;
  readonly ref: Ref<HTMLElement>;
}) {
  return (
    // It takes the focus, so that the keys can scroll it.
    <section
      ref={ref}
      className={style.readings}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      aria-label={`Tokens of ${placeName(item)}`}
    >
      <p className={style.text} dir="auto" data-testid="reading-text">
        {item.text}
      </p>
      <div className={style.sides}>
        {sides.map(
          (side) =>
            side !== undefined && (
              <ReadingOf
                key={side.lens}
                lens={side.lens}
                input={side.input}
                field={fieldOf(item)}
              />
            ),
        )}
      </div>
    </section>
  );
}

function ReadingOf({
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
      aria-label={`Under ${lens?.name ?? 'a removed lens'}`}
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
          name={`Cut: ${plural(input.cut, 'token')} beyond the limit of ${limit}, not read`}
          more={input.cut - cut.length}
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
}: {
  readonly as: Token['role'];
  readonly tokens: readonly Token[];
  readonly name: string;
  /** Shown if there are no tokens. */
  readonly none?: string;
  /** Number of tokens that are not listed. */
  readonly more?: number;
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
          {more > 0 && <li className={style.more}>and {more.toLocaleString('en')} more</li>}
        </ol>
      )}
    </div>
  );
}
