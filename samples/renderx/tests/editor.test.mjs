/** The editor as its users meet it: interactions in, the page out. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { find, surface } from '@renderx-plugins/canvas';
import { problemsOf } from '@renderx-plugins/manifest-tools';
import { drop, lastPlay, manifests, plugins, shown, startHost } from './host.mjs';

describe('the manifests of the build', () => {
  it('fit together', () => {
    assert.deepEqual(problemsOf({ ...manifests.sequences, ...manifests.topics, ...manifests.interactions }), []);
  });

  it('name plugins and handlers that are there', () => {
    for (const { plugin, movements } of manifests.sequences.sequences)
      for (const { handler } of movements.flatMap(({ beats }) => beats))
        assert.equal(typeof plugins[plugin][handler], 'function', `${plugin}#${handler}`);
  });

  it('that do not fit are told apart', () => {
    const topics = [{ topic: 'a', plays: ['nothing'] }];
    const interactions = [{ interaction: 'click', topic: 'b' }];
    assert.equal(problemsOf({ sequences: [], topics, interactions }).length, 2);
  });
});

describe('the page', () => {
  it('has a view in each slot, in order', () => {
    const slots = startHost().views();
    assert.deepEqual(
      slots.map(({ slot }) => slot),
      ['header', 'library', 'canvas', 'control-panel', 'objectives'],
    );
  });

  it('shows the components of the library by category', () => {
    const html = shown(startHost(), 'library');
    for (const { type } of manifests.components.components) assert.match(html, new RegExp(`data-component="${type}"`));
  });

  it('changes its theme back and forth', () => {
    const host = startHost();
    assert.equal(host.interact('header.theme.toggle'), true);
    assert.match(shown(host, 'header'), /Theme: dark/);
    host.interact('header.theme.toggle');
    assert.match(shown(host, 'header'), /Theme: light/);
  });

  it('tells what nothing reacts to', () => {
    assert.equal(startHost().interact('no.such.interaction'), false);
  });
});

describe('the canvas', () => {
  it('gets a component where it was dropped, and the panel shows it', () => {
    const host = startHost();
    const { component, x, y } = drop(host, 'button', 40.4, 60);
    assert.deepEqual([x, y], [40, 60]);
    assert.match(shown(host, 'canvas'), new RegExp(`data-id="${component.id}"`));
    assert.match(shown(host, 'control-panel'), /data-interaction="control-panel.property.change"/);
  });

  it('gets nothing when nothing was dragged', () => {
    const host = startHost();
    host.interact('canvas.drop', { x: 1, y: 1 });
    assert.equal(surface.value.placed.length, 0);
  });

  it('keeps what is dropped outside at its edge', () => {
    const { x, y } = drop(startHost(), 'heading', -10, 100_000);
    assert.deepEqual([x, y], [0, surface.value.height]);
  });

  it('moves and deletes components', () => {
    const host = startHost();
    const { id } = drop(host, 'button', 10, 10).component;
    host.interact('canvas.component.move', { id, dx: 5, dy: 7 });
    assert.deepEqual([find(id).x, find(id).y], [15, 17]);
    host.interact('canvas.component.delete', { id });
    assert.equal(find(id), undefined);
    assert.match(shown(host, 'control-panel'), /Nothing is selected/);
    host.interact('canvas.component.move', { id, dx: 1 });
    assert.equal(host.conductor.plays.value.at(-1).status, 'failed');
  });

  it('brings components to the edge when it shrinks, and refuses a size that is none', () => {
    const host = startHost();
    const { id } = drop(host, 'button', 900, 600).component;
    host.interact('canvas.resize', { width: 300, height: 200 });
    assert.deepEqual([find(id).x, find(id).y], [300, 200]);
    host.interact('canvas.resize', { width: 0, height: 200 });
    assert.equal(lastPlay(host).status, 'failed');
    host.interact('canvas.resize', { width: 960, height: 640 });
  });

  it('draws a component anew when a property changes, and keeps texts texts', () => {
    const host = startHost();
    drop(host, 'button', 10, 10);
    host.interact('control-panel.property.change', { name: 'text', value: '<b>"&' });
    assert.match(shown(host, 'canvas'), /&lt;b&gt;&quot;&amp;|&lt;b&gt;"&amp;/);
    assert.doesNotMatch(shown(host, 'canvas'), /<b>/);
  });
});

describe('plugins of the release', () => {
  it('analyze a property and put the result on the canvas', () => {
    const host = startHost();
    host.interact('real-estate.analyze', {
      property: { price: 240_000, area: 80, monthlyRent: 1000, yearlyCosts: 2400 },
    });
    assert.match(shown(host, 'canvas'), /3000 a m², net yield 4.0 %, 20 years of rent/);
    host.interact('real-estate.analyze', { property: { price: 0, area: 80, monthlyRent: 1, yearlyCosts: 0 } });
    assert.equal(lastPlay(host).status, 'failed');
  });

  it('leave out a handler that keeps failing, and say so', () => {
    const host = startHost();
    const stop = plugins['self-healing'].watchPlays(host);
    for (let i = 0; i < 3; i++) host.interact('canvas.component.move', { id: 'nobody' });
    assert.match(shown(host, 'header'), /canvas-component#moveComponent failed 3 times/);
    host.interact('canvas.component.move', { id: 'nobody' });
    assert.equal(lastPlay(host).status, 'done');
    stop();
    host.publish('self-healing.diagnose', { plays: host.conductor.plays.value.slice(0, 4) });
    assert.equal(lastPlay(host).data.sick.length, 1);
  });

  it('show how reliable each plugin is', () => {
    const host = startHost();
    host.interact('canvas.component.move', { id: 'nobody' });
    host.interact('slo-dashboard.open', { plays: host.conductor.plays.value });
    const html = shown(host, 'objectives');
    assert.match(html, /<td>canvas-component<\/td><td>1<\/td><td>0.00 %<\/td>/);
    assert.match(html, /<td>library<\/td><td>1<\/td><td>100.00 %<\/td>/);
    assert.match(html, /All handlers are well/);
  });

  it('show a line of status', () => {
    const host = startHost();
    host.publish('header.status.show', { text: 'Saved.' });
    assert.match(shown(host, 'header'), /Saved\./);
  });
});
