import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';
import { ready } from './app/host/sdk';

// Inside the vSphere Client nothing can be asked before the client says that it is ready.
void ready().then(() => bootstrapApplication(App, appConfig));
