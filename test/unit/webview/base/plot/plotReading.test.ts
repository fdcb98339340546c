import { describe, expect, it } from 'vitest';
import { PlotReading } from '../../../../../webview/base/plot/plotReading';

const xs = [0, 10, 20];

describe('the reading of a plot', () => {
  it('is nothing at first', () => {
    const reading = new PlotReading();
    expect(reading.x).toBeNull();
    expect(reading.index(xs)).toBeNull();
  });

  it('follows the pointer, and keeps what is clicked when the pointer leaves', () => {
    const reading = new PlotReading();
    reading.point(10);
    expect(reading.x).toBe(10);
    reading.point(null);
    expect(reading.x).toBeNull();
    reading.point(20);
    reading.choosePointed();
    reading.point(null);
    expect(reading.x).toBe(20);
    reading.blur();
    expect(reading.x).toBeNull();
  });

  it('begins at the last point when it gets the focus, and moves by keys', () => {
    const reading = new PlotReading();
    reading.focus(xs);
    expect(reading.x).toBe(20);
    expect(reading.press('ArrowLeft', xs)).toBe(true);
    expect(reading.x).toBe(10);
    expect(reading.press('a', xs)).toBe(false);
    expect(reading.x).toBe(10);
  });

  it('follows a key also while the pointer lies over the plot', () => {
    const reading = new PlotReading();
    reading.point(0);
    reading.focus(xs);
    reading.press('ArrowRight', xs);
    expect(reading.x).toBe(10);
  });

  it('stays at its x while points are added', () => {
    const reading = new PlotReading();
    reading.point(20);
    expect(reading.index(xs)).toBe(2);
    expect(reading.index([...xs, 30])).toBe(2);
  });

  it('is at the last point before its x in another plot that has no point there', () => {
    const reading = new PlotReading();
    reading.point(20);
    expect(reading.index([0, 15, 30])).toBe(1);
    expect(reading.index([])).toBeNull();
  });

  it('does not move in a plot without points', () => {
    const reading = new PlotReading();
    reading.focus([]);
    expect(reading.press('ArrowLeft', [])).toBe(false);
    expect(reading.x).toBeNull();
  });
});
