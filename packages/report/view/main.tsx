import { render } from 'preact';
import type { ReportDocument } from '../src/report-schema';
import { App } from './app';

const data = document.getElementById('report')?.textContent ?? '';
const root = document.getElementById('app');
if (root) {
  root.textContent = '';
  render(<App report={JSON.parse(data) as ReportDocument} />, root);
}
