import { Like } from '../../i18n/catalogue';
import { en } from './audit.en';

export const fr: Like<typeof en> = {
  title: 'Audit',
  at: 'Heure',
  actor: 'Qui',
  action: 'Quoi',
  object: 'Sur',
  outcome: 'Résultat',
  empty: 'Personne n’a encore demandé de changement.',
  since: 'Du',
  until: 'Au',
  errUntil: 'Doit être le même jour que Du, ou après.',
  errDate: 'Indiquez une date.',
  none: 'Aucune entrée ne correspond.',
};
