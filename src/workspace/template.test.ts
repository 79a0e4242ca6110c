import { describe, expect, it } from 'vitest';
import { buildInstruction, parseInstruction } from './template.ts';

describe('buildInstruction', () => {
  it.each([
    [
      { domain: 'Science', textType: 'sentence', objective: '' },
      'Represent the Science sentence: ',
    ],
    [{ domain: '', textType: 'sentence', objective: '' }, 'Represent the sentence: '],
    [
      { domain: 'Wikipedia', textType: 'question', objective: 'retrieving supporting documents' },
      'Represent the Wikipedia question for retrieving supporting documents: ',
    ],
    [{ domain: ' Medicine ', textType: 'text', objective: ' ' }, 'Represent the Medicine text: '],
  ])('%j', (fields, instruction) => {
    expect(buildInstruction(fields)).toBe(instruction);
  });
});

describe('parseInstruction', () => {
  it.each([
    { domain: '', textType: 'sentence', objective: '' },
    { domain: 'Science', textType: 'sentence', objective: '' },
    { domain: 'financial news', textType: 'headline', objective: 'clustering' },
    { domain: '', textType: 'query', objective: 'search for for answers: now' },
  ])('gives back the fields: %j', (fields) => {
    expect(parseInstruction(buildInstruction(fields))).toEqual({ ...fields, ending: ': ' });
  });

  it.each([
    ['Represent the Science title:', ':'],
    ['Represent the Science title', ''],
    ['Represent the Science title:  ', ':  '],
    ['Represent the Science title :\n', ' :\n'],
  ])('keeps the end as it is: %j', (instruction, ending) => {
    const parsed = parseInstruction(instruction);
    expect(parsed).toEqual({ domain: 'Science', textType: 'title', objective: '', ending });
    expect(buildInstruction(parsed!, parsed!.ending)).toBe(instruction);
  });

  it.each([
    ' Represent the sentence: ',
    'represent the sentence: ',
    'Represent the  sentence: ',
    'Represent the Science  sentence: ',
    'Represent the sentence for : ',
    'Represent the : ',
    'Represent the',
    'Query: ',
    '',
  ])('rejects what does not fit: %j', (instruction) => {
    expect(parseInstruction(instruction)).toBeNull();
  });
});
