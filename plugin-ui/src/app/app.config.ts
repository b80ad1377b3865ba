import { ApplicationConfig, provideBrowserGlobalErrorListeners, provideZonelessChangeDetection } from '@angular/core';
import { provideAnimations } from '@angular/platform-browser/animations';
import { provideRouter, withComponentInputBinding, withHashLocation } from '@angular/router';
import { routes } from './app.routes';
import { provideHost } from './host/provide-host';
import { addIcons } from './shared/icons';

addIcons();

export const appConfig: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideBrowserGlobalErrorListeners(),
    // Clarity's components animate and refuse to start without.
    provideAnimations(),
    provideRouter(routes, withHashLocation(), withComponentInputBinding()),
    provideHost(),
  ],
};
