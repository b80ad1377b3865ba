import { Like } from '../../i18n/catalogue';
import { en } from './audit.en';

export const es: Like<typeof en> = {
  title: 'Auditoría',
  at: 'Hora',
  actor: 'Quién',
  action: 'Qué',
  object: 'Sobre',
  outcome: 'Resultado',
  empty: 'Nadie ha pedido aún ningún cambio.',
  since: 'Desde',
  until: 'Hasta',
  errUntil: 'Debe ser el mismo día que Desde o posterior.',
  errDate: 'Indique una fecha.',
  none: 'Ninguna entrada coincide.',
};
