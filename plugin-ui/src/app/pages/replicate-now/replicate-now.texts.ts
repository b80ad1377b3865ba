import { en } from './replicate-now.en';
import { es } from './replicate-now.es';
import { fr } from './replicate-now.fr';
import { ja } from './replicate-now.ja';

export const texts = { en, es, fr, ja };
