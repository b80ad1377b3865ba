import { en } from './audit.en';
import { es } from './audit.es';
import { fr } from './audit.fr';
import { ja } from './audit.ja';

export const texts = { en, es, fr, ja };
