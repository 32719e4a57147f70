import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const below = (folders, message) => ({
  'no-restricted-imports': ['error', { patterns: [{ regex: `^(\\.\\./)+(${folders})/`, message }] }],
})

export default defineConfig(
  { ignores: ['dist', 'build', 'coverage', 'tests/fixtures'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  { files: ['src/core/**/*.ts'], rules: below('model|read|run|registry|emit|cli', 'core imports only core') },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', 'setTimeout', 'performance'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'core is deterministic' },
        { object: 'Date', property: 'now', message: 'core has no clock' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportDeclaration[source.value=/^node:/]', message: 'core has no node:*' },
        {
          selector: 'MemberExpression[property.name=/^(toLocale|localeCompare)/]',
          message: 'core does not depend on the locale',
        },
      ],
    },
  },
  {
    // yargs infers the type of an option from its default, where an assertion is more than the rule sees.
    files: ['src/cli/**/*.ts'],
    rules: { '@typescript-eslint/no-unnecessary-type-assertion': 'off' },
  },
  {
    files: ['src/read/**/*.ts'],
    rules: below('model|run|registry|emit|cli', 'read imports core/types and core/errors'),
  },
  { files: ['src/registry/**/*.ts'], rules: below('model|read|run|emit|cli', 'registry imports core') },
  { files: ['src/emit/**/*.ts'], rules: below('model|read|run|registry|cli', 'emit imports core') },
  { files: ['src/model/**/*.ts'], rules: below('read|run|registry|emit|cli', 'model imports core') },
  { files: ['src/run/**/*.ts'], rules: below('cli', 'run is under cli') },
)
