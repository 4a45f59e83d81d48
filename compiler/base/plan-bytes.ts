/** A plan as it is written, and the digest that other plans and the evidence know it by. */
import { digestBytes } from '../../runtime/core/digest.ts';
import type { Plan } from '../generated/types/plan.ts';
import { encode } from './encode.ts';
import { printableJson } from './printable-json.ts';

/** JSON, one field a line, in the order of the schema. */
export const planBytes = (plan: Plan): Uint8Array => encode(printableJson(plan, 1));

/** SHA-256 of the bytes as written, so that any tool can compute it from the file. */
export const planDigest = (plan: Plan): string => digestBytes(planBytes(plan));
