/** How far a long piece of work is. `total` is null while it is not known; `done` counts `label`s. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
  readonly label: string;
}

export type ReportProgress = (progress: Progress) => void;
