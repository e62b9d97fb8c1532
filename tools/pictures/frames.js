// From Prometheus' answers to Grafana's data frames, with the panel's units, thresholds, mappings and overrides in force.
import { FieldType, getDisplayProcessor, getFieldDisplayName, reduceField, transformDataFrame, createDataFrame, dateTime } from '@grafana/data';
import { lastValueFrom } from 'rxjs';

const SCRAPE_SECONDS = 5;

window.rangeOf = (from, to) => ({ from: dateTime(from * 1000), to: dateTime(to * 1000), raw: { from: dateTime(from * 1000), to: dateTime(to * 1000) } });

function written(expression, range, step) {
  const seconds = Math.round((range.to.valueOf() - range.from.valueOf()) / 1000);
  return expression
    .replaceAll('$__rate_interval', `${Math.max(4 * SCRAPE_SECONDS, step + SCRAPE_SECONDS)}s`)
    .replaceAll('$__range', `${seconds}s`)
    .replaceAll('$__interval', `${step}s`)
    .replaceAll(/\$[a-z]+/g, '.+');
}

async function ask(target, range, columns) {
  const from = range.from.valueOf() / 1000, to = range.to.valueOf() / 1000;
  const step = Math.max(SCRAPE_SECONDS, Math.ceil((to - from) / (columns * 60) / SCRAPE_SECONDS) * SCRAPE_SECONDS);
  const query = encodeURIComponent(written(target.expr, range, step));
  const url = target.instant ? `/api/v1/query?query=${query}&time=${to}` : `/api/v1/query_range?query=${query}&start=${from}&end=${to}&step=${step}`;
  const answer = await (await fetch(url)).json();
  if (answer.status !== 'success') {
    throw new Error(`${target.expr}: ${answer.error}`);
  }
  return answer.data.result.map(one => ({ labels: one.metric, points: one.values ?? [one.value], step }));
}

function legendOf(target, labels) {
  if (target.legendFormat === '__auto') {
    const { __name__: name = '', ...others } = labels;
    return Object.keys(others).length ? `${name}{${Object.entries(others).map(([k, v]) => `${k}="${v}"`).join(', ')}}` : name || 'Value';
  }
  return target.legendFormat.replaceAll(/\{\{(\w+)\}\}/g, (_, label) => labels[label] ?? '');
}

const number = text => text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);

function overTime(target, one) {
  const name = legendOf(target, one.labels);
  const at = new Map(one.points.map(([time, value]) => [time, number(value)]));
  const times = [], values = [];
  // What has no sample is a gap, not a line across it.
  for (let time = one.points[0][0]; time <= one.points.at(-1)[0]; time += one.step) {
    times.push(time * 1000);
    values.push(Number.isNaN(at.get(time) ?? NaN) ? null : at.get(time));
  }
  return createDataFrame({ refId: target.refId, name, fields: [
    { name: 'Time', type: FieldType.time, values: times },
    { name: 'Value', type: FieldType.number, values, labels: one.labels, config: { displayNameFromDS: name } },
  ] });
}

function inATable(target, answers, only) {
  const labels = [...new Set(answers.flatMap(one => Object.keys(one.labels)))].sort();
  return createDataFrame({ refId: target.refId, fields: [
    { name: 'Time', type: FieldType.time, values: answers.map(one => one.points[0][0] * 1000) },
    ...labels.map(label => ({ name: label, type: FieldType.string, values: answers.map(one => one.labels[label] ?? '') })),
    { name: only ? 'Value' : `Value #${target.refId}`, type: FieldType.number, values: answers.map(one => number(one.points[0][1])) },
  ] });
}

export async function framesOf(panel, range) {
  const frames = [];
  for (const target of panel.targets) {
    const answers = await ask(target, range, panel.gridPos.w);
    if (answers.length === 0) {
      continue;
    }
    if (target.format === 'table') {
      frames.push(inATable(target, answers, panel.targets.length === 1));
    } else {
      frames.push(...answers.map(one => overTime(target, one)));
    }
  }
  for (const { id, options } of panel.transformations ?? []) {
    const changed = await lastValueFrom(transformDataFrame([{ id, options }], frames));
    frames.splice(0, frames.length, ...changed);
  }
  return frames;
}

function fits(matcher, name) {
  return matcher.id === 'byName' ? matcher.options === name : new RegExp(matcher.options.replace(/^\/|\/$/g, '')).test(name);
}

function set(object, path, value) {
  const [first, ...rest] = path.split('.');
  object[first] = rest.length ? set({ ...object[first] }, rest.join('.'), value) : value;
  return object;
}

// The panel's defaults and overrides on every field, and the field's own way to show a value.
export function configured(panel, frames, theme) {
  let index = 0;
  for (const frame of frames) {
    for (const field of frame.fields) {
      const name = getFieldDisplayName(field, frame, frames);
      const config = { ...structuredClone(panel.fieldConfig.defaults), ...field.config };
      for (const { matcher, properties } of panel.fieldConfig.overrides) {
        if (fits(matcher, name)) {
          properties.forEach(({ id, value }) => set(config, id, value));
        }
      }
      field.config = config;
      field.state = { ...field.state, displayName: name, seriesIndex: field.type === FieldType.number ? index++ : undefined };
      if (config.color?.mode === 'fixed') {
        config.color = { mode: 'fixed', fixedColor: config.color.fixedColor };
      }
      field.display = getDisplayProcessor({ field, theme, timeZone: 'utc' });
    }
  }
  return frames;
}

export const seriesOf = (panel, frames, theme) => configured(panel, frames, theme);

export function numbersOf(panel, frames, theme) {
  return configured(panel, frames, theme).map(frame => {
    const field = frame.fields.find(each => each.type === FieldType.number);
    const value = reduceField({ field, reducers: ['lastNotNull'] }).lastNotNull;
    return { field, display: { ...field.display(value), title: field.state.displayName } };
  });
}

export function tableOf(panel, frames, theme) {
  const [frame] = configured(panel, frames, theme);
  const [sort] = panel.options.sortBy ?? [];
  const key = frame.fields.find(field => field.state.displayName === sort?.displayName);
  if (!key) {
    return frame;
  }
  const order = [...frame.fields[0].values.keys()].sort((a, b) => (key.values[a] - key.values[b]) * (sort.desc ? -1 : 1));
  frame.fields.forEach(field => { field.values = order.map(at => field.values[at]); });
  return frame;
}
