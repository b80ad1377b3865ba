import { en } from './holder.en';
import { es } from './holder.es';
import { fr } from './holder.fr';
import { ja } from './holder.ja';

export const texts = { en, es, fr, ja };
