import { TestBed } from '@angular/core/testing';
import { FakeHost } from '../host/fake-host';
import { Host } from '../host/host';
import { answer, Api, ifMatch } from './api';
import { Page, Run } from './model';
import { ProblemError } from './problem';

describe('the API', () => {
  const host = new FakeHost();
  let sent: Request[];
  let answers: Response[];

  beforeEach(() => {
    sent = [];
    answers = [];
    vi.stubGlobal('fetch', (request: Request) => {
      sent.push(request);
      const next = answers.shift();
      return next ? Promise.resolve(next) : Promise.reject(new TypeError('Failed to fetch'));
    });
    TestBed.configureTestingModule({ providers: [{ provide: Host, useValue: host }] });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('asks as the person, and answers the body', async () => {
    answers.push(Response.json({ items: [] }));
    const api = TestBed.inject(Api);

    const page = await answer<Page<Run>>(api.client.GET('/runs', { params: { query: { state: 'FAILED' } } }));

    expect(page.items).toEqual([]);
    expect(sent[0]?.headers.get('vmware-api-session-id')).toBe('token');
    expect(sent[0]?.url).toMatch(/\/api\/v1\/runs\?state=FAILED$/);
  });

  it('throws the problem of a refused change, which named the version it was made from', async () => {
    answers.push(Response.json({ code: 'VERSION_CONFLICT', status: 409 }, { status: 409 }));
    const api = TestBed.inject(Api);

    const refused = api.client.DELETE('/snapshot-tasks/{id}', {
      params: { path: { id: 'a/b' }, header: ifMatch(3) },
    });

    await expect(refused).rejects.toMatchObject({ problem: { code: 'VERSION_CONFLICT' } });
    expect(sent[0]?.headers.get('If-Match')).toBe('"3"');
    expect(sent[0]?.url).toMatch(/\/snapshot-tasks\/a%2Fb$/);
  });

  it('asks once more only where the surroundings could help', async () => {
    const helped = vi.spyOn(host, 'rejected').mockResolvedValueOnce(true);
    answers.push(new Response('{}', { status: 401 }), Response.json({ items: [] }));

    await TestBed.inject(Api).client.GET('/runs');

    expect(sent).toHaveLength(2);
    expect(helped).toHaveBeenCalledOnce();
  });

  it('tells a server that is away from one that refuses', async () => {
    await expect(TestBed.inject(Api).client.GET('/about')).rejects.toBeInstanceOf(ProblemError);
  });
});
