import { en } from './dashboard.en';
import { es } from './dashboard.es';
import { fr } from './dashboard.fr';
import { ja } from './dashboard.ja';

export const texts = { en, es, fr, ja };
