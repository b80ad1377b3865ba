import { en } from './summary.en';
import { es } from './summary.es';
import { fr } from './summary.fr';
import { ja } from './summary.ja';

export const texts = { en, es, fr, ja };
