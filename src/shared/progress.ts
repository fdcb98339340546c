/** How far a long piece of work is. `done` and `total` count `label`, such as layers; `total` is null while it is unknown. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
  readonly label: string;
}

export type ReportProgress = (progress: Progress) => void;
