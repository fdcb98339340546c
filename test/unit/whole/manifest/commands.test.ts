import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allCommands, registerCommands } from '../../../../src/host/commands/registerCommands';
import type { Services } from '../../../../src/host/commands/command';
import { inRepository } from '../../../support/fixtures';
import { manifest, strings } from '../../../support/manifest';
import { registered } from '../../../support/vscodeStub';

const { commands, menus, keybindings, views, viewsContainers, viewsWelcome } = manifest.contributes;
const declared = commands.map(({ command }) => command);
const viewIds = Object.values(views)
  .flat()
  .map(({ id }) => id);

/** Commands that VS Code makes for each view. */
const ofViews = viewIds.map(id => `${id}.focus`);

describe('the commands of package.json', () => {
  it('are registered with their former ids', () => {
    registered.commands.clear();
    const all = registerCommands({} as Services);
    const former = allCommands.flatMap(({ formerIds = [] }) => formerIds);
    expect([...registered.commands.keys()].toSorted()).toEqual([...declared, ...former].toSorted());
    expect(former).toContain('modelCircuits.openSurface');
    all.dispose();
    expect(registered.commands.size).toBe(0);
  });

  it('have a category and distinct names', () => {
    expect(new Set(declared).size).toBe(declared.length);
    const titles = commands.map(({ title }) => strings[title.slice(1, -1)]);
    expect(new Set(titles).size).toBe(titles.length);
    for (const { command, category } of commands) expect([command, category]).toEqual([command, '%category%']);
  });

  it('are the only ones that menus, keys and welcome texts name', () => {
    const used = [
      ...Object.values(menus).flatMap(items => items.map(({ command }) => command)),
      ...keybindings.map(({ command }) => command),
      ...viewsWelcome.flatMap(({ contents }) =>
        Array.from(strings[contents.slice(1, -1)]!.matchAll(/\(command:([\w.-]+)/g), ([, command]) => command!),
      ),
    ];
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter(command => ![...declared, ...ofViews].includes(command))).toEqual([]);
  });

  it('include every command that the code asks VS Code to run', () => {
    const sources = [
      'commands/chooseAction.ts',
      'overlay/hoverCard.ts',
      'overlay/statusBar.ts',
      'overlay/ablationTree.ts',
    ];
    const asked = sources.flatMap(file =>
      Array.from(
        readFileSync(inRepository('src/host', file), 'utf8').matchAll(/'(modelCircuits\.[\w.]+)'/g),
        ([, id]) => id!,
      ),
    );
    const contributed = [...declared, ...ofViews, ...viewIds, ...manifest.contributes.colors.map(({ id }) => id)];
    // Names of status bar items, and the one action of VS Code's own.
    const own = ['checkpoint', 'state', 'heads', 'ablationStatus', 'openSettings'].map(name => `modelCircuits.${name}`);
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter(id => ![...contributed, ...own].includes(id))).toEqual([]);
  });
});

/** The types of webview panels whose opening activates the extension. */
function panelTypes(): string[] {
  return manifest.activationEvents.flatMap(event => /^onWebviewPanel:(.*)$/.exec(event)?.[1] ?? []);
}

describe('the conditions of menus and keys', () => {
  it('read only context keys that the code sets', () => {
    const source = readFileSync(inRepository('src/host/ui/contextKeys.ts'), 'utf8');
    const keys = Array.from(source.matchAll(/readonly (\w+): /g), ([, key]) => `modelCircuits.${key}`);
    const conditions = [
      ...Object.values(menus).flatMap(items => items.map(({ when }) => when)),
      ...keybindings.map(({ when }) => when),
      ...commands.map(({ enablement }) => enablement),
      ...Object.values(views).flatMap(list => list.map(({ when }) => when)),
      ...viewsWelcome.map(({ when }) => when),
    ].filter(when => when !== undefined);
    const asked = conditions.flatMap(when => Array.from(when.matchAll(/modelCircuits\.[\w.]+/g), ([key]) => key));
    expect(asked.length).toBeGreaterThan(10);
    // Conditions name editors and panels by their types.
    const types = [...(manifest.contributes.customEditors ?? []).map(({ viewType }) => viewType), ...panelTypes()];
    expect(asked.filter(key => ![...keys, ...viewIds, ...types].includes(key))).toEqual([]);
    // The conditions read every key that the code sets.
    expect(keys.filter(key => !asked.includes(key))).toEqual([]);
  });

  it('hide the command for binary files in the explorer’s menu, and for no others', () => {
    const when = menus['explorer/context']!.find(({ command }) => command === 'modelCircuits.runModel')!.when!;
    const [, pattern, flags] = /resourceExtname =~ \/(.*)\/(\w*)\)/.exec(when)!;
    const hidden = new RegExp(pattern!, flags);
    for (const extension of ['.safetensors', '.bin', '.GGUF', '.png', '.jpeg', '.pdf', '.zip', '.wasm']) {
      expect([extension, hidden.test(extension)]).toEqual([extension, true]);
    }
    for (const extension of ['', '.txt', '.md', '.py', '.json', '.ts', '.zipper', '.log']) {
      expect([extension, hidden.test(extension)]).toEqual([extension, false]);
    }
  });
});

describe('the files that package.json names', () => {
  it('exist', () => {
    const icons = [
      manifest.icon,
      ...Object.values(viewsContainers).flatMap(list => list.map(({ icon }) => icon)),
      ...Object.values(views).flatMap(list => list.flatMap(({ icon }) => icon ?? [])),
    ];
    const named = [...manifest.files, manifest.main, ...Object.values(manifest.bin), ...icons];
    expect(named.filter(file => !existsSync(inRepository(file)))).toEqual([]);
  });
});
