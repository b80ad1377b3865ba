import { en } from './shared.en';
import { es } from './shared.es';
import { fr } from './shared.fr';
import { ja } from './shared.ja';

export const texts = { en, es, fr, ja };
