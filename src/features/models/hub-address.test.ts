import { expect, test } from 'vitest';
import { addressProblem, parseHubReference } from './hub-address.ts';

test.each([
  [' hkunlp/instructor-base ', { id: 'hkunlp/instructor-base', revision: null, hub: null }],
  [
    'https://huggingface.co/hkunlp/instructor-base',
    { id: 'hkunlp/instructor-base', revision: null, hub: null },
  ],
  [
    'https://mirror.example/a/b/tree/refs%2Fpr%2F1',
    { id: 'a/b', revision: 'refs/pr/1', hub: 'https://mirror.example' },
  ],
  ['https://huggingface.co/a/b/blob/v2/config.json', { id: 'a/b', revision: 'v2', hub: null }],
  ['not a model', null],
  ['https://huggingface.co/', null],
  ['../../etc', null],
])('reads %j', (text, reference) => {
  expect(parseHubReference(text)).toEqual(reference);
});

test('names addresses that the policy refuses', () => {
  expect(addressProblem('https://mirror.example/x')).toBeNull();
  expect(addressProblem('http://localhost:8080')).toBeNull();
  expect(addressProblem('http://127.0.0.1:8080')).toBeNull();
  expect(addressProblem('http://mirror.example')).toContain('https');
  expect(addressProblem('ftp://localhost')).toContain('https');
  expect(addressProblem('mirror')).toContain('https');
});
