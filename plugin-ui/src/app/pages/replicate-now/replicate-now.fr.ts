import { Like } from '../../i18n/catalogue';
import { en } from './replicate-now.en';

export const fr: Like<typeof en> = {
  title: 'Répliquer maintenant',
  choose: 'Quelle tâche exécuter',
  to: '{name}, vers {target}',
  disabled: 'désactivée',
  window: 'Elle démarre tout de suite, même hors de la fenêtre de la tâche.',
  empty: 'Aucune tâche ne réplique encore cette banque de données.',
  toTasks: 'Réplication',
  dryRun: 'Simulation',
  asking: 'Interrogation des deux machines ; rien n’est envoyé …',
  cancel: 'Annuler',
};
