import { en } from './notifications.en';
import { es } from './notifications.es';
import { fr } from './notifications.fr';
import { ja } from './notifications.ja';

export const texts = { en, es, fr, ja };
