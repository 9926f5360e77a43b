/** The script: everything that happened in the sandbox's world until `now`. */
import { tellInvoices } from "./invoices.ts";
import { tellParcels, tellVariables } from "./oddities.ts";
import { tellOnboardings } from "./onboardings.ts";
import { tellOrders } from "./orders.ts";
import { tellPayments } from "./payments.ts";
import { emptyStory } from "./story.ts";
import type { World } from "./world.ts";

/** Tells the world as it stands at `now`; the same `now` and `bulk` always give the same world, ids included. */
export function tellWorld({ now, bulk = 0 }: { readonly now: number; readonly bulk?: number }): World {
  const story = emptyStory(now);
  tellOrders(story);
  tellInvoices(story);
  tellOnboardings(story);
  tellPayments(story);
  tellVariables(story);
  tellParcels(story, bulk);
  return story;
}
