/** The bakery: a whole workspace, compiled and played from its plans alone. */

import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bakery, statuses, type Workspace } from '../support/run-support.ts';

let shop: Workspace;
beforeEach(async () => {
  shop = await bakery();
});
afterEach(() => shop.remove());

describe('the bakery', () => {
  it('has nothing that any rule could find', async () => {
    expect(await shop.compile()).toEqual([]);
  });
  it('releases the menu of the day', async () => {
    const result = await shop.run('shop-release');
    expect(result.failure).toBeUndefined();
    expect(result.status).toBe('done');
    console.log(JSON.stringify(result, null, 1));
    console.log(statuses(result));
  });
});
