import { Like } from './i18n/catalogue';
import { en } from './app.en';

export const fr: Like<typeof en> = {
  dashboard: 'Tableau de bord',
  nas: 'Systèmes NAS',
  vcenters: 'vCenters',
  settings: 'Paramètres',
  audit: 'Audit',
  summary: 'Résumé',
  runs: 'Exécutions de protection',
  snapshots: 'Snapshots',
  replication: 'Réplication',
  sections: 'Sections',
  datastorePages: 'Pages de la banque de données',
  skip: 'Aller au contenu',
  themeDark: 'Thème sombre',
  themeLight: 'Thème clair',
  language: 'Langue',
  signOut: 'Se déconnecter',
  account: 'Compte de {actor}',
  apiDocs: 'API REST',
  allDatastores: 'Toutes les banques de données',
  actions: 'Actions',
  takeSnapshot: 'Prendre un snapshot',
  replicateNow: 'Répliquer maintenant',
  restore: 'Restaurer',
};
