// Panels that Grafana draws in its core and does not publish: near enough for a picture, not the real thing.
import React from 'react';
import { FieldType, formattedValueToString, getValueFormat } from '@grafana/data';
import { configured } from './frames.js';

const AXIS = 20;

function times(range, width, left) {
  const from = range.from.valueOf(), span = range.to.valueOf() - from;
  const x = time => left + (time - from) / span * (width - left);
  const every = [60, 120, 300, 600, 1800, 3600, 7200, 21600].map(s => s * 1000).find(each => span / each <= 10) ?? span;
  const marks = [];
  for (let at = Math.ceil(from / every) * every; at < from + span; at += every) {
    marks.push(at);
  }
  return { x, marks };
}

function TimeAxis({ marks, x, top, theme }) {
  return marks.map(at => <text key={at} x={x(at)} y={top + 14} fontSize={11} textAnchor="middle" fill={theme.colors.text.secondary}>{new Date(at).toISOString().slice(11, 16)}</text>);
}

function Legend({ items, top, width, theme }) {
  let left = 0;
  return items.map(({ text, color }) => {
    const at = left;
    left += 24 + text.length * 6.5;
    return at > width - 60 ? null : <g key={text}><rect x={at} y={top + 4} width={14} height={4} rx={1} fill={color} /><text x={at + 18} y={top + 11} fontSize={12} fill={theme.colors.text.primary}>{text}</text></g>;
  });
}

export function StateTimeline({ panel, data, width, height, range, theme }) {
  const frames = configured(panel, data, theme);
  const rows = frames.map(frame => ({ times: frame.fields[0].values, field: frame.fields[1], name: frame.fields[1].state.displayName }));
  const left = Math.min(160, 12 + Math.max(...rows.map(row => row.name.length)) * 6.5);
  const { x, marks } = times(range, width, left);
  const bottom = AXIS + 20, each = (height - bottom) / rows.length;
  const seen = new Map();
  const boxes = rows.flatMap(({ times: at, field, name }, index) => {
    const made = [];
    for (let i = 0; i < at.length; i++) {
      const value = field.values[i];
      if (value === null) {
        continue;
      }
      const end = at[i + 1] ?? at[i] + (at[1] - at[0]);
      const last = made.at(-1);
      if (last && last.value === value && last.to === at[i]) {
        last.to = end;
      } else {
        made.push({ value, from: at[i], to: end });
      }
    }
    return made.map((box, number) => {
      const shown = field.display(box.value);
      seen.set(shown.text, shown.color);
      const from = x(box.from), w = Math.max(1, Math.min(x(box.to), width) - from), top = index * each + each * 0.1;
      return <g key={`${name}${number}`}><rect x={from} y={top} width={w} height={each * 0.8} fill={shown.color} fillOpacity={0.8} />
        {w > shown.text.length * 7 + 8 && <text x={from + 6} y={top + each * 0.4 + 4} fontSize={12} fill={theme.colors.getContrastText(shown.color)}>{shown.text}</text>}</g>;
    });
  });
  return <svg width={width} height={height}>
    {rows.map(({ name }, index) => <text key={name} x={left - 8} y={(index + 0.5) * each + 4} fontSize={12} textAnchor="end" fill={theme.colors.text.primary}>{name}</text>)}
    {boxes}
    <TimeAxis {...{ marks, x, theme }} top={height - bottom} />
    <Legend items={[...seen].map(([text, color]) => ({ text, color }))} top={height - 18} width={width} theme={theme} />
  </svg>;
}

export function Heatmap({ panel, data, width, height, range, theme }) {
  const buckets = data.map(frame => ({ le: Number(frame.fields[1].labels.le.replace('+Inf', 'Infinity')), times: frame.fields[0].values, values: frame.fields[1].values })).sort((a, b) => a.le - b.le);
  const counts = buckets.map((bucket, index) => bucket.values.map((value, i) => Math.max(0, value - (index ? buckets[index - 1].values[i] : 0))));
  const hit = counts.map((row, index) => row.some(value => value > 1e-9) ? index : -1).filter(index => index >= 0);
  const [first, last] = hit.length ? [Math.max(0, hit[0] - 2), Math.min(buckets.length - 1, hit.at(-1) + 2)] : [0, buckets.length - 1];
  const most = Math.max(1e-9, ...counts.flat());
  const left = 58, head = 8, each = (height - AXIS - head) / (last - first + 1);
  const { x, marks } = times(range, width, left);
  const format = getValueFormat(panel.options.yAxis.unit);
  const label = le => le === Infinity ? '+Inf' : formattedValueToString(format(Number(le.toPrecision(6))));
  const step = buckets[0].times[1] - buckets[0].times[0];
  const cells = [], names = [];
  for (let index = first; index <= last; index++) {
    const top = head + (last - index) * each;
    if ((index - first) % Math.ceil(14 / each) === 0) {
      names.push(<text key={index} x={left - 6} y={top + 4} fontSize={11} textAnchor="end" fill={theme.colors.text.secondary}>{label(buckets[index].le)}</text>);
    }
    counts[index].forEach((value, i) => {
      if (value > 1e-9) {
        const share = Math.sqrt(value / most);
        cells.push(<rect key={`${index}/${i}`} x={x(buckets[index].times[i] - step)} y={top + 0.5} width={x(step) - x(0) - 0.5} height={each - 1} fill={`hsl(${36 - 14 * share} 95% ${78 - 48 * share}%)`} />);
      }
    });
  }
  return <svg width={width} height={height}>{cells}{names}<TimeAxis {...{ marks, x, theme }} top={height - AXIS} /></svg>;
}

export function StackedBars({ panel, data, width, height, theme }) {
  const [frame] = configured(panel, data, theme);
  const name = frame.fields.find(field => field.type === FieldType.string);
  const order = panel.fieldConfig.overrides.map(({ matcher }) => matcher.options);
  const parts = frame.fields.filter(field => field.type === FieldType.number).sort((a, b) => order.indexOf(a.state.displayName) - order.indexOf(b.state.displayName));
  const rows = name.values.map((text, at) => ({ text, values: parts.map(part => part.values[at] || 0) }));
  const most = Math.max(1e-9, ...rows.map(row => row.values.reduce((a, b) => a + b, 0)));
  const left = 12 + Math.max(...rows.map(row => row.text.length)) * 6.5, each = (height - AXIS - 20) / rows.length;
  const color = part => theme.visualization.getColorByName(part.config.color.fixedColor ?? 'gray');
  const format = getValueFormat(panel.fieldConfig.defaults.unit);
  return <svg width={width} height={height}>
    {rows.map((row, index) => {
      let at = left;
      return <g key={row.text}><text x={left - 8} y={(index + 0.5) * each + 4} fontSize={12} textAnchor="end" fill={theme.colors.text.primary}>{row.text}</text>
        {row.values.map((value, i) => {
          const w = value / most * (width - left - 10), from = at;
          at += w;
          return <rect key={i} x={from} y={index * each + each * 0.15} width={w} height={each * 0.7} fill={color(parts[i])} />;
        })}</g>;
    })}
    {[0, 0.25, 0.5, 0.75, 1].map(share => <text key={share} x={left + share * (width - left - 10)} y={height - AXIS - 6} fontSize={11} textAnchor={share === 1 ? 'end' : 'middle'} fill={theme.colors.text.secondary}>{formattedValueToString(format(most * share))}</text>)}
    <Legend items={parts.map(part => ({ text: part.state.displayName, color: color(part) }))} top={height - 18} width={width} theme={theme} />
  </svg>;
}
