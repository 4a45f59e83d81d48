/** What is known of the files that beats name as specification and as test, from their syntax; nothing is executed. */
import type { Position } from './diagnostic.ts';

interface Readable {
  /** Why the file could not be parsed, and where. */
  readonly error?: string;
  readonly errorAt?: Position;
}

interface LinkedFile {
  readonly path: string;
  readonly exists: boolean;
  /** Why it cannot be read, when there is something at its path. */
  readonly unreadable?: string;
  /** A path that exists and is much like the one that does not. */
  readonly near?: string;
}

/** A scenario of a feature file, with what it would have to have. */
export interface Scenario extends Position {
  readonly name: string;
  /** The kinds of steps that neither it nor a background of it has. */
  readonly lacks: readonly ('Given' | 'When' | 'Then')[];
  /** An outline without examples, or without a row in any of them. */
  readonly examples?: 'none' | 'empty';
}

/** What the syntax of a feature file says. */
export interface FeatureFacts extends Readable {
  readonly scenarios: readonly Scenario[];
}

export interface FeatureSummary extends LinkedFile, FeatureFacts {}

/**
 * What a test can find wrong: `something`, constants only, or nothing; `unknown` where that lies in code that was not
 * read.
 */
export type Assertion = 'something' | 'unknown' | 'constants' | 'nothing';

/** A test, or a group of tests. */
export interface TestCase extends Position {
  /** What stands between the parts of its title that only running it would tell. */
  readonly title: readonly string[];
  /** The title as written, where it is a template for several. */
  readonly template?: string;
  /** The position in the list of the group around it. */
  readonly parent?: number;
  readonly isGroup?: true;
  /** True for a call that merely looks like a test: of a function that nobody knows. */
  readonly isGuessed?: true;
  /** How it is kept from running, itself: `it.skip`, `xit`, … */
  readonly skipped?: string;
  readonly asserts: Assertion;
}

export interface TestSummary extends LinkedFile, Readable {
  /** In the order of the file: groups before what is in them. */
  readonly cases: readonly TestCase[];
  /** Whether anything in the file looks like an assertion. */
  readonly asserts: boolean;
  /** The test file and all that it imports from the workspace, sorted. */
  readonly files: readonly string[];
  /** True when it may reach code by other ways than such imports. */
  readonly isOpen?: true;
  /** True for a file in a language that is not read. */
  readonly isForeign?: true;
}

/** By path. */
export interface LinkedFiles {
  readonly features: ReadonlyMap<string, FeatureSummary>;
  readonly tests: ReadonlyMap<string, TestSummary>;
}
