import { en } from './take-snapshot.en';
import { es } from './take-snapshot.es';
import { fr } from './take-snapshot.fr';
import { ja } from './take-snapshot.ja';

export const texts = { en, es, fr, ja };
