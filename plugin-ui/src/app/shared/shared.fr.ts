import { Like } from '../i18n/catalogue';
import { en } from './shared.en';

export const fr: Like<typeof en> = {
  loading: 'Chargement…',
  empty: 'Il n’y a encore rien ici.',
  retry: 'Réessayer',
  reload: 'Recharger',
  cancel: 'Annuler',
  delete: 'Supprimer',
  runbook: 'Que faire',
  incident: 'Incident {id}, comme dans le journal du serveur',
  machineSaid: 'Ce que la machine a dit',
  temporary: 'Cela peut passer tout seul.',
  unreachable: 'Le serveur Datastore Guard ne répond pas',
  unreachableDetail:
    'Rien n’indique qu’un changement ait eu lieu. Vérifiez que le serveur fonctionne et que le réseau l’atteint.',
  conflict: 'Quelqu’un l’a modifié entre-temps',
  conflictDetail: 'Rien n’a été enregistré. Rechargez pour voir l’état actuel, puis refaites votre modification.',
  noPermission: 'Vous n’avez pas ce droit ici',
  noPermissionDetail:
    'Demandez à un administrateur du vCenter un rôle avec les privilèges du groupe Datastore Guard sur cet objet.',
  sessionEnded: 'Votre session est terminée',
  sessionEndedDetail: 'Actualisez vSphere Client pour vous reconnecter.',
  unknownError: 'Une erreur s’est produite',
  confirmName: 'Pour confirmer, saisissez {name}',
  ago: 'il y a {time}',
  in: 'dans {time}',
  never: 'Jamais',
  copy: 'Copier',
  copied: 'Copié',
  next: 'Suivant',
  previous: 'Précédent',
  first: 'Début de la liste',
  shown: '{n} affiché|{n} affichés',
  asTable: 'Afficher sous forme de tableau',
  when: 'Quand',
};
