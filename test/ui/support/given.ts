import { onTestFinished } from 'vitest';
import { until } from '../../../src/tools/vscode/driver/until.mjs';
import type { Workbench } from '../../../src/tools/vscode/workbench.mjs';

/**
 * The state that a test needs before it begins. Each method reads the screen and does only the missing steps. So every
 * test of a file runs by itself and in any order, and costs nothing if the test before it left the window as needed.
 */
export class Given {
  constructor(private readonly open: () => Workbench) {}

  /** The text is in the active editor, the model has run on it unedited, and no head is ablated. */
  async ran(file: string): Promise<void> {
    await this.editor(file);
    await this.hasRun();
    await this.nothingAblated();
  }

  /** The checkpoint is the active one in the tree. */
  async checkpoint(label: string): Promise<void> {
    const { openViewContainer, treeRow, clickTreeRow } = this.open();
    await openViewContainer('Model Circuits');
    const check = treeRow('Checkpoints', label).locator('.codicon-check');
    await until(`${label} to be active`, async () => {
      if ((await check.count()) > 0) return true;
      // Rows move while checkpoints are described, also away from under the mouse.
      await clickTreeRow('Checkpoints', label);
      return check.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
    });
  }

  /** The file is in the active text editor. */
  async editor(file: string): Promise<void> {
    const { page, openFile } = this.open();
    const tab = page.locator(`.editor-group-container.active .tab.active[data-resource-name="${file}"]`);
    if ((await tab.count()) === 0) await openFile(file);
    await tab.first().waitFor();
  }

  /** The file is in the active text editor, and the model has not run on it. */
  async noOverlay(file: string): Promise<void> {
    await this.editor(file);
    await this.cleared();
  }

  /** The text in focus has no overlay. */
  async cleared(): Promise<void> {
    const { page, runCommand } = this.open();
    if (await this.statusBar(/\d tokens?/)) await runCommand('Model Circuits: Clear Overlay');
    await page
      .locator('.statusbar-item')
      .filter({ visible: true, hasText: /\d tokens?/ })
      .waitFor({ state: 'detached' });
  }

  /** The model has run on the text of the active editor. */
  async hasRun(): Promise<void> {
    const { runCommand, statusBarItem } = this.open();
    if (!(await this.statusBar(/\d tokens?/)) || (await this.statusBar('text changed')))
      await runCommand('Model Circuits: Run Model');
    await statusBarItem(/\d tokens?/);
  }

  async nothingAblated(): Promise<void> {
    const { runCommand, page } = this.open();
    if (!(await this.statusBar('ablated'))) return;
    await runCommand('Model Circuits: Restore Ablated Heads');
    await page.locator('.statusbar-item').filter({ visible: true, hasText: 'ablated' }).waitFor({ state: 'detached' });
  }

  /** These heads are ablated, and no others. */
  async ablated(heads: string, kind: string): Promise<void> {
    await this.nothingAblated();
    await this.ablate(heads, kind);
    await this.open().statusBarItem(/ablated · [+−]/);
  }

  async ablate(heads: string, kind: string): Promise<void> {
    const { runCommand, quickPick } = this.open();
    await runCommand('Model Circuits: Ablate Head…');
    await quickPick.waitFor('Ablate Heads');
    await quickPick.type(heads);
    await quickPick.accept();
    await quickPick.waitFor('What takes the place');
    await quickPick.choose(kind);
  }

  /** The overlay shows these heads: "L4H3", "L2H1 L3H5", or "all". */
  async heads(heads: string): Promise<void> {
    if (await this.statusBar(heads === 'all' ? /all \d+ heads, mean/ : new RegExp(`^\\s*${heads} ·`))) return;
    await this.selectHeads(heads);
    await this.open().statusBarItem(heads === 'all' ? /all \d+ heads/ : /L\d+H\d+|\d+ heads/);
  }

  async selectHeads(heads: string): Promise<void> {
    const { runCommand, quickPick } = this.open();
    await runCommand('Model Circuits: Select Heads…');
    await quickPick.waitFor('Select Heads');
    if (heads === 'all') await quickPick.choose('All heads: mean weight');
    else await quickPick.type(heads);
    await quickPick.accept();
  }

  /** The overlay shows where the query attends, with the start token. */
  async fromQuery(): Promise<void> {
    const { runCommand, statusBarItem } = this.open();
    if (await this.statusBar('to ← from')) await runCommand('Model Circuits: Toggle Direction (from ↔ to)');
    if (await this.statusBar('start hidden')) await runCommand('Model Circuits: Hide or Show Start Token');
    await statusBarItem('from → to');
  }

  /** The test edits the file. Its text is restored afterwards. */
  async edited(file: string): Promise<void> {
    await this.editor(file);
    onTestFinished(async () => {
      await this.editor(file);
      await this.open().runCommand('File: Revert File');
      await this.open().runCommand('Model Circuits: Run Model');
      await this.open().statusBarItem(/\d tokens?/);
    });
  }

  /** These settings hold for this test. The defaults return afterwards. */
  async settings(
    values: Readonly<Record<string, unknown>>,
    defaults: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { changeSettings } = this.open();
    onTestFinished(() => changeSettings(defaults));
    await changeSettings(values);
  }

  /** The theme holds for this test. */
  async theme(theme: Parameters<Workbench['setTheme']>[0]): Promise<void> {
    const { setTheme } = this.open();
    onTestFinished(() => setTheme('Dark Modern'));
    await setTheme(theme);
  }

  /** Only one group of editors is open, with the side bar beside it. */
  async oneGroup(): Promise<void> {
    const { page, runCommand } = this.open();
    const groups = page.locator('.editor-group-container');
    if ((await groups.count()) > 1) await runCommand('View: Single Column Editor Layout');
    await until('one group', async () => (await groups.count()) === 1);
  }

  /** Whether the status bar shows this text now. */
  private async statusBar(text: string | RegExp): Promise<boolean> {
    const items = this.open().page.locator('.statusbar-item').filter({ visible: true, hasText: text });
    return (await items.count()) > 0;
  }
}
