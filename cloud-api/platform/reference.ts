import type { Express } from 'express';
import swaggerUiFolder from 'swagger-ui-dist/absolute-path.js';
import { openApiDocument } from './openapi.ts';
import type { ServedRoute } from './routes.ts';

const SWAGGER_UI = swaggerUiFolder();
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Contacto</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="icon" href="/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="reference"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/open-reference.js"></script>
  </body>
</html>
`;
/** A file of its own: the page's content security policy lets no script stand within it. */
const SCRIPT = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, validatorUrl: null });\n`;
const SERVED_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** The routes' reference: `/openapi.json` for programs, `/docs` for people. Both say nothing that is not public. */
export function addReference(app: Express, routes: readonly ServedRoute[], publicUrl: string | null): void {
  // Made when somebody first asks: most processes are never asked.
  let document: string | null = null;
  app.get('/openapi.json', (_request, response) => {
    document ??= JSON.stringify(openApiDocument(routes, publicUrl));
    response.type('application/json').send(document);
  });
  app.get('/docs', (_request, response) => {
    response.type('html').send(PAGE);
  });
  app.get('/docs/open-reference.js', (_request, response) => {
    response.type('text/javascript').send(SCRIPT);
  });
  for (const file of SERVED_FILES) {
    app.get(`/docs/${file}`, (_request, response) => {
      response.sendFile(file, { root: SWAGGER_UI });
    });
  }
}
