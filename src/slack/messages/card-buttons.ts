import type { types } from "@slack/bolt";
import type { GetOutput } from "../../../tools/index.ts";
import { othersLikeIt } from "../../words/others-like-it.ts";
import { pageSizes } from "../grammar/options.ts";
import type { Request, RequestOf } from "../request.ts";
import { askButton, linkButton, shareButton } from "./buttons.ts";
import type { Scene } from "./message.ts";

/** What can be asked next: as a button, and as a command where there are no buttons. */
interface Step {
  readonly label: string;
  readonly request: Request;
}

/** What to ask next about an instance, the most useful first. */
export function cardSteps(output: GetOutput, scene: Scene): Step[] {
  const { instance, incidents } = output;
  const { id, engine } = instance;
  const elsewhere = incidents.find(({ instanceId, resolved }) => instanceId !== id && !resolved);
  const steps: (Step | false | undefined)[] = [
    elsewhere && anew("Open the called instance", { ask: "get", input: { id: elsewhere.instanceId, engine } }),
    anew("History", { ask: "history", input: { id, engine, limit: pageSizes.history } }),
    othersStep(output, scene),
    !elsewhere &&
      scene.showsVariables &&
      !output.variables &&
      anew("Variables", { ask: "get", input: { id, engine, include: ["variables"] } }),
  ];
  return steps.filter((step) => typeof step === "object");
}

/** The buttons of a card. `request` asks for the same card again. What a channel sees is shared already. */
export function cardButtons(output: GetOutput, scene: Scene, request: RequestOf<"get">): (types.Button | undefined)[] {
  const { url, endedAt } = output.instance;
  return [
    ...cardSteps(output, scene).map((step) => askButton(step.label, "anew", step.request)),
    linkTo(url),
    endedAt ? undefined : askButton("Refresh", "replace", request),
    scene.audience === "person" ? shareButton(request) : undefined,
  ];
}

/** Instances with the same fault, or, where all is well, those that it called. */
function othersStep({ instance, incidents, called }: GetOutput, { canAsk }: Scene): Step | undefined {
  const { engine, id } = instance;
  const faulty = incidents.find(({ resolved }) => !resolved);
  const others = faulty && othersLikeIt(faulty, { instance, called }, canAsk);
  const page = { engine, limit: pageSizes.list };
  if (others) return anew(capital(others.why), { ask: "query", input: { ...others.input, ...page } });
  const isFamily = !faulty && called.length > 1 && (!canAsk || canAsk([engine], "parentId"));
  return isFamily ? anew("What it called", { ask: "query", input: { parentId: id, ...page } }) : undefined;
}

const anew = (label: string, request: Request): Step => ({ label, request });

/** The web applications that people know by name, by a word of their addresses. */
const applications = ["Operate", "Cockpit"];

/** Only an address of ours: an engine has no say in it, but for the id in it. */
function linkTo(url: string | undefined): types.Button | undefined {
  if (url === undefined || !URL.canParse(url) || !/^https?:/i.test(url)) return undefined;
  const { hostname, pathname, hash } = new URL(url);
  const address = `${hostname}${pathname}${hash}`.toLowerCase();
  const application = applications.find((name) => address.includes(name.toLowerCase())) ?? "the engine's web app";
  return linkButton(`Open in ${application}`, url);
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
