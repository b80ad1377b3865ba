import { Like } from '../../i18n/catalogue';
import { en } from './summary.en';

export const fr: Like<typeof en> = {
  title: 'Protection de cette banque de données',
  lastSnapshot: 'Dernier snapshot',
  lastReplication: 'Dernière réplication',
  dataset: 'Dataset',
  lastRun: 'Dernière exécution',
  noTask: 'Rien ne protège encore cette banque de données.',
  noReplication: 'Elle a des snapshots, mais aucune copie sur une autre machine.',
  snapshots: 'Snapshots',
  replication: 'Réplication',
  runs: 'Exécutions',
};
