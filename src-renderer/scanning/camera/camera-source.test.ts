import { expect, test } from 'vitest';
import { faultOf } from './camera-source.ts';

test.each([
  ['NotFoundError', 'no-camera'],
  ['OverconstrainedError', 'no-camera'],
  ['NotAllowedError', 'refused'],
  ['SecurityError', 'refused'],
  ['NotReadableError', 'in-use'],
  ['AbortError', 'in-use'],
  ['InvalidStateError', 'unavailable'],
])('a camera that does not open with %s is %s', (name, fault) => {
  expect(faultOf(new DOMException('', name))).toBe(fault);
});

test('an old browser that throws something else of its own has no camera for us', () => {
  expect(faultOf(new TypeError('not a function'))).toBe('unavailable');
});
