import { describe, expect, it } from 'vitest';
import { finish } from '../steps.ts';
import { distinctiveTerms } from './terms.ts';

const run = (texts: readonly string[], assignments: readonly number[], count = 3) =>
  finish(distinctiveTerms(texts, Int32Array.from(assignments), count)).map((terms) =>
    terms.map(({ term }) => term),
  );

describe('distinctiveTerms', () => {
  it('leaves out stop words of the language the texts are in', () => {
    const english = ['The cat sat on the mat and it was the best', 'The dog is in the house'];
    expect(run(english, [0, 1], 9).flat()).not.toContain('the');
    const german = [
      'Die Katze liegt auf der Matte und ist bei uns',
      'Der Hund ist nicht in der Stadt',
    ];
    expect(run(german, [0, 1], 9).flat().sort()).toEqual([
      'Hund',
      'Katze',
      'Matte',
      'Stadt',
      'liegt',
    ]);
    // "die" is no stop word of English.
    const mortal = ['Will you die for it? They die and we die', 'What is this and why is it here'];
    expect(run(mortal, [0, 1])[0]).toEqual(['die']);
  });

  it('weighs what the others do not say', () => {
    const texts = ['rain rain cloud weather', 'snow snow cloud weather', 'sun cloud weather sun'];
    expect(run(texts, [0, 1, 2], 1)).toEqual([['rain'], ['snow'], ['sun']]);
  });

  it('shows the commonest spelling', () => {
    expect(run(['NASA nasa NASA probe', 'soup Soup soup'], [0, 1], 1)).toEqual([
      ['NASA'],
      ['soup'],
    ]);
  });

  it('finds the words of scripts without spaces', () => {
    expect(run(['猫が好きです。猫と猫', '電車に乗ります。電車の駅'], [0, 1], 1)).toEqual([
      ['猫'],
      ['電車'],
    ]);
  });

  it('counts neither numbers nor single letters, and reads text as text', () => {
    const texts = ['2024 99 x <b>bold</b>', 'constructor __proto__ don’t'];
    expect(run(texts, [0, 1], 9)).toEqual([['bold'], ['constructor', '__proto__']]);
  });

  it('gives an empty list to a cluster without words, and none to texts without a cluster', () => {
    expect(run(['12 34', 'word', 'lost'], [0, 2, -1])).toEqual([[], [], ['word']]);
    expect(run([], [])).toEqual([]);
  });

  it('yields on long texts, and refuses bad arguments', () => {
    const texts = Array.from({ length: 40 }, () => 'lorem ipsum dolor '.repeat(60));
    expect([...distinctiveTerms(texts, new Int32Array(40), 3)].length).toBeGreaterThan(2);
    expect(() => run(['a'], [0, 1])).toThrow(/1 texts and 2 assignments/);
    expect(() => run(['a'], [0], 0)).toThrow(/count is 0/);
  });
});
