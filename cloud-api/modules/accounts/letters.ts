import { z } from 'zod';
import { linkAddress, makeLinkToken } from '../links/service.ts';
import type { Letter, LetterWriter } from '../mail/service.ts';
import { type AccountParts, type AccountRow, findAccount } from './service.ts';

const PASSWORD_LINK_SECONDS = 3_600;
const EMAIL_LINK_SECONDS = 86_400;

const passwordDetail = z.object({ email: z.string() });
const changeEmailDetail = z.object({ userId: z.uuid(), email: z.string() });
const noticeDetail = z.object({
  userId: z.uuid(),
  text: z.enum(['password-changed', 'email-changed', 'totp-changed', 'token-reused']),
  /** The address before, where it changed. */
  to: z.string().optional(),
});

/** What is written to people about their accounts. A letter to nobody is none, and nobody waits to see that. */
export function accountLetters({ identity, now, publicUrl }: AccountParts): readonly (readonly [string, LetterWriter])[] {
  return [
    [
      'set-password',
      async (tx, detail) => {
        const account = await findAccount(tx, { email: passwordDetail.parse(detail).email });
        if (account === undefined) return null;
        const subject = { purpose: 'set-password', subjectId: account.user_id, email: account.email } as const;
        const token = await makeLinkToken(tx, identity, subject, PASSWORD_LINK_SECONDS, now());
        return letterTo(account, 'set-password', linkAddress(publicUrl(), 'set-password', token, account.language));
      },
    ],
    [
      'change-email',
      async (tx, detail) => {
        const { userId, email } = changeEmailDetail.parse(detail);
        const account = await findAccount(tx, { userId });
        // To an address that has an account nothing is sent: who asked must not learn of it, and its owner did not ask.
        if (account === undefined || (await findAccount(tx, { email })) !== undefined) return null;
        const subject = { purpose: 'change-email', subjectId: userId, email } as const;
        const token = await makeLinkToken(tx, identity, subject, EMAIL_LINK_SECONDS, now());
        return { ...letterTo(account, 'change-email', linkAddress(publicUrl(), 'change-email', token, account.language)), to: email };
      },
    ],
    [
      'notice',
      async (tx, detail) => {
        const { userId, text, to } = noticeDetail.parse(detail);
        const account = await findAccount(tx, { userId });
        return account === undefined ? null : { ...letterTo(account, text), to: to ?? account.email };
      },
    ],
  ];
}

function letterTo(account: AccountRow, text: Letter['text'], link?: string): Letter {
  const values = { name: account.name, email: account.email };
  return { to: account.email, language: account.language, text, values, ...(link === undefined ? {} : { link }) };
}
