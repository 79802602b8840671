import { enrolmentProofText, normaliseEnrolmentCode } from '../../src-shared/contract/cloud-api.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { CallFailure, CloudClient } from './cloud-client.ts';
import type { StoredEnrolment } from './enrolment-file.ts';
import type { SyncLedger } from './sync-ledger.ts';

/** Registers this terminal and the public half of its key against a code of the back office. Asking twice with the same code does no harm. */
export async function enrolTerminal(
  client: CloudClient,
  ledger: SyncLedger,
  request: { readonly code: string; readonly cloudUrl: string; readonly programVersion: string; readonly signal: AbortSignal },
): Promise<Result<StoredEnrolment, CallFailure>> {
  const { terminal, keyId, publicKeySpki } = ledger;
  const proof = ledger.signText(enrolmentProofText(normaliseEnrolmentCode(request.code), terminal));
  const body = { code: request.code, terminal, keyId, publicKeySpki, programVersion: request.programVersion, proof };
  const answer = await client.call('enrol', { body, signal: request.signal });
  if (!answer.ok) return answer;
  const { serverTime: _time, ...place } = answer.value;
  return ok({ format: 1, cloudUrl: request.cloudUrl, terminal, ...place });
}
