import { en } from './snapshots.en';
import { es } from './snapshots.es';
import { fr } from './snapshots.fr';
import { ja } from './snapshots.ja';

export const texts = { en, es, fr, ja };
