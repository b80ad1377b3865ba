import { en } from './runs.en';
import { es } from './runs.es';
import { fr } from './runs.fr';
import { ja } from './runs.ja';

export const texts = { en, es, fr, ja };
