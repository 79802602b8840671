import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { OfficeLanguage } from '../../../src-shared/contract/identity-fields.ts';
import type { Database } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { type AccountParts, createAccount, findAccount } from '../accounts/service.ts';
import { admitAttempt, LETTER_ATTEMPTS } from '../attempts/service.ts';
import { audit } from '../audit/service.ts';
import { linkAddress, makeLinkToken, readLink, useLink } from '../links/service.ts';
import { type LetterWriter, queueLetter } from '../mail/service.ts';
import { insertMerchant } from '../merchants/service.ts';
import { addMember } from '../users/service.ts';

const SIGN_UP_SECONDS = 2 * 86_400;
const PASSWORD_LINK_SECONDS = 3_600;

interface SignUp {
  readonly email: string;
  readonly name: string;
  readonly language: OfficeLanguage;
  readonly merchantName: string;
  readonly storeName: string;
}

/**
 * Notes that somebody wants to sign up. No account is made and no password taken before the address is proven, so that nobody can prepare
 * one in another's name. The same happens whether the address has an account or not; the letter differs.
 * @throws Problem `request.too-many`
 */
export async function signUp({ database, now }: AccountParts, wanted: SignUp): Promise<void> {
  const at = now();
  await admitAttempt(database, LETTER_ATTEMPTS, wanted.email, at);
  const registrationId = uuidv7();
  await database.all.transaction().execute(async (tx) => {
    await tx
      .insertInto('registration')
      .values({
        registration_id: registrationId,
        email: wanted.email,
        name: wanted.name,
        language: wanted.language,
        merchant_name: wanted.merchantName,
        store_name: wanted.storeName,
        expires_at: new Date(at.getTime() + SIGN_UP_SECONDS * 1_000),
      })
      .execute();
    await queueLetter(tx, 'sign-up', { registrationId }, at);
  });
}

/** Makes the merchant, its store and its owner. @throws Problem `link.not-good`, `conflict` when the address got an account meanwhile */
export async function confirmSignUp(parts: AccountParts, token: string, password: string, address: string): Promise<void> {
  const { database, identity, now } = parts;
  await readLink(database.all, identity, 'sign-up', token, now());
  const passwordHash = await parts.passwords.hash(password);
  await database.all.transaction().execute(async (tx) => {
    const { subjectId } = await useLink(tx, identity, 'sign-up', token, now());
    const wanted = await tx.deleteFrom('registration').where('registration_id', '=', subjectId).returningAll().executeTakeFirst();
    if (wanted === undefined) throw new Problem('link.not-good');
    const userId = await createAccount(tx, { ...wanted, passwordHash });
    const { merchantId } = await insertMerchant(tx, uuidv7, { merchant: wanted.merchant_name, store: wanted.store_name });
    await addMember(tx, merchantId, userId, 'owner');
    const acting = { caller: { kind: 'user', id: userId, merchantId }, request: { address } } as const;
    await audit(tx, acting, { act: 'merchant.created', subject: merchantId, after: { name: wanted.merchant_name } }, now());
  });
}

const letterDetail = z.object({ registrationId: z.uuid() });

export function signUpLetters({ identity, now, publicUrl }: AccountParts): readonly (readonly [string, LetterWriter])[] {
  return [
    [
      'sign-up',
      async (tx, detail) => {
        const wanted = await tx
          .selectFrom('registration')
          .selectAll()
          .where('registration_id', '=', letterDetail.parse(detail).registrationId)
          .executeTakeFirst();
        if (wanted === undefined) return null;
        const { email } = wanted;
        const account = await findAccount(tx, { email });
        const purpose = account === undefined ? 'sign-up' : 'set-password';
        const lifeSeconds = account === undefined ? SIGN_UP_SECONDS : PASSWORD_LINK_SECONDS;
        const token = await makeLinkToken(
          tx,
          identity,
          { purpose, subjectId: account?.user_id ?? wanted.registration_id, email },
          lifeSeconds,
          now(),
        );
        const link = linkAddress(publicUrl(), purpose, token, (account ?? wanted).language);
        if (account === undefined)
          return {
            to: email,
            language: wanted.language,
            text: 'sign-up',
            values: { name: wanted.name, merchant: wanted.merchant_name },
            link,
          };
        return { to: email, language: account.language, text: 'already-there', values: { name: account.name }, link };
      },
    ],
  ];
}

/** Removes sign-ups nobody confirmed, and sign-ins at the provider nobody came back from. */
export async function sweepSignUps(database: Database, now: Date): Promise<void> {
  await database.all.deleteFrom('registration').where('expires_at', '<', now).execute();
  await database.all.deleteFrom('oidc_attempt').where('expires_at', '<', now).execute();
}
