// Draws one dashboard, given as JSON, from what a Prometheus answers. Lines, numbers, bars, tables and frames are
// Grafana's own components; state timelines, heatmaps and stacked bars are not published by Grafana and drawn in standIns.jsx.
import React, { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ThemeContext, standardTransformersRegistry, standardTransformers, createTheme } from '@grafana/data';
import { BarGauge, BigValue, GlobalStyles, PanelChrome, Table, TimeSeries } from '@grafana/ui';
import { initPluginTranslations } from '@grafana/i18n';
import { framesOf, numbersOf, seriesOf, tableOf } from './frames.js';
import { Heatmap, StackedBars, StateTimeline } from './standIns.jsx';

const CELL = 30, GAP = 8;
const theme = createTheme({ colors: { mode: 'dark' } });

function Empty({ width, height }) {
  return <div style={{ width, height, display: 'grid', placeItems: 'center', color: theme.colors.text.secondary }}>No data</div>;
}

function Stat({ panel, data, width, height, range }) {
  const numbers = numbersOf(panel, data, theme);
  return <div style={{ display: 'flex', gap: 4 }}>{numbers.map((one, index) =>
    <BigValue key={index} theme={theme} value={one.display} width={width / numbers.length} height={height} count={numbers.length} colorMode={panel.options.colorMode}
      graphMode="none" justifyMode="auto" textMode={panel.options.textMode} />)}</div>;
}

function Bars({ panel, data, width, height }) {
  const numbers = numbersOf(panel, data, theme);
  const most = panel.fieldConfig.defaults.max ?? Math.max(1e-9, ...numbers.map(n => n.display.numeric));
  const each = Math.min(40, height / numbers.length - 4);
  return <div style={{ display: 'grid', gap: 4 }}>{numbers.map((one, index) =>
    <BarGauge key={index} theme={theme} value={one.display} display={one.field.display} field={{ ...one.field.config, min: 0, max: most }} width={width} height={each}
      orientation="horizontal" displayMode="basic" namePlacement="left" valueDisplayMode="text" showUnfilled itemSpacing={4}
      alignmentFactors={{ title: numbers.map(n => n.display.title).reduce((a, b) => a.length > b.length ? a : b, ''), text: '100.00%' }} />)}</div>;
}

function Rows({ panel, data, width, height }) {
  const frame = tableOf(panel, data, theme);
  return <Table data={frame} width={width} height={height} cellHeight={panel.options.cellHeight} noValue="" />;
}

function Lines({ panel, data, width, height, range }) {
  return <TimeSeries frames={seriesOf(panel, data, theme)} width={width} height={height} timeRange={range} timeZone="utc" legend={panel.options.legend} options={panel.options} />;
}

const KINDS = { timeseries: Lines, stat: Stat, bargauge: Bars, table: Rows, 'state-timeline': StateTimeline, heatmap: Heatmap, barchart: StackedBars };

function Panel({ panel, range }) {
  const [data, setData] = useState(null);
  useEffect(() => {
    framesOf(panel, range).then(setData, error => setData({ error: String(error) }));
  }, []);
  useEffect(() => {
    if (data) {
      requestAnimationFrame(() => { window.drawn += 1; });
      if (data.error || data.length === 0) {
        window.empty.push({ title: panel.title, error: data.error });
      }
    }
  }, [data]);
  const { x, y, w, h } = panel.gridPos;
  const unit = (window.innerWidth - 2 * GAP) / 24;
  const box = { left: GAP + x * unit, top: y * (CELL + GAP), width: w * unit - GAP, height: h * CELL + (h - 1) * GAP };
  const Kind = KINDS[panel.type];
  return <div style={{ position: 'absolute', ...box }}>
    <PanelChrome title={panel.title} width={box.width} height={box.height} padding={panel.type === 'table' ? 'none' : 'md'}>
      {(width, height) => data === null ? null
        : data.error ? <div style={{ color: 'red' }}>{data.error}</div>
        : data.length === 0 ? <Empty {...{ width, height }} />
        : <Kind {...{ panel, data, width, height, range, theme }} />}
    </PanelChrome>
  </div>;
}

function Row({ panel }) {
  const top = panel.gridPos.y * (CELL + GAP);
  return <div style={{ position: 'absolute', left: 2 * GAP, top: top + 4, fontSize: 16, fontWeight: 500, color: theme.colors.text.primary }}>⌄ {panel.title}</div>;
}

function Dashboard({ dashboard, range }) {
  const height = Math.max(...dashboard.panels.map(({ gridPos: { y, h } }) => y + h)) * (CELL + GAP);
  return <ThemeContext.Provider value={theme}>
    <GlobalStyles />
    <div style={{ background: theme.colors.background.canvas, height: height + 64, position: 'relative' }} id="dashboard">
      <div style={{ padding: '14px 16px', fontSize: 18, color: theme.colors.text.primary, height: 56 }}>{dashboard.title}
        <span style={{ color: theme.colors.text.secondary, fontSize: 13, marginLeft: 16 }}>{dashboard.description}</span></div>
      <div style={{ position: 'relative' }}>
        {dashboard.panels.map(panel => panel.type === 'row' ? <Row key={panel.id} panel={panel} /> : <Panel key={panel.id} panel={panel} range={range} />)}
      </div>
    </div>
  </ThemeContext.Provider>;
}

async function main() {
  window.drawn = 0;
  window.empty = [];
  await initPluginTranslations('grafana');
  standardTransformersRegistry.setInit(() => [...new Map(Object.values(standardTransformers).map(each => [each.id, each])).values()].map(transformation => ({ id: transformation.id, name: transformation.name, transformation: async () => transformation })));
  const { dashboard, from, to } = await (await fetch('/dashboard')).json();
  window.expected = dashboard.panels.filter(panel => panel.type !== 'row').length;
  createRoot(document.getElementById('root')).render(<Dashboard dashboard={dashboard} range={window.rangeOf(from, to)} />);
}

main();
