import fc from 'fast-check';
import { expect, test } from 'vitest';
import { enrolmentText, readEnrolmentText } from './enrolment-text.ts';

test('what a QR code of an enrolment holds is read back, whatever the address', () => {
  const code = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  fc.assert(
    fc.property(fc.webUrl({ size: 'small' }), code, (cloudUrl, chosen) => {
      fc.pre(cloudUrl.length <= 200);
      expect(readEnrolmentText(enrolmentText({ cloudUrl, code: chosen }))).toEqual({ cloudUrl, code: chosen });
    }),
  );
});

test.each([
  '',
  '6130000000013',
  'contacto:',
  'contacto:enrol',
  'contacto:enrol?',
  'contacto:enrol?url=https%3A%2F%2Fa.example',
  'contacto:enrol?url=javascript%3Aalert(1)&code=ABCDE-12345',
  'contacto:enrol?url=%E0%A4%A&code=ABCDE-12345',
  'contacto:enrol?url=https%3A%2F%2Fa.example&code=AB',
  `contacto:enrol?url=https%3A%2F%2F${'a'.repeat(500)}.example&code=ABCDE-12345`,
  'https://a.example?url=https%3A%2F%2Fa.example&code=ABCDE-12345',
])('any other text is none: %s', (text) => {
  expect(readEnrolmentText(text)).toBeNull();
});
