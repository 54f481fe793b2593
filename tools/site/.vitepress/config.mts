import { defineConfig } from 'vitepress';

/** Pages of `docs` in the order in which a newcomer reads them. A dead link fails the build. */
export default defineConfig({
  title: 'nx-testmon',
  description: 'Test impact analysis for TypeScript monorepos',
  srcDir: 'pages',
  outDir: '../../node_modules/.cache/site',
  cacheDir: '../../node_modules/.cache/vitepress',
  cleanUrls: true,
  // Links to files of the repository itself are not part of the site.
  ignoreDeadLinks: [/^\.\.?\/(\.\.\/)*(README|CONTRIBUTING|CHANGELOG|SECURITY)/, /(packages|e2e|tools)\//],
  themeConfig: {
    search: { provider: 'local' },
    outline: 'deep',
    sidebar: [
      {
        text: 'Guide',
        items: [
          { text: 'Getting started', link: '/getting-started' },
          { text: 'How selection decides', link: '/selection' },
          { text: 'Continuous integration', link: '/ci' },
          { text: 'Watch', link: '/watch' },
          { text: 'Explain', link: '/explain' },
          { text: 'Report', link: '/report' },
          { text: 'Coverage', link: '/coverage' },
          { text: 'Flaky test files', link: '/flaky' },
          { text: 'Editors', link: '/editors' },
          { text: 'Doctor', link: '/doctor' },
          { text: 'What Nx knows', link: '/sync' },
          { text: 'Audit', link: '/audit' },
          { text: 'Agents', link: '/agents' },
          { text: 'Comparison', link: '/comparison' },
          { text: 'Questions', link: '/faq' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'Commands', link: '/commands' },
          { text: 'Options', link: '/options' },
          { text: 'Reasons', link: '/reasons' },
          { text: 'Fallbacks', link: '/fallbacks' },
          { text: 'Messages', link: '/messages' },
          { text: 'Limitations', link: '/limitations' },
          { text: 'For users of pytest-testmon', link: '/parity' },
        ],
      },
      {
        text: 'Project',
        items: [
          { text: 'Architecture', link: '/architecture' },
          { text: 'Evidence', link: '/evidence' },
          { text: 'Glossary', link: '/glossary' },
        ],
      },
    ],
  },
});
