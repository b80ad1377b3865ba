import { en } from './restore.en';
import { es } from './restore.es';
import { fr } from './restore.fr';
import { ja } from './restore.ja';

export const texts = { en, es, fr, ja };
