import { expect, test } from 'vitest';
import { nextCameraId } from './camera-scanner.ts';

test('of several cameras the next one follows, round and round', () => {
  expect(nextCameraId({ cameraId: 'a', cameraIds: ['a', 'b', 'c'] })).toBe('b');
  expect(nextCameraId({ cameraId: 'c', cameraIds: ['a', 'b', 'c'] })).toBe('a');
});

test('a camera that does not say which it is gives way to the first', () => {
  expect(nextCameraId({ cameraId: null, cameraIds: ['a', 'b'] })).toBe('a');
});

test('a single camera has no other', () => {
  expect(nextCameraId({ cameraId: 'a', cameraIds: ['a'] })).toBeNull();
  expect(nextCameraId({ cameraId: null, cameraIds: [] })).toBeNull();
});
