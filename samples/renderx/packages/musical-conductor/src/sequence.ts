/** A sequence as a JSON source describes it: movements of beats, each of which names a handler of its plugin. */
export interface Sequence {
  readonly id: string;
  readonly name: string;
  readonly plugin: string;
  readonly movements: readonly Movement[];
}

export interface Movement {
  readonly id: string;
  readonly beats: readonly Beat[];
}

export interface Beat {
  readonly beat: number;
  readonly event: string;
  readonly handler: string;
}

export type Data = Readonly<Record<string, unknown>>;

export interface BeatContext {
  readonly sequence: string;
  readonly event: string;
  publish(topic: string, data?: Data): void;
}

/** What a handler gives back is handed on to the beats after it. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a result is written without a return
export type Handler = (data: Data, context: BeatContext) => Data | void;

/** What came of a sequence that was played. */
export interface Play {
  readonly sequence: string;
  readonly plugin: string;
  readonly status: 'done' | 'failed';
  readonly handler?: string;
  readonly error?: string;
  readonly data: Data;
}
