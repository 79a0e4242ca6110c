// Plotly's dependencies were written for Node and say `global`; this must run before them.
Object.assign(globalThis, { global: globalThis });
