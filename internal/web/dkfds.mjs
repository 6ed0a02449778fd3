// Takes from npm's dkfds what Samspil uses of Det Fælles Designsystem: the
// style sheet without its font rules and unused icons, three weights of the
// font, and the licences. Run after a new version: node internal/web/dkfds.mjs
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const from = join(here, "../../node_modules/dkfds/dist");
const to = join(here, "static", "dkfds");
rmSync(to, { recursive: true, force: true });
for (const folder of ["css", "fonts", "img/svg-icons"]) mkdirSync(join(to, folder), { recursive: true });

let css = readFileSync(join(from, "css", "dkfds.min.css"), "utf8");
css = css.replace(/@font-face\s*\{[^}]*\}/g, "");                       // the weights in use are named in samspil.css
css = css.replace(/[^{}]*\{[^{}]*img\/svg-icons\/[^{}]*\}/g, (rule) =>  // pictures of the icon classes are not used
  /form-|select|radio|checkbox|accordion|sort|details/.test(rule.split("{")[0]) ? rule : "");
css = css.replace(/\/\*# sourceMappingURL.*?\*\//g, "");
css = css.replace(/@charset "[^"]*";/g, "").replace(/^\uFEFF/, "");
writeFileSync(join(to, "css", "dkfds.css"), `@layer dkfds{${css}}`);         // so that samspil.css has the last word

for (const icon of new Set([...css.match(/svg-icons\/[a-z0-9-]+\.svg/g), "svg-icons/calendar-month.svg"])) {
  cpSync(join(from, "img", icon), join(to, "img", icon));
}
for (const weight of ["Regular", "SemiBold", "Bold"]) {
  cpSync(join(from, "fonts/IBMPlexSans/complete/woff2", `IBMPlexSans-${weight}.woff2`), join(to, "fonts", `IBMPlexSans-${weight}.woff2`));
}
cpSync(join(from, "fonts/IBMPlexSans/complete/woff2/license.txt"), join(to, "fonts", "LICENSE.txt"));
cpSync(join(from, "LICENSE.md"), join(to, "LICENSE.md"));
