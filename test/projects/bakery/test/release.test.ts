import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkManifest, publish, takeBack, writeManifest } from '../handlers/release.ts';
import { contextFor, enterKitchen } from './kitchen.ts';

let leave: () => void;
beforeEach(() => {
  leave = enterKitchen();
  mkdirSync('build/site', { recursive: true });
  writeFileSync('build/site/index.html', '<h1>bread</h1>');
});
afterEach(() => leave());

const inputs = { edition: 'test' };

it('tells a file that was changed', async () => {
  await writeManifest(contextFor('write-manifest', { inputs }));
  writeFileSync('build/site/index.html', '<h1>cake</h1>');
  const context = contextFor('check-manifest');
  await checkManifest(context);
  expect(context.measured).toEqual({ manifest_mismatches: 1 });
});

it('serves blue and green in turn', async () => {
  await publish(contextFor('publish', { inputs }));
  expect(readFileSync('shop/live.json', 'utf8')).toContain('blue');
  await publish(contextFor('publish', { inputs }));
  expect(readFileSync('shop/live.json', 'utf8')).toContain('green');
});

it('puts everything back', async () => {
  mkdirSync('shop/green', { recursive: true });
  writeFileSync('shop/green/index.html', 'yesterday');
  writeFileSync('shop/live.json', '{"colour":"blue"}');
  await publish(contextFor('publish', { inputs }));
  expect(readFileSync('shop/green/index.html', 'utf8')).toBe('<h1>bread</h1>');
  await takeBack(contextFor('publish'));
  expect(readFileSync('shop/green/index.html', 'utf8')).toBe('yesterday');
  expect(readFileSync('shop/live.json', 'utf8')).toBe('{"colour":"blue"}');
  expect(existsSync('build/undo')).toBe(false);
});
