/** Ids of documents, as `schemas/common.schema.json` wants them: kebab-case, those of metrics snake_case. */
import type { KindName } from '../model/document.ts';

const kebab = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const snake = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;

/** Whether a document of the kind may have `text` as its id. */
export const isId = (text: string, kind: KindName): boolean =>
  text.length <= 80 && (kind === 'Metric' ? snake : kebab).test(text);

/** Before the ids of policies that come with the tool. No document has such an id. */
export const libraryPrefix = 'std/';

/** Whether `id` is meant for a policy that comes with the tool. */
export const isLibraryId = (id: string): boolean => id.startsWith(libraryPrefix);
