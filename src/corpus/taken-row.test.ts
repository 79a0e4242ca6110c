import { expect, test } from 'vitest';
import { takenRow } from './tables/columns.ts';

const row = ['7', 'Hello', ' I wait', 'delivery'];
const how = { width: 3, text: 1, separator: ';' } as const;

test('a row with more cells than the header is taken as the choice says', () => {
  expect(takenRow(row, { ...how, surplus: 'join' })).toEqual(['7', 'Hello; I wait', 'delivery']);
  expect(takenRow(row, { ...how, surplus: 'keep' })).toEqual(row);
  expect(takenRow(row, { ...how, surplus: 'leave' })).toBeNull();
});

test('a row that fits is taken unchanged, whatever the choice', () => {
  for (const surplus of ['join', 'keep', 'leave'] as const) {
    expect(takenRow(row.slice(1), { ...how, surplus })).toEqual(row.slice(1));
    expect(takenRow([...row.slice(1), ' '], { ...how, surplus })).toEqual([...row.slice(1), ' ']);
  }
});
