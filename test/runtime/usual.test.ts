/** The rule by which something is slower or faster than usual. */
import { describe, expect, it } from 'vitest';
import { heldAgainst } from '../../runtime/history/usual.ts';

describe('a duration is held against those before it', () => {
  it.each([
    ['too few', 900, [100, 100], undefined],
    ['as usual', 110, [100, 100, 100], 'as usual'],
    ['more than 1.2 times, but less than 100 ms more', 199, [100, 100, 100], 'as usual'],
    ['100 ms more, but not 1.2 times', 1150, [1000, 1000, 1000], 'as usual'],
    ['within three times what they differ by', 1600, [1000, 800, 1200], 'as usual'],
    ['beyond that', 1601, [1000, 800, 1200], 'slower'],
    ['slower', 1201, [1000, 1000, 1000, 1000], 'slower'],
    ['faster', 833, [1000, 1000, 1000], 'faster'],
    ['only the last ten count', 1201, [...Array(10).fill(5000), ...Array(10).fill(1000)], 'slower'],
  ])('%s', (_, duration, earlier, pace) => {
    expect(heldAgainst(duration, earlier)?.pace).toBe(pace);
  });
});
