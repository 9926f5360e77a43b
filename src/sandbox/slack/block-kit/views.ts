import { isFields, isList } from "../fields.ts";
import { blocksOf } from "./blocks.ts";
import { type Check, complain, flag, known, may, must, object, string, typed } from "./checks.ts";
import { plainText } from "./objects.ts";

const common = {
  type: known,
  private_metadata: may(string({ min: 0, max: 3_000 })),
  callback_id: may(string({ min: 0, max: 255 })),
  external_id: may(string({ min: 0, max: 255 })),
};

/** A modal or a home tab. */
export const view: Check = typed({
  modal: object(
    {
      ...common,
      title: must(plainText(24)),
      blocks: must(blocksOf("modal")),
      submit: may(plainText(24)),
      close: may(plainText(24)),
      clear_on_close: may(flag),
      notify_on_close: may(flag),
      submit_disabled: may(flag),
    },
    ({ blocks, submit }, look) => {
      const hasInput = isList(blocks) && blocks.some((block) => isFields(block) && block["type"] === "input");
      if (hasInput && submit === undefined) complain(look, "required", "a submit button is required with input blocks");
    },
  ),
  home: object({ ...common, blocks: must(blocksOf("home")) }),
});
