import { describe, expect, it } from 'vitest';
import { workerHere } from '../../../testing/worker-here.ts';
import { Words } from './client.ts';
import { serveWords } from './service.ts';
import { tokensOf } from './tokens.ts';
import { WordIndex } from './word-index.ts';

const keys = (text: string) => Array.from(tokensOf(text), ({ key }) => key);

describe('words of a text', () => {
  it('are told apart in every script, without case and accents', () => {
    expect(keys('The Café’s 2nd menu, naïve–ÉCLAIR!')).toEqual([
      'the',
      "cafe's",
      '2nd',
      'menu',
      'naive',
      'eclair',
    ]);
    expect(keys('Größe ﬁnden')).toEqual(['große', 'finden']);
    expect(keys('東京都に住む')).toContain('東京');
    expect(keys('мой дом')).toEqual(['мои', 'дом']);
    expect(keys('한국어 문장')).toEqual(['한국어', '문장']);
    expect(keys('हिन्दी भाषा')).toHaveLength(2);
    expect(keys(`${'x'.repeat(65)} <b>bold</b> =1+1`)).toEqual(['b', 'bold', 'b', '1', '1']);
  });

  it('know their place', () => {
    const text = 'A naïve 東京 test';
    for (const { key, start, end } of tokensOf(text)) {
      expect(keys(text.slice(start, end))).toEqual([key]);
    }
  });
});

const DOCUMENTS = [
  'The river is high after the rain.',
  'The bank raised the interest rate.',
  'A river bank is a place to sit, and the river is near.',
  'Nothing of the kind is here.',
  'The bank raised the interest rate.',
].map((text) => ({ text }));

describe('the search for words', () => {
  const words = new Words(() => workerHere(serveWords, []));

  it('ranks documents by their best chunk, before the ranks are cut', async () => {
    const groups = Uint32Array.of(0, 0, 0, 1, 2);
    const { indices } = await words.rank(['river bank'], DOCUMENTS, 2, { groups });
    // Without folding they would be chunks 2 and 0 of the same document.
    expect([...indices]).toEqual([2, 4]);
  });

  it('ranks documents that share words, the rarer and the more first', async () => {
    const { indices, scores, k, terms } = await words.rank(
      ['river bank', 'interest', 'zebra', 'the'],
      DOCUMENTS,
      3,
    );
    expect(k).toBe(3);
    expect(terms).toEqual([['river', 'bank'], ['interest'], ['zebra'], ['the']]);
    expect(indices[0]).toBe(2);
    // Equal texts are in the order of the list.
    expect([...indices.subarray(3, 6)]).toEqual([1, 4, -1]);
    expect([...indices.subarray(6, 9)]).toEqual([-1, -1, -1]);
    expect(scores[6]).toBeNaN();
    // A query of stop words alone is searched as it is.
    expect(indices[9]).toBeGreaterThanOrEqual(0);
  });

  it('does not look for stop words beside others', async () => {
    const { indices, terms } = await words.rank(['the interest of the'], DOCUMENTS, 5);
    expect(terms[0]).toEqual(['interest']);
    expect([...indices]).toEqual([1, 4, -1, -1, -1]);
  });

  it('searches only what is allowed, and another list when it comes', async () => {
    const only = Uint8Array.of(1, 1, 0, 1, 0);
    expect([...(await words.rank(['bank'], DOCUMENTS, 2, { only })).indices]).toEqual([1, -1]);
    const other = [{ text: 'zebra' }];
    expect([...(await words.rank(['zebra'], other, 9)).indices]).toEqual([0]);
    expect([...(await words.rank(['river'], DOCUMENTS, 1)).indices]).toEqual([2]);
  });

  it('begins again after a cancelled list', async () => {
    const controller = new AbortController();
    const long = Array.from({ length: 5000 }, (_, i) => ({ text: `text ${i}` }));
    const cancelled = words.rank(['text'], long, 1, { signal: controller.signal });
    controller.abort();
    await expect(cancelled).rejects.toThrow(/abort/i);
    expect([...(await words.rank(['4999'], long, 1)).indices]).toEqual([4999]);
  });

  it('refuses an index that would grow too large, and says what to do', () => {
    const index = new WordIndex(5);
    index.add('one two three');
    expect(() => index.add('four five six')).toThrow(/more than 5 words.*fewer documents/);
  });
});
