import { inRepository, readJson } from './fixtures';

/** The parts of package.json that the tests read. */
export interface Manifest {
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly icon: string;
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when?: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, SettingSchema>> }[];
    readonly colors: readonly ContributedColor[];
    readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly views: Readonly<
      Record<string, readonly { readonly id: string; readonly icon?: string; readonly when?: string }[]>
    >;
    readonly customEditors?: readonly { readonly viewType: string }[];
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when?: string }[];
  };
}

export interface SettingSchema {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly default: unknown;
  readonly scope: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly markdownDescription?: string;
  readonly markdownEnumDescriptions?: readonly string[];
}

export const themeKinds = ['dark', 'light', 'highContrast', 'highContrastLight'] as const;

export interface ContributedColor {
  readonly id: string;
  readonly description: string;
  readonly defaults: Readonly<Record<(typeof themeKinds)[number], string>>;
}

export const manifest = readJson(inRepository('package.json')) as Manifest;
export const strings = readJson(inRepository('package.nls.json')) as Readonly<Record<string, string>>;
