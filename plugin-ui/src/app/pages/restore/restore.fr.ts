import { Like } from '../../i18n/catalogue';
import { en } from './restore.en';

export const fr: Like<typeof en> = {
  notYet:
    'Ce serveur ne restaure pas encore lui-même : il ne rétablit pas un datastore et ne monte pas de copie. Vos snapshots et répliques sont intacts, et le NAS peut faire une copie de chacun sans toucher à l’existant.',
  choose: 'Choisissez un snapshot pour voir comment.',
  name: 'Nom',
  created: 'Créé',
  vms: 'Machines virtuelles',
  consistent: 'Cohérentes',
  crash: 'Cohérentes après crash',
  empty: 'Ce datastore n’a pas encore de snapshot où revenir.',
  how: 'Sur le NAS, ceci crée une copie inscriptible de {dataset} tel qu’il était au {time}. Elle ne prend d’abord aucune place, et ne change rien d’autre :',
  then: 'Partagez-la ensuite comme le datastore, montez-la dans vCenter sous un autre nom, et enregistrez ou copiez-en les machines virtuelles.',
  close: 'Fermer',
};
