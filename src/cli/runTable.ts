import type { Intervention } from '../shared/interventions/intervention';
import type { BackendInfo, CheckpointFacts } from '../shared/contracts/engineContract';
import { ablationLine } from './ablationOption';
import type { ReportToken, RunReport } from './runReport';

/** Prints a line for each token: its loss and, with an ablation, the change of its loss. */
export function printRunTable(
  checkpoint: string,
  facts: CheckpointFacts,
  backend: BackendInfo,
  tokens: readonly ReportToken[][],
  report: RunReport,
  ablation: Intervention | null,
): void {
  const lines = [
    `${checkpoint}: ${facts.architecture}, ${facts.nLayers} layers × ${facts.nHeads} heads, ${backend.name} ${backend.version}`,
    ...(ablation ? [ablationLine(ablation, tokens.length)] : []),
  ];
  tokens.forEach((row, rowIndex) => {
    const columns = [
      '#'.padStart(5),
      'id'.padStart(7),
      'loss'.padStart(7),
      ...(ablation ? ['Δ'.padStart(7)] : []),
      'token',
    ];
    lines.push('', ...(tokens.length > 1 ? [`row ${rowIndex}`] : []), columns.join('  '));
    row.forEach((token, position) => {
      const loss = position === 0 ? null : (report.perToken[rowIndex]?.[position - 1] ?? null);
      const delta = position === 0 ? null : (report.deltaPerToken?.[rowIndex]?.[position - 1] ?? null);
      const numbers = [loss === null ? '–' : loss.toFixed(3), ...(ablation ? [signed(delta)] : [])];
      const cells = [
        String(position).padStart(5),
        String(token.id).padStart(7),
        ...numbers.map(text => text.padStart(7)),
      ];
      lines.push(`${cells.join('  ')}  ${token.label ?? ''}`);
    });
  });
  const mean = `mean loss ${report.mean === null ? '–' : report.mean.toFixed(4)} nats`;
  lines.push('', ablation ? `${mean}, ${signed(report.meanDelta, 4)} by the ablation` : mean);
  process.stdout.write(`${lines.join('\n')}\n`);
}

function signed(value: number | null, digits = 3): string {
  if (value === null) return '–';
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}
