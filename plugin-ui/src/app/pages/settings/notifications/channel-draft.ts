import { NotificationChannel } from '../../../api/model';
import { SchemaNotificationChannel } from '../../../api/schema';
import { lines } from '../../../shared/form/area-field';

export type Kind = NotificationChannel['kind'];
export type Security = NonNullable<NonNullable<NotificationChannel['mail']>['security']>;

/** What stands in the form; numbers and lists as they were typed. */
export interface ChannelDraft {
  name: string;
  kind: Kind;
  notifyOn: NotificationChannel['notifyOn'];
  enabled: boolean;
  host: string;
  security: Security;
  port: string;
  username: string;
  password: string;
  from: string;
  to: string;
  url: string;
  secret: string;
}

export type ChannelField = keyof ChannelDraft;
export type Rule =
  | 'errName'
  | 'errHost'
  | 'errPort'
  | 'errUser'
  | 'errPassword'
  | 'errFrom'
  | 'errTo'
  | 'errUrl'
  | 'errSecurity'
  | 'errSecret'
  | 'errSecretAgain';

/** How the server calls a field, where it has another name there. */
export const SERVER_FIELDS: Readonly<Partial<Record<ChannelField, readonly string[]>>> = {
  host: ['mail.host'],
  security: ['mail.security'],
  port: ['mail.port'],
  username: ['mail.username'],
  password: ['mail.password'],
  from: ['mail.from'],
  to: ['mail.to'],
  url: ['webhook.url'],
  secret: ['webhook.secret'],
};

export const USUAL_PORTS: Readonly<Record<Security, string>> = { STARTTLS: '587', TLS: '465', NONE: '25' };

const LONGEST_NAME = 80;
const MOST_RECIPIENTS = 20;
const SHORTEST_SECRET = 16;
const ADDRESS = /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/;

export const NEW_CHANNEL: ChannelDraft = {
  name: '',
  kind: 'MAIL',
  notifyOn: 'FAILURES_AND_WARNINGS',
  enabled: true,
  host: '',
  security: 'STARTTLS',
  port: USUAL_PORTS.STARTTLS,
  username: '',
  password: '',
  from: '',
  to: '',
  url: '',
  secret: '',
};

export function channelDraftOf(channel: NotificationChannel): ChannelDraft {
  const { name, kind, notifyOn, enabled, mail, webhook } = channel;
  return {
    ...NEW_CHANNEL,
    name,
    kind,
    notifyOn,
    enabled,
    host: mail?.host ?? '',
    security: mail?.security ?? NEW_CHANNEL.security,
    port: String(mail?.port ?? NEW_CHANNEL.port),
    username: mail?.username ?? '',
    from: mail?.from ?? '',
    to: (mail?.to ?? []).join('\n'),
    url: webhook?.url ?? '',
  };
}

/** Other encryption, other port; unless somebody chose one that is usual nowhere. */
export function secured(draft: ChannelDraft, security: Security): ChannelDraft {
  const usual = Object.values(USUAL_PORTS).includes(draft.port.trim()) || draft.port.trim() === '';
  return { ...draft, security, port: usual ? USUAL_PORTS[security] : draft.port };
}

/** What the server keeps when it is not sent: only for whom it was given, so that nobody can have it sent elsewhere. */
export function kept(draft: ChannelDraft, stored: NotificationChannel | undefined): boolean {
  return draft.kind === 'MAIL'
    ? stored?.passwordSet === true &&
        stored.mail?.host === draft.host.trim() &&
        stored.mail?.username === draft.username.trim()
    : stored?.secretSet === true && origin(stored.webhook?.url ?? '') === origin(draft.url.trim());
}

export function orderOf(draft: ChannelDraft): SchemaNotificationChannel {
  const { kind, notifyOn, enabled } = draft;
  const common = { name: draft.name.trim(), kind, notifyOn, enabled };
  if (kind === 'WEBHOOK') {
    return { ...common, webhook: { url: draft.url.trim(), ...(draft.secret ? { secret: draft.secret } : {}) } };
  }
  const username = draft.username.trim();
  const mail = {
    host: draft.host.trim(),
    port: Number(draft.port),
    security: draft.security,
    ...(username ? { username } : {}),
    ...(draft.password ? { password: draft.password } : {}),
    from: draft.from.trim(),
    to: lines(draft.to),
  };
  return { ...common, mail };
}

function origin(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

/** The rules that a draft breaks, by field. */
export function brokenChannel(draft: ChannelDraft, stored?: NotificationChannel): Partial<Record<ChannelField, Rule>> {
  const name = draft.name.trim();
  return {
    ...(name === '' || name.length > LONGEST_NAME ? { name: 'errName' } : {}),
    ...(draft.kind === 'MAIL' ? brokenMail(draft, stored) : brokenWebhook(draft, stored)),
  };
}

function brokenWebhook(draft: ChannelDraft, stored?: NotificationChannel): Partial<Record<ChannelField, Rule>> {
  // What was signed does not silently go on unsigned.
  const missing = !draft.secret && stored?.secretSet === true && !kept(draft, stored);
  return {
    ...(goodUrl(draft.url.trim()) ? {} : { url: 'errUrl' }),
    ...(missing ? { secret: 'errSecretAgain' } : {}),
    ...(draft.secret && draft.secret.length < SHORTEST_SECRET ? { secret: 'errSecret' } : {}),
  };
}

function brokenMail(draft: ChannelDraft, stored?: NotificationChannel): Partial<Record<ChannelField, Rule>> {
  const to = lines(draft.to);
  const port = Number(draft.port);
  const user = draft.username.trim() !== '';
  return {
    ...(/^[^\s/@]+$/.test(draft.host.trim()) ? {} : { host: 'errHost' }),
    ...(/^\d+$/.test(draft.port.trim()) && port >= 1 && port <= 65535 ? {} : { port: 'errPort' }),
    ...(user && !draft.password && !kept(draft, stored) ? { password: 'errPassword' } : {}),
    ...(user && draft.security === 'NONE' ? { security: 'errSecurity' } : {}),
    ...(!user && draft.password ? { username: 'errUser' } : {}),
    ...(ADDRESS.test(draft.from.trim()) ? {} : { from: 'errFrom' }),
    ...(to.length >= 1 && to.length <= MOST_RECIPIENTS && to.every((one) => ADDRESS.test(one)) ? {} : { to: 'errTo' }),
  };
}

/** Nobody in between reads what goes to this machine itself. */
function goodUrl(url: string): boolean {
  return URL.canParse(url) && /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$))/i.test(url);
}

/** Where a channel leads, and how many more recipients there are. */
export function goal(channel: Pick<NotificationChannel, 'kind' | 'mail' | 'webhook'>): { to: string; n: number } {
  if (channel.kind === 'MAIL') {
    const [first = '', ...others] = channel.mail?.to ?? [];
    return { to: first, n: others.length };
  }
  const url = channel.webhook?.url ?? '';
  return { to: URL.canParse(url) ? new URL(url).host : url, n: 0 };
}
