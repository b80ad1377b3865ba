import { Like } from '../../i18n/catalogue';
import { en } from './restore.en';

export const fr: Like<typeof en> = {
  ways: 'Cloner fait une copie inscriptible à côté du datastore et ne perd rien. Rétablir ramène le datastore lui-même en arrière : tout ce qui est plus récent est perdu, et ses machines virtuelles doivent être éteintes.',
  toRollBack: 'Rétablir…',
  toClone: 'Cloner…',
  back: 'Retour',
  name: 'Nom',
  created: 'Créé',
  age: 'Âge',
  used: 'Utilisé',
  vms: 'Machines virtuelles',
  consistent: 'Cohérentes',
  crash: 'Cohérentes après crash',
  empty: 'Ce datastore n’a pas encore de snapshot où revenir.',
  rollBackOf: '{dataset} redevient ce qu’il était au {time} ({ago}), dans le snapshot {name}.',
  impossible: 'Ceci est impossible pour l’instant',
  nextVCENTER:
    'Tant que le vCenter ne dit pas qu’aucune machine n’y tourne, rien n’est rétabli. Faites qu’il réponde, puis redemandez.',
  cloneInstead: 'Un clone de ce snapshot reste possible ; il ne change rien ici.',
  lost: 'Ce qui est perdu définitivement',
  lostBytes: '{bytes} écrits depuis par toutes les machines virtuelles du datastore.',
  lostUnknown:
    'Tout ce qui a été écrit depuis par toutes les machines virtuelles du datastore ; le NAS ne dit pas combien.',
  lostSnapshots: '{n} snapshot plus récent :|{n} snapshots plus récents :',
  lostNone: 'Aucun snapshot : celui-ci est le plus récent.',
  lostBookmarks: '{n} bookmark plus récent :|{n} bookmarks plus récents :',
  forceREPLICATION_BASE_LOST:
    'Rétablir quand même : sa prochaine exécution échoue tant que la copie n’est pas rétablie aussi, sauf si la tâche peut le faire elle-même',
  forceOWN_HOLDS: 'Rétablir quand même, et lever ces verrous',
  forceOTHER_DATASTORES: 'Rétablir aussi ces datastores, avec toutes leurs machines virtuelles',
  force: 'Rétablir quand même, et accepter ceci',
  rollBack: 'Rétablir',
  askAgain: 'Redemander',
  outdated: 'Quelque chose de plus récent a été pris depuis',
  outdatedDetail: 'Rien n’a été rétabli. Rechargez pour voir ce qui serait perdu maintenant, puis confirmez à nouveau.',
  rollingBack: 'Le datastore est en cours de rétablissement …',
  rolledBack: 'Le datastore est tel qu’au {time}.',
  rolledBackNext:
    'Dans vCenter, remontez le datastore là où vous l’avez démonté, et relancez l’analyse du stockage ; puis mettez les machines virtuelles sous tension. Retirez de l’inventaire celles créées plus tard : leurs fichiers n’existent plus.',
  cloneOf:
    'Une copie inscriptible de {dataset} tel qu’il était au {time}, du snapshot {name}. Elle ne prend d’abord aucune place, et ne change rien d’autre.',
  cloneName: 'Nom du clone',
  cloneNameHelp: 'Un nouveau dataset du pool {pool} ; son parent doit exister',
  errCloneName:
    'Donnez le nom complet d’un dataset, tel que {pool}/copie : lettres, chiffres et _ . : - entre barres obliques.',
  errClonePool: 'Un clone est sur le pool de son snapshot : {pool}/…',
  errCloneTaken: 'C’est le nom de l’original.',
  clone: 'Cloner',
  cloning: 'Le clone est en cours de création …',
  cloned: '{name} est là.',
  clonedNext: 'Que faire ensuite :',
  nextShare: 'Sur le NAS, partagez {name} comme l’est le datastore.',
  nextMount:
    'Dans vCenter, ajoutez-le comme datastore sous un autre nom, et enregistrez ou copiez-en les machines virtuelles.',
  nextDevice: 'Sur le NAS, présentez le périphérique {device} aux hôtes comme le LUN du datastore.',
  nextResignature:
    'Dans vCenter, relancez l’analyse du stockage et ajoutez le datastore avec une nouvelle signature, jamais avec l’ancienne. Enregistrez ou copiez-en les machines virtuelles.',
  nextDestroy: 'Quand il ne sert plus, retirez-le de vCenter, puis détruisez-le sur le NAS :',
};
