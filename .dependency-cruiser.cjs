/**
 * The floors and the one-way rule of docs/architecture: src-shared imports nothing of ours; src-main, src-preload, src-renderer and
 * cloud-api stand on it and never on each other; inside src-main the way is app → ipc → services → the rooms.
 */
const MAIN_ROOMS = ['ledger', 'catalog', 'customers', 'printing', 'devices', 'sync', 'lan', 'drafts', 'settings', 'documents', 'reports'];
const FLOORS = ['src-main', 'src-preload', 'src-renderer', 'cloud-api'];
const TEST_FILE = '\\.test\\.tsx?$';
const PLATFORM_PACKAGES = '^electron$|node_modules/(electron|react|react-dom|better-sqlite3|@napi-rs/canvas|serialport|usb|ws|axios)/';
const OURS = '^(src-main|src-preload|src-renderer|src-shared|cloud-api|build|bench|tests)/';

const floorRules = FLOORS.map((floor) => ({
  name: `${floor}-stands-on-shared`,
  comment: `${floor} may import itself and src-shared, nothing else of ours.`,
  severity: 'error',
  from: { path: `^${floor}/`, pathNot: TEST_FILE },
  to: { path: OURS, pathNot: `^(${floor}|src-shared)/` },
}));

// Reports are read over the ledger's own statements and the catalog's names, on a thread of their own.
const ROOMS_BELOW = { printing: '(printing|devices)', reports: '(reports|ledger|catalog)' };
// Printing drives printers and drawers, so it may use devices; every other pair of rooms meets in services.
const roomRules = MAIN_ROOMS.map((room) => ({
  name: `main-${room}-keeps-to-itself`,
  comment: `src-main/${room} is a lowest room: no app, ipc or services, and no other room.`,
  severity: 'error',
  from: { path: `^src-main/${room}/`, pathNot: TEST_FILE },
  to: { path: '^src-main/', pathNot: `^src-main/${ROOMS_BELOW[room] ?? room}/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A cycle has no order in which to be understood. Types count: they tie the modules as tightly.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'shared-is-the-ground',
      comment: 'src-shared imports nothing of ours but itself.',
      severity: 'error',
      from: { path: '^src-shared/', pathNot: TEST_FILE },
      to: { path: OURS, pathNot: '^src-shared/' },
    },
    {
      name: 'shared-no-node',
      comment: 'src-shared is pure: no Node,',
      severity: 'error',
      from: { path: '^src-shared/', pathNot: TEST_FILE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'shared-no-platform-package',
      comment: '... and no package that brings a platform with it.',
      severity: 'error',
      from: { path: '^src-shared/', pathNot: TEST_FILE },
      to: { path: PLATFORM_PACKAGES },
    },
    ...floorRules,
    {
      name: 'renderer-no-node',
      comment: 'The renderer runs in a browser.',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: TEST_FILE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-no-electron',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: TEST_FILE },
      to: { path: '^electron$|node_modules/(electron|better-sqlite3|@napi-rs/canvas|serialport|usb)/' },
    },
    {
      name: 'main-services-below-ipc-and-app',
      severity: 'error',
      from: { path: '^src-main/services/', pathNot: TEST_FILE },
      to: { path: '^src-main/(app|ipc)/' },
    },
    {
      name: 'main-ipc-below-app',
      severity: 'error',
      from: { path: '^src-main/ipc/', pathNot: TEST_FILE },
      to: { path: '^src-main/', pathNot: '^src-main/(ipc|services)/' },
    },
    ...roomRules,
    {
      name: 'electron-in-its-shell',
      comment: 'Only the Electron shell, its IPC adapter and the preload know Electron: all else runs under plain Node.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: `^src-main/(app|ipc)/|${TEST_FILE}` },
      to: { path: '^electron$|node_modules/electron/' },
    },
    {
      name: 'cloud-modules-meet-through-service',
      comment: 'A cloud module sees another one through its service.ts only.',
      severity: 'error',
      from: { path: '^cloud-api/modules/([^/]+)/', pathNot: TEST_FILE },
      to: { path: '^cloud-api/modules/[^/]+/', pathNot: '^cloud-api/modules/($1/|[^/]+/service\\.ts$)' },
    },
    {
      name: 'nothing-imports-build',
      comment: 'build/ is for packaging, start-up and checks; nothing at run time imports it. A test may use the fakes of tests/.',
      severity: 'error',
      from: { path: '^(src-main|src-preload|src-renderer|src-shared|cloud-api)/', pathNot: TEST_FILE },
      to: { path: '^(build|bench|tests)/' },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.tools.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
