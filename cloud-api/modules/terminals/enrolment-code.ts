import { randomInt } from 'node:crypto';

/** Crockford's Base32: no I, L, O or U, which are read wrongly. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 32^10 is 10^15: at the public rate limit a guess takes longer than a code lives. */
const LENGTH = 10;
export const ENROLMENT_CODE_HOURS = 48;

/** A code as it is shown: two groups of five. */
export function newEnrolmentCode(): string {
  const characters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '');
  return `${characters.slice(0, LENGTH / 2).join('')}-${characters.slice(LENGTH / 2).join('')}`;
}
