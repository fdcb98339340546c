import { panelTitle, type PlotSpec } from './plotSpec';

/** The numbers of a plot: a column for x and for each line, a row for each x. */
export interface DataTable {
  readonly columns: readonly DataColumn[];
  /** Null for a missing value. */
  readonly rows: readonly (readonly (number | null)[])[];
}

export interface DataColumn {
  /** For readers. */
  readonly title: string;
  /** For programs. */
  readonly name: string;
}

export function dataTable({ x, panels }: PlotSpec): DataTable {
  const all = panels.flatMap(panel =>
    panel.series.map(one => {
      const title = panelTitle(panel, false);
      return {
        title: panel.series.length === 1 ? title : `${one.name} · ${title}`,
        name: one.column,
        values: one.values,
      };
    }),
  );
  return {
    columns: [{ title: x.name, name: x.column }, ...all.map(({ title, name }) => ({ title, name }))],
    rows: x.values.map((value, index) => [value, ...all.map(({ values }) => values[index] ?? null)]),
  };
}

/** The table as CSV: the first column in whole numbers, the others with six digits, a missing value as an empty field. */
export function csvText({ columns, rows }: DataTable): string {
  const lines = rows.map(([x, ...values]) => [
    String(x),
    ...values.map(value => (value === null ? '' : String(Number(value.toPrecision(6))))),
  ]);
  return [columns.map(({ name }) => name), ...lines].map(fields => `${fields.join(',')}\n`).join('');
}
