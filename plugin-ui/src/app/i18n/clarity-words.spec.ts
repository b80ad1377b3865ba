import { TestBed } from '@angular/core/testing';
import { ClrCommonStringsService } from '@clr/angular/utils';
import { FakeHost } from '../host/fake-host';
import { Host } from '../host/host';
import { useClarityWords } from './clarity-words';

it('has Clarity speak the person’s language, and English again', () => {
  const host = new FakeHost();
  TestBed.configureTestingModule({ providers: [{ provide: Host, useValue: host }] });
  TestBed.runInInjectionContext(useClarityWords);
  const said = () => TestBed.inject(ClrCommonStringsService).keys.datepickerNextMonth;
  const shown = (['fr-FR', 'ja-JP', 'es-MX', 'de-DE'] as const).map((locale) => {
    host.locale.set(locale);
    TestBed.tick();
    return said();
  });
  expect(shown).toEqual(['Mois suivant', '次の月', 'Mes siguiente', 'Next month']);
});
