import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';

const TESTS = ['**/*.test.ts', '**/*.test.tsx', 'tests/**'];
const RAW_IPC = 'Raw Electron IPC lives in src-main/ipc/electron-ipc.ts and src-preload/bridge.ts only; go through the contract.';

export default defineConfig(
  globalIgnores(['dist', 'release', 'node_modules', 'test-results', 'playwright-report']),
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx', 'build/**/*.mjs', '*.config.js'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 800 }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-undef': 'off', // TypeScript knows better what each environment has.
      'no-control-regex': 'off', // Control characters in names and codes are input we must recognise.
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['src-main/**/*.ts', 'src-preload/**/*.ts', 'src-renderer/**/*.{ts,tsx}'],
    ignores: ['src-main/ipc/electron-ipc.ts', 'src-preload/bridge.ts', ...TESTS],
    rules: {
      'no-restricted-imports': ['error', { paths: [{ name: 'electron', importNames: ['ipcMain', 'ipcRenderer'], message: RAW_IPC }] }],
      'no-restricted-syntax': ['error', { selector: 'MemberExpression[property.name=/^ipc(Main|Renderer)$/]', message: RAW_IPC }],
    },
  },
  { files: ['src-renderer/**/*.{ts,tsx}'], extends: [reactHooks.configs.flat['recommended-latest']] },
  // A cast in JSDoc is invisible to the linter; the compiler (checkJs) still holds these files to their types.
  { files: ['build/**/*.mjs'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-return': 'off' } },
  // What the cloud serves to browsers as it is; the compiler (checkJs) knows its globals.
  { files: ['cloud-api/modules/*/page/*.js'], rules: { 'no-undef': 'off' } },
  { files: ['src-main/app/cli.ts', 'build/**', 'bench/**'], rules: { 'no-console': 'off' } },
  {
    files: TESTS,
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['.dependency-cruiser.cjs'], languageOptions: { sourceType: 'commonjs', globals: { module: 'writable' } } },
);
