import { NotificationChannel } from '../../../api/model';
import { Values } from '../../../i18n/catalogue';
import { Option } from '../../../shared/form/select-field';
import { goal } from './channel-draft';
import { texts } from './notifications.texts';

type Words = Readonly<Record<keyof typeof texts.en, string>>;

/** Where a channel leads, such as Mail to ann@example.com. */
export function whereTo(
  channel: Pick<NotificationChannel, 'kind' | 'mail' | 'webhook'>,
  t: Words,
  fill: (text: string, values: Values) => string,
): string {
  const where = goal(channel);
  return fill(channel.kind === 'WEBHOOK' ? t.webhookTo : where.n > 0 ? t.mailToMore : t.mailTo, where);
}

/** What a channel can be told about, the least first. */
export function levels(t: Words): Option<NotificationChannel['notifyOn']>[] {
  return [
    { value: 'FAILURES', text: t.FAILURES },
    { value: 'FAILURES_AND_WARNINGS', text: t.FAILURES_AND_WARNINGS },
    { value: 'EVERYTHING', text: t.EVERYTHING },
  ];
}
