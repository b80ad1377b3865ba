import { Like } from '../i18n/catalogue';
import { en } from './run-words.en';

export const es: Like<typeof en> = {
  QUEUED: 'En cola',
  WAITING: 'En espera',
  RUNNING: 'En curso',
  SUCCEEDED: 'Correcta',
  SUCCEEDED_WITH_WARNINGS: 'Correcta con advertencias',
  FAILED: 'Fallida',
  CANCELLED: 'Cancelada',
  PENDING: 'Pendiente',
  SKIPPED: 'Omitido',
  SNAPSHOT: 'Instantánea',
  REPLICATION: 'Replicación',
  RESTORE: 'Restauración',
  SCHEDULE: 'Programación',
  CATCH_UP: 'Recuperación tras una parada',
  AFTER_SNAPSHOT: 'Una instantánea',
  MANUAL: 'Una persona o un programa',
};
