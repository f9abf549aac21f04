// The page without a connection; the worker hands it out in the place of any other.
import { offlinePage } from "./offline/page.js";

offlinePage();
