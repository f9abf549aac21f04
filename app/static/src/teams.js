// The page "Teams": the map shell of the server calls `window.floorplans.teams(map, settings)`.
import { teamsPage } from "./teams/page.js";

window.floorplans = { ...window.floorplans, teams: teamsPage };
