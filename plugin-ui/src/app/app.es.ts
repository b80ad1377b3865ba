import { Like } from './i18n/catalogue';
import { en } from './app.en';

export const es: Like<typeof en> = {
  dashboard: 'Panel',
  nas: 'Sistemas NAS',
  vcenters: 'vCenters',
  settings: 'Configuración',
  audit: 'Auditoría',
  summary: 'Resumen',
  runs: 'Ejecuciones de protección',
  snapshots: 'Instantáneas',
  replication: 'Replicación',
  sections: 'Secciones',
  datastorePages: 'Páginas del datastore',
  skip: 'Ir al contenido',
  themeDark: 'Tema oscuro',
  themeLight: 'Tema claro',
  language: 'Idioma',
  signOut: 'Cerrar sesión',
  account: 'Cuenta de {actor}',
  apiDocs: 'API REST',
  allDatastores: 'Todos los datastores',
  actions: 'Acciones',
  takeSnapshot: 'Crear instantánea',
  replicateNow: 'Replicar ahora',
  restore: 'Restaurar',
};
