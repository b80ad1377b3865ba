import { en } from './replication.en';
import { es } from './replication.es';
import { fr } from './replication.fr';
import { ja } from './replication.ja';

export const texts = { en, es, fr, ja };
