export { renderReport } from './render-report';
export {
  type ReportDocument,
  type ReportExecution,
  type ReportFallback,
  type ReportFile,
  type ReportFlaky,
  type ReportProject,
  type ReportTestFile,
  type ReportUntested,
  reportSchema,
} from './report-schema';
