/**
 * The training step in a snapshot folder's name: "step-000350", "step512" (Pythia), "checkpoint-1000" (Hugging Face
 * Trainer). Null for any other name.
 */
export function trainingStep(folderName: string): number | null {
  const match = /^(?:step-?|checkpoint-)(\d{1,15})$/i.exec(folderName);
  return match ? Number(match[1]) : null;
}
