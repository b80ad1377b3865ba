import { en } from './login.en';
import { es } from './login.es';
import { fr } from './login.fr';
import { ja } from './login.ja';

export const texts = { en, es, fr, ja };
