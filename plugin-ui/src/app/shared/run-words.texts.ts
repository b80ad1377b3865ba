import { en } from './run-words.en';
import { es } from './run-words.es';
import { fr } from './run-words.fr';
import { ja } from './run-words.ja';

export const texts = { en, es, fr, ja };
