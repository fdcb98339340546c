import { extensions, type Extension } from 'vscode';

export function extension(): Extension<unknown> {
  const found = extensions.getExtension('model-circuits.model-circuits');
  if (!found) throw new Error('VS Code does not know the extension.');
  return found;
}

/** The ids that package.json contributes. */
export function manifest(): { commands: string[]; settings: string[]; views: string[] } {
  const { contributes } = extension().packageJSON as {
    contributes: {
      commands: { command: string }[];
      configuration: { properties: object }[];
      views: Record<string, { id: string }[]>;
    };
  };
  return {
    commands: contributes.commands.map(({ command }) => command),
    settings: contributes.configuration.flatMap(({ properties }) => Object.keys(properties)),
    views: Object.values(contributes.views).flatMap(views => views.map(({ id }) => id)),
  };
}
