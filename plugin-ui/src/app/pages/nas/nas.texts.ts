import { en } from './nas.en';
import { es } from './nas.es';
import { fr } from './nas.fr';
import { ja } from './nas.ja';

export const texts = { en, es, fr, ja };
