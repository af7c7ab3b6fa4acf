const DATA_PATH = /^\/(?:api$|api\/|image\/)|\.json$/;

/** Whether a path serves data or images and never pages, so that its errors are JSON. */
export function isDataRoute(pathname: string): boolean {
  return DATA_PATH.test(pathname);
}
