import { en } from './vcenters.en';
import { es } from './vcenters.es';
import { fr } from './vcenters.fr';
import { ja } from './vcenters.ja';

export const texts = { en, es, fr, ja };
