/** Fields come back as they were typed, also where the instruction alone does not tell them apart. */
import { beforeEach, expect, test } from 'vitest';
import { buildInstruction } from '../../workspace/template.ts';
import { fieldsOf, rememberFields } from './template-parts.ts';

const items = new Map<string, string>();
beforeEach(() => {
  items.clear();
  globalThis.localStorage = {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
  } as Storage;
});

const BANK = { domain: 'bank', textType: 'customer message', objective: 'identifying the intent' };
const built = buildInstruction(BANK);

test('as typed', () => {
  expect(fieldsOf(built)).toMatchObject({ domain: 'bank customer', textType: 'message' });
  rememberFields(built, BANK);
  expect(fieldsOf(built)).toEqual({ ...BANK, ending: ': ' });
});

test('as typed last: the other way round is forgotten', () => {
  rememberFields(built, BANK);
  rememberFields(built, { ...BANK, domain: 'bank customer', textType: 'message' });
  expect(fieldsOf(built)).toMatchObject({ domain: 'bank customer', textType: 'message' });
  expect(items.get('facet-template-parts')).toBe('[]');
});

test('nothing is kept where parsing gives the same', () => {
  rememberFields('Represent the Science title: ', {
    domain: 'Science',
    textType: 'title',
    objective: '',
  });
  expect(items.size).toBe(0);
});

test('at most 100 are kept, the latest', () => {
  for (let i = 0; i < 120; i++) {
    const fields = { ...BANK, domain: `bank${i}` };
    rememberFields(buildInstruction(fields), fields);
  }
  const text = (i: number) => buildInstruction({ ...BANK, domain: `bank${i}` });
  expect(fieldsOf(text(119))?.textType).toBe('customer message');
  expect(fieldsOf(text(10))?.textType).toBe('message');
});

test.each(['', '{', '7', '[[1,2]]', '[["a",{"domain":1}]]'])(
  'what is stored may be anything: %j',
  (kept) => {
    items.set('facet-template-parts', kept);
    expect(fieldsOf(built)).toMatchObject({ textType: 'message' });
  },
);
