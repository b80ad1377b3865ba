import { Like } from '../../i18n/catalogue';
import { en } from './take-snapshot.en';

export const fr: Like<typeof en> = {
  title: 'Prendre un snapshot',
  of: 'De {name}',
  name: 'Nom',
  nameHelp: 'Vide : manual- et le moment en UTC',
  recursive: 'Aussi de tous les datasets en dessous',
  quiesce: 'Rendre d’abord les machines virtuelles cohérentes',
  quiesceHelp: 'Plus long ; chacune reçoit pour l’instant un snapshot de VM au repos.',
  onVmFailure: 'Si l’une ne peut être mise au repos',
  CONTINUE: 'Prendre le snapshot quand même',
  FAIL: 'Ne pas prendre le snapshot',
  keeps: 'Il reste jusqu’à ce que quelqu’un le supprime : aucune rétention de tâche n’y touche.',
  taken: 'Pris :',
  running: 'Les machines virtuelles sont mises au repos …',
  runDone: 'Le snapshot a été pris.',
  close: 'Fermer',
  cancel: 'Annuler',
};
