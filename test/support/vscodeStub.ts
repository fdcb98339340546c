// The part of VS Code's API that the host's modules need in a unit test. Tests in test/ui cover an editor.
import { join } from 'node:path';

export const l10n = {
  t: (message: string, ...values: (string | number)[]): string =>
    message.replaceAll(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole)),
};

export const env = { language: 'en' };

export class Disposable {
  constructor(private readonly callOnDispose: () => void) {}

  static from(...parts: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => parts.forEach(part => part.dispose()));
  }

  dispose(): void {
    this.callOnDispose();
  }
}

export class EventEmitter<Value> {
  readonly #listeners = new Set<(value: Value) => void>();

  readonly event = (listener: (value: Value) => void): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };

  fire(value: Value): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  constructor(
    readonly start: Position,
    readonly end: Position,
  ) {}

  get isEmpty(): boolean {
    return this.start.line === this.end.line && this.start.character === this.end.character;
  }

  get isSingleLine(): boolean {
    return this.start.line === this.end.line;
  }
}

export class Selection extends Range {}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  constructor(readonly id: string) {}
}

export class MarkdownString {
  isTrusted: boolean | { readonly enabledCommands: readonly string[] } = false;

  constructor(
    readonly value: string,
    readonly supportThemeIcons = false,
  ) {}
}

export class Hover {
  constructor(
    readonly contents: readonly MarkdownString[],
    readonly range: Range,
  ) {}
}

export class TreeItem {
  constructor(readonly label: string) {}
}

export class Uri {
  readonly scheme = 'file';

  private constructor(readonly path: string) {}

  static file(path: string): Uri {
    return new Uri(path);
  }

  static joinPath(base: Uri, ...parts: string[]): Uri {
    return new Uri(join(base.path, ...parts));
  }

  get fsPath(): string {
    return this.path;
  }
}

export class RelativePattern {
  constructor(
    readonly base: unknown,
    readonly pattern: string,
  ) {}
}

export const ColorThemeKind = { Light: 1, Dark: 2, HighContrast: 3, HighContrastLight: 4 };
export const DecorationRangeBehavior = { ClosedClosed: 1 };
export const OverviewRulerLane = { Left: 1, Center: 2, Right: 4, Full: 7 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 };
export const TextEditorRevealType = { InCenterIfOutsideViewport: 2 };
export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };

type Listener = (...parameters: unknown[]) => unknown;

/** Registered providers and commands, for tests to read and call. */
export const registered = {
  commands: new Map<string, Listener>(),
  hoverProviders: [] as unknown[],
};

export const commands = {
  registerCommand(id: string, run: Listener): Disposable {
    registered.commands.set(id, run);
    return new Disposable(() => registered.commands.delete(id));
  },
  executeCommand(id: string, ...parameters: unknown[]): Promise<unknown> {
    return Promise.resolve(registered.commands.get(id)?.(...parameters));
  },
};

export const languages = {
  registerHoverProvider(_selector: unknown, provider: unknown): Disposable {
    registered.hoverProviders.push(provider);
    return new Disposable(() => undefined);
  },
};

export const window = {
  activeColorTheme: { kind: ColorThemeKind.Dark },
  messages: [] as string[],
  showInformationMessage(message: string): Promise<undefined> {
    window.messages.push(message);
    return Promise.resolve(undefined);
  },
  /** The button that the user presses in the next messages. */
  pressed: undefined as string | undefined,
  showErrorMessage(message: string, ...buttons: string[]): Promise<string | undefined> {
    window.messages.push(message);
    return Promise.resolve(buttons.find(button => button === window.pressed));
  },
};

/** Events of the workspace that tests fire. */
export const happening = {
  changeText: new EventEmitter<unknown>(),
  closeText: new EventEmitter<unknown>(),
  changeSettings: new EventEmitter<unknown>(),
  /** Settings by name, without the section. */
  settings: new Map<string, unknown>(),
};

export const workspace = {
  onDidChangeTextDocument: happening.changeText.event,
  onDidCloseTextDocument: happening.closeText.event,
  onDidChangeConfiguration: happening.changeSettings.event,
  getConfiguration: () => ({ get: (name: string) => happening.settings.get(name) }),
};
