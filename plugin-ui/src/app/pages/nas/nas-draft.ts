import { NasSystem } from '../../api/model';
import { SchemaNasSystem } from '../../api/schema';
import { lines } from '../../shared/form/area-field';

/** What stands in the form; text as it was typed. */
export interface NasDraft {
  name: string;
  host: string;
  port: string;
  user: string;
  sudo: boolean;
  addresses: string;
  /** A key that a person compared; none while it is the stored one. */
  hostKey: string | undefined;
}

export type NasField = keyof NasDraft;
export type NasRule = 'errName' | 'errHost' | 'errPort' | 'errUser' | 'errKey';

export function draftOf(nas: NasSystem | undefined): NasDraft {
  return {
    name: nas?.name ?? '',
    host: nas?.host ?? '',
    port: String(nas?.port ?? 22),
    user: nas?.user ?? 'root',
    sudo: nas?.sudo ?? false,
    addresses: (nas?.addresses ?? []).join('\n'),
    hostKey: undefined,
  };
}

/** Whether a text is a port's number. */
export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
}

/**
 * The rules that a draft breaks, by field.
 *
 * @param trusted whether a key is stored that goes with the draft's host and port
 */
export function broken(draft: NasDraft, trusted: boolean): Partial<Record<NasField, NasRule>> {
  const name = draft.name.trim();
  return {
    ...(name === '' || name.length > 80 ? { name: 'errName' } : {}),
    ...(/^\S+$/.test(draft.host.trim()) ? {} : { host: 'errHost' }),
    ...(isPort(draft.port) ? {} : { port: 'errPort' }),
    ...(draft.user.trim() === '' ? { user: 'errUser' } : {}),
    ...(draft.hostKey === undefined && !trusted ? { hostKey: 'errKey' } : {}),
  };
}

/** What is sent; a host key only where a person confirmed one. */
export function orderOf(draft: NasDraft): Omit<SchemaNasSystem, 'hostKey'> & { hostKey?: string } {
  return {
    name: draft.name.trim(),
    host: draft.host.trim(),
    port: Number(draft.port),
    user: draft.user.trim(),
    sudo: draft.sudo,
    addresses: lines(draft.addresses),
    ...(draft.hostKey === undefined ? {} : { hostKey: draft.hostKey }),
  };
}
