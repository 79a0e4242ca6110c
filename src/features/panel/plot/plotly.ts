/** Plotly with the two trace types used here. A megabyte: import this file lazily. */
import './global.ts';
import * as Plotly from 'plotly.js/lib/core';
import * as heatmap from 'plotly.js/lib/heatmap';

Plotly.register(heatmap);

export const { react, relayout, purge } = Plotly;
