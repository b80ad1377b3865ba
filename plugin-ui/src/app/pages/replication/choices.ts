import { Option } from '../../shared/form/select-field';
import { LifetimeUnit } from './draft';
import { texts } from './replication.texts';

type Words = Readonly<Record<keyof typeof texts.en, string>>;

/** How often, as the old form offered it; ISO-8601 durations. */
export function intervals(t: Words): Option[] {
  return [
    { value: 'PT5M', text: t.minutes5 },
    { value: 'PT10M', text: t.minutes10 },
    { value: 'PT15M', text: t.minutes15 },
    { value: 'PT30M', text: t.minutes30 },
    { value: 'PT1H', text: t.hours1 },
    { value: 'PT2H', text: t.hours2 },
    { value: 'PT3H', text: t.hours3 },
    { value: 'PT4H', text: t.hours4 },
    { value: 'PT6H', text: t.hours6 },
    { value: 'PT12H', text: t.hours12 },
    { value: 'PT24H', text: t.days1 },
    { value: 'PT168H', text: t.weeks1 },
    { value: 'PT336H', text: t.weeks2 },
    { value: 'PT672H', text: t.weeks4 },
  ];
}

export function units(t: Words): Option<LifetimeUnit>[] {
  return [
    { value: 'HOUR', text: t.HOUR },
    { value: 'DAY', text: t.DAY },
    { value: 'WEEK', text: t.WEEK },
    { value: 'MONTH', text: t.MONTH },
    { value: 'YEAR', text: t.YEAR },
  ];
}
