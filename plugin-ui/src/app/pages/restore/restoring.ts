import { SchemaRollBackPreview } from '../../api/schema';
import { Snapshot } from '../../api/model';

/** The snapshot to go back to, and the way there. A page hands it to the modal; without it the modal asks for both. */
export interface Restoring {
  way: 'ROLL_BACK' | 'CLONE';
  snapshot: Snapshot;
}

/** What a modal was opened with, if it was opened for a snapshot. */
export function restoringIn(data: unknown): Restoring | undefined {
  return typeof data === 'object' && data !== null && 'way' in data && 'snapshot' in data
    ? (data as Restoring)
    : undefined;
}

/** What a roll back would destroy; the server always tells these. */
export type Preview = SchemaRollBackPreview & Required<Pick<SchemaRollBackPreview, 'dataset'>>;

/** Warnings that have the same consequence: it is accepted once, however many say so. */
export interface Doubt {
  code: string;
  needsForce: boolean;
  messages: string[];
}

/** In the order of the preview. */
export function doubts(preview: Preview | undefined): Doubt[] {
  const found = new Map<string, Doubt>();
  for (const { code = '', message = '', needsForce = false } of preview?.warnings ?? []) {
    const doubt = found.get(code) ?? { code, needsForce: false, messages: [] };
    doubt.needsForce ||= needsForce;
    doubt.messages.push(message);
    found.set(code, doubt);
  }
  return [...found.values()];
}
