import { en } from './app.en';
import { es } from './app.es';
import { fr } from './app.fr';
import { ja } from './app.ja';

export const texts = { en, es, fr, ja };
