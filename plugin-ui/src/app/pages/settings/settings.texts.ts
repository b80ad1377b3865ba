import { en } from './settings.en';
import { es } from './settings.es';
import { fr } from './settings.fr';
import { ja } from './settings.ja';

export const texts = { en, es, fr, ja };
