// What Node, the browser and VS Code's hosts all have, but TypeScript's es2023 library does not declare. Only the
// projects without a runtime of their own (shared, model, analysis) include this file.

interface AbortSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(): void;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(encoding?: 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}

declare class Headers {
  constructor(init?: unknown);
  get(name: string): string | null;
}

declare class Response {
  constructor(body: Uint8Array<ArrayBuffer>, init?: { status?: number; headers?: Record<string, string> });
  readonly status: number;
}

declare function fetch(url: unknown, init?: { headers?: unknown }): Promise<Response>;

declare function btoa(binary: string): string;
