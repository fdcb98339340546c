import assert from 'node:assert/strict';
import { extensions, workspace } from 'vscode';

describe('the extension', () => {
  const extension = extensions.getExtension('model-circuits.model-circuits');

  it('is known to VS Code', () => {
    assert.ok(extension);
  });

  it('activates', async () => {
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });

  it('runs on the sample workspace', () => {
    assert.equal(workspace.workspaceFolders?.length, 1);
  });
});
