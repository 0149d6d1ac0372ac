import { html } from 'ghtml';
import { ISP_NAMES, type Isp } from '../../../domain/isps.ts';
import type { IspsView, IspView, WindowHealth } from '../../../usecases/oversight/types.ts';
import { counted, durationText, instantMarkup } from '../formats.ts';
import { badge, type Frame, renderOpsPage } from '../layout.ts';
import { type TemporalUi, workflowListLink } from '../links.ts';
import { renderFacts, renderTable, text } from '../table.ts';

type Health = IspView['here'];
type Circuit = Health['circuit'];

const CIRCUITS: Record<Circuit, string> = {
  closed: badge('answers', 'good'),
  half_open: badge('tried again', 'warn'),
  open: badge('left alone', 'bad'),
};

/** The most alarming of what any process sees. */
function worst({ isps, workers }: IspsView, isp: Isp): Circuit {
  const seen: Circuit[] = [
    ...isps.filter((row) => row.isp === isp).map(({ here }) => here.circuit),
    ...workers.flatMap((worker) => (worker.answered ? (worker.isps[isp]?.circuit ?? []) : [])),
  ];
  return seen.includes('open') ? 'open' : seen.includes('half_open') ? 'half_open' : 'closed';
}

const latency = (value_ms: number | null) => text(value_ms === null ? '–' : durationOf(value_ms));
const durationOf = (value_ms: number) => (value_ms < 10_000 ? `${Math.round(value_ms)} ms` : durationText(value_ms));

/** One row an ISP, of the last hour. */
export function ispTable(view: IspsView): string {
  return renderTable({
    caption: 'How each ISP answered in the last hour',
    columns: ['ISP', 'State', 'Sent', 'Succeeded', 'Declined', 'Unclear', 'p50', 'p95', 'In doubt', 'Reconciled until'],
    rows: view.isps.map(({ isp, hour, doubts, reconciled }) => [
      html`<a href="/ops/isps#${isp}">${ISP_NAMES[isp]}</a>`,
      CIRCUITS[worst(view, isp)],
      text(hour.attempts),
      text(hour.succeeded),
      text(hour.declined),
      text(hour.unclear),
      latency(hour.p50_ms),
      latency(hour.p95_ms),
      text(doubts),
      text(reconciled === null ? 'no day yet' : `end of ${reconciled.day}`),
    ]),
    empty: 'No ISP.',
  });
}

export function renderIsps(view: IspsView, { frame, ui }: { frame: Frame; ui: TemporalUi }): string {
  const silent = view.workers.filter((worker) => !worker.answered);
  const silences = silent.map(({ address, why }) =>
    why === 'no answer'
      ? html`<p class="notice bad">The worker at ${address} did not answer within a second: what it sees is not shown.</p>`
      : html`<p class="notice bad">At ${address} something answers that is no worker: what it sees is not shown.</p>`,
  );
  const body = html`<h1>ISPs</h1>
<p class="quiet">Latency is the time until the ISP answered, of charges that it answered at once. What became a doubt counts as unclear.!${
    view.attempts_max === null ? '' : html` Counted are the newest ${String(view.attempts_max)} attempts, as there are more.`
  }</p>
!${silences}
!${view.schedules === undefined ? html`<p class="notice bad">Temporal did not answer in time: whether the schedules run is not known.</p>` : ''}
!${view.isps.map((isp) => ispSection(isp, { view, ui }))}`;
  return renderOpsPage({ title: 'ISPs', body, path: '/ops/isps', frame });
}

function ispSection(row: IspView, { view, ui }: { view: IspsView; ui: TemporalUi }): string {
  const { isp, hour, day, reconciled, doubts } = row;
  const query = `WorkflowType = 'reconciliation' and Isp = '${isp}'`;
  return html`<section class="sheet" id="${isp}" aria-labelledby="${isp}-title">
<h2 id="${isp}-title">${ISP_NAMES[isp]} !${CIRCUITS[worst(view, isp)]}</h2>
!${windowTable(isp, { hour, day })}
!${declines('Declined in the last day', day)}
!${renderFacts([
    [
      'Reconciled until',
      reconciled === null ? text('no complete statement yet') : text(`the end of ${reconciled.day}, ${reconciled.lag_hours} h ago`),
    ],
    ['Daily reconciliation', schedule(view, isp)],
    ['In doubt now', html`<a href="/ops/doubts">${counted(doubts, 'charge')}</a>`],
    ...processes(view, row).map(
      ([name, health]) => [name, html`!${CIRCUITS[health.circuit]} ${counted(health.calls_free, 'call')} free`] as const,
    ),
    ['In Temporal', workflowListLink(ui, query, 'Runs of reconciliation')],
  ])}
</section>`;
}

function windowTable(isp: Isp, { hour, day }: { hour: WindowHealth; day: WindowHealth }): string {
  const cells = (title: string, window: WindowHealth) => [
    text(title),
    text(window.attempts),
    text(window.succeeded),
    text(window.declined),
    text(window.unclear),
    text(window.not_sent),
    latency(window.p50_ms),
    latency(window.p95_ms),
  ];
  return renderTable({
    caption: `Attempts at ${ISP_NAMES[isp]} by outcome, and its latency`,
    columns: ['Within', 'Sent', 'Succeeded', 'Declined', 'Unclear', 'Turned away unsent', 'p50', 'p95'],
    rows: [cells('the last hour', hour), cells('the last day', day)],
    empty: '',
  });
}

function declines(title: string, { declines: rows }: WindowHealth): string {
  if (rows.length === 0) return '';
  const items = rows.map(
    ({ reason, count }) => html`<li>${reason?.replaceAll('_', ' ') ?? 'tried again since'}: <strong>${String(count)}</strong></li>`,
  );
  return html`<h3>${title}</h3><ul class="inline">!${items}</ul>`;
}

function schedule({ schedules }: IspsView, isp: Isp): string {
  const reading = schedules?.find((row) => row.isp === isp);
  if (reading === undefined) return badge('not known', 'warn');
  if (reading.state === 'missing') return html`!${badge('no schedule', 'warn')} a worker makes it when it starts`;
  if (reading.state === 'paused') return html`!${badge('paused', 'warn')} ${reading.note ?? ''}`;
  return reading.next_at === null ? badge('runs', 'good') : html`!${badge('runs', 'good')} next at !${instantMarkup(reading.next_at)}`;
}

/** This process first; what did not answer is said above. */
function processes({ workers }: IspsView, { isp, here }: IspView): [name: string, health: Health][] {
  const answered = workers.flatMap((worker): [string, Health][] => {
    const health = worker.answered ? worker.isps[isp] : undefined;
    return health === undefined ? [] : [[`Seen by the worker at ${worker.address}`, health]];
  });
  return [['Seen by this API process', here], ...answered];
}
