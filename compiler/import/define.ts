/** How an importer is written: one folder that turns a document of another tool into documents of the language. */
import type { Draft } from './draft.ts';
import type { Original, Taken } from './original.ts';

/** One file to be written: the documents in it, in order. */
export interface MadeFile {
  /** Below the folder that is imported into. */
  readonly path: string;
  readonly documents: readonly Draft[];
  /** Where there is such a file already it is left as it is: several originals belong to one domain. */
  readonly shared?: true;
}

export interface Imported {
  readonly files: readonly MadeFile[];
  /** Handler modules that the workspace has to declare, by alias. */
  readonly handlers: Readonly<Record<string, Taken<string>>>;
}

export interface Importer {
  readonly name: string;
  /** What a folder is searched for. */
  readonly extensions: readonly string[];
  /** Codes that judge what the original does not say and the import has to invent, such as a namespace. */
  readonly invented: readonly string[];
  /** Undefined when the file is none of this kind. */
  readonly convert: (original: Original, file: string) => Imported | undefined;
}
