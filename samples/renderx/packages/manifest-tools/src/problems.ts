interface Parts {
  readonly sequences: readonly { readonly id: string }[];
  readonly topics: readonly { readonly topic: string; readonly plays: readonly string[] }[];
  readonly interactions: readonly { readonly interaction: string; readonly topic: string }[];
}

/** A sentence for each reference from one manifest to another that leads nowhere. */
export function problemsOf({ sequences, topics, interactions }: Parts): string[] {
  const ids = new Set(sequences.map(({ id }) => id));
  const names = new Set(topics.map(({ topic }) => topic));
  return [
    ...topics.flatMap(({ topic, plays }) =>
      plays.filter((id) => !ids.has(id)).map((id) => `the topic \`${topic}\` plays \`${id}\`, which is no sequence`),
    ),
    ...interactions
      .filter(({ topic }) => !names.has(topic))
      .map((one) => `the interaction \`${one.interaction}\` publishes \`${one.topic}\`, which is no topic`),
  ];
}
