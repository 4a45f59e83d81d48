/** What is asked about the function that a beat names. */
import { digestValue } from '../../runtime/core/digest.ts';
import type { BoundDocument, HandlerReference } from '../model/bound.ts';
import type { SignatureQuestion } from '../model/index.ts';
import { missingTarget } from './handler-target.ts';

/** Undefined when there is no one function to ask about, which other rules report. */
export function questionOf(reference: HandlerReference, bound: BoundDocument): SignatureQuestion | undefined {
  const { module, exportName, export: found } = reference;
  if (!module || missingTarget(reference, bound) || found?.type === 'class' || found?.type === 'value')
    return undefined;
  const contract = reference.contract();
  const key = digestValue([module.path, module.digest, exportName, contract]).slice(0, 32);
  return { key, module, exportName, contract };
}
