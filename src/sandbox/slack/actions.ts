import { type Fields, isFields, isList } from "./fields.ts";

/** Everything in blocks that a person can click or choose from, in order. */
export function usableElements(
  blocks: readonly unknown[],
): readonly { readonly block: Fields; readonly element: Fields }[] {
  return blocks.flatMap((block) => {
    if (!isFields(block)) return [];
    const { elements, accessory, element, child_blocks: children } = block;
    const own = [...(isList(elements) ? elements : []), accessory, element].filter(isFields);
    const usable = own.filter(({ action_id: id }) => typeof id === "string").map((one) => ({ block, element: one }));
    return [...usable, ...(isList(children) ? usableElements(children) : [])];
  });
}

/** What is written on an element. */
export function labelOf({ text, placeholder }: Fields): string | undefined {
  const label = isFields(text) ? text : placeholder;
  return isFields(label) && typeof label["text"] === "string" ? label["text"] : undefined;
}

/** The action of a payload: what was clicked, or chosen by its value or by its words. Undefined where that is no choice. */
export function actionOf(block: Fields, element: Fields, value: string | undefined, ts: string): Fields | undefined {
  const { type, action_id: actionId } = element;
  const base = { type, action_id: actionId, block_id: block["block_id"], action_ts: ts };
  if (type === "button") {
    const { text, value: own, style } = element;
    return { ...base, text, ...(own === undefined ? {} : { value: own }), ...(style === undefined ? {} : { style }) };
  }
  if (type === "static_select" || type === "overflow" || type === "radio_buttons") {
    const option = optionsOf(element).find(
      (one) => value === undefined || one["value"] === value || labelOf(one) === value,
    );
    const { placeholder } = element;
    return option && { ...base, selected_option: option, ...(placeholder === undefined ? {} : { placeholder }) };
  }
  return value === undefined ? base : { ...base, value };
}

function optionsOf({ options, option_groups: groups }: Fields): readonly Fields[] {
  if (isList(options)) return options.filter(isFields);
  return isList(groups) ? groups.filter(isFields).flatMap(optionsOf) : [];
}
