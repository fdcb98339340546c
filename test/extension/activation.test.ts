import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { commands, extensions, workspace } from 'vscode';
import { extension, manifest } from './theExtension';

/** Earlier names of commands, which key bindings of users may still have. */
const formerIds = ['modelCircuits.openSurface'];

describe('the extension', () => {
  it('activates, and does nothing before the user asks', async () => {
    // The time includes the way through VS Code and back, which is most of it. "Developer: Show Running Extensions"
    // shows the extension's own part.
    const start = performance.now();
    await extension().activate();
    console.log(`activation: ${Math.round(performance.now() - start)} ms`);
    assert.equal(extension().isActive, true);
  });

  it('runs on the sample workspace', () => {
    assert.equal(workspace.workspaceFolders?.length, 1);
  });

  it('registers every command of its manifest, and no other', async () => {
    const registered = (await commands.getCommands(true)).filter(id => id.startsWith('modelCircuits.'));
    const views = manifest().views.map(id => `${id}.`);
    // VS Code adds some commands for each view: focus, resetViewLocation and so on.
    const ours = registered.filter(id => !views.some(view => id.startsWith(view)) && !formerIds.includes(id));
    assert.deepEqual(ours.toSorted(), manifest().commands.toSorted());
  });

  it('has a default for every setting', () => {
    const configuration = workspace.getConfiguration();
    for (const id of manifest().settings) {
      assert.notEqual(configuration.inspect(id)?.defaultValue, undefined, id);
    }
  });

  it('adds nothing to other extensions', () => {
    assert.equal(extension().exports, undefined);
    assert.equal(extensions.getExtension('model-circuits.model-circuits')?.id, extension().id);
  });

  it('runs each command without an error if there is no document, model or head', async () => {
    const ids = manifest().commands.filter(id => !doesSomething.has(id));
    for (const id of [...ids, ...ids]) await commands.executeCommand(id); // Each command runs twice, so that a toggle ends as before.
  });
});

const doesSomething = new Set(
  [
    // These wait for the user.
    ...['runModel', 'addCheckpoint', 'chooseAction', 'chooseTokenizer', 'importAttention', 'showLog', 'trainModel'],
    ...['exportRankingCsv', 'exportRankingJson', 'exportHeatMapSvg', 'exportHeatMapPng'],
    // These ask the user for their object.
    ...['trySample', 'ablateInductionHeads', 'ablatePreviousTokenHeads'],
  ].map(name => `modelCircuits.${name}`),
);
