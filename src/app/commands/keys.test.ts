import { expect, test } from 'vitest';
import { isPressed, stepFrom } from './keys.ts';

const press = (key: string, ...held: ('ctrl' | 'meta' | 'shift')[]) => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
});

test('Ctrl and a letter, on a Mac ⌘ and a letter, whatever case the browser tells', () => {
  expect(isPressed('Ctrl Z', press('z', 'ctrl'))).toBe(true);
  expect(isPressed('Ctrl Z', press('Z', 'meta'))).toBe(true);
  expect(isPressed('Ctrl Z', press('z'))).toBe(false);
  expect(isPressed('Ctrl Z', press('y', 'ctrl'))).toBe(false);
});

test('Shift makes another command of it', () => {
  expect(isPressed('Ctrl Z', press('Z', 'ctrl', 'shift'))).toBe(false);
  expect(isPressed('Ctrl ⇧ Z', press('Z', 'ctrl', 'shift'))).toBe(true);
  expect(isPressed('Ctrl ⇧ Z', press('z', 'ctrl'))).toBe(false);
});

test('a sign is a sign, however it is typed, and Esc is Escape', () => {
  expect(isPressed('?', press('?', 'shift'))).toBe(true);
  expect(isPressed('?', press('?'))).toBe(true);
  expect(isPressed('?', press('/', 'shift'))).toBe(false);
  expect(isPressed('Esc', press('Escape'))).toBe(true);
  expect(isPressed('←', press('ArrowLeft'))).toBe(true);
  expect(isPressed('→', press('ArrowLeft'))).toBe(false);
});

test('arrows, Home and End lead through a list; other keys lead nowhere', () => {
  const from = (key: string) => stepFrom(3, 9, press(key));
  expect(['ArrowUp', 'ArrowDown', 'Home', 'End'].map(from)).toEqual([2, 4, 0, 8]);
  expect(from('Enter')).toBeNull();
  expect(from('↑')).toBeNull();
});
