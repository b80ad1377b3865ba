import { Like } from '../i18n/catalogue';
import { en } from './run-words.en';

export const fr: Like<typeof en> = {
  QUEUED: 'En file d’attente',
  WAITING: 'En attente',
  RUNNING: 'En cours',
  SUCCEEDED: 'Réussie',
  SUCCEEDED_WITH_WARNINGS: 'Réussie avec avertissements',
  FAILED: 'Échouée',
  CANCELLED: 'Annulée',
  PENDING: 'À faire',
  SKIPPED: 'Ignoré',
  SNAPSHOT: 'Snapshot',
  REPLICATION: 'Réplication',
  RESTORE: 'Restauration',
  SCHEDULE: 'Planification',
  CATCH_UP: 'Rattrapage après un arrêt',
  AFTER_SNAPSHOT: 'Un snapshot',
  MANUAL: 'Une personne ou un programme',
};
