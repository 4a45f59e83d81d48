/** Whether somebody may decide: by the approvers that the plan names for a role, and by their signature where they have a key. */
import { createPublicKey, verify } from 'node:crypto';
import { canonicalJson } from '../core/canonical-json.ts';
import type { Plan } from '../generated/plan.ts';
import type { Decided } from '../model/records.ts';

/** What is signed: the decision without the signature, with the run that it is for. */
export function signedText(run: string, decided: Decided): string {
  // A decision that was read from a journal has members of the line, too.
  const { kind, subject, decision, by, account, role, comment, metrics, evidence } = decided;
  return canonicalJson({ run, kind, subject, decision, by, account, role, comment, metrics, evidence });
}

/** What is wrong with a role that no approver has. */
export const nobodyMay = (role: string): string =>
  `nobody may decide as ${role}: name who may under \`approvers\` in symphony.yaml, and build again`;

/** Why the decision does not count, undefined when it does. */
export function barrier(plan: Plan, run: string, role: string | undefined, decision: Decided): string | undefined {
  if (role === undefined) return undefined;
  const people = Object.hasOwn(plan.approvers, role) ? plan.approvers[role]! : [];
  if (people.length === 0) return nobodyMay(role);
  const person = people.find(({ name }) => name === decision.by);
  if (!person)
    return `\`${decision.by}\` may not decide as ${role}; ${people.map(({ name }) => `\`${name}\``).join(', ')} may`;
  if (decision.role !== role) return `the decision was given as ${decision.role ?? 'nobody'}, not as ${role}`;
  if (person.key === undefined) return undefined;
  if (decision.signature === undefined) return `\`${person.name}\` has a key, so the decision has to be signed with it`;
  return isSigned(person.key, signedText(run, decision), decision.signature)
    ? undefined
    : `the signature of the decision is not by the key of \`${person.name}\``;
}

function isSigned(key: string, text: string, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
