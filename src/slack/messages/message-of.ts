import type { Answer } from "../answering.ts";
import { card } from "./card.ts";
import { count } from "./count.ts";
import { helpMessage } from "./help.ts";
import { list } from "./list.ts";
import type { Message, Scene } from "./message.ts";
import { enginesMessage, errorMessage, noneMessage } from "./notice.ts";
import { timeline } from "./timeline.ts";

/** An answer as a message for its readers. */
export function messageOf(answer: Answer, scene: Scene): Message {
  switch (answer.kind) {
    case "instance":
      return card(answer.output, scene, answer.request, answer.missing);
    case "instances": {
      const { output, request } = answer;
      if (output.counts && request.ask === "query") return count(output, output.counts, scene, request);
      return list(output, scene, request);
    }
    case "history":
      return timeline(answer.output, scene, answer.request);
    case "none":
      return noneMessage(answer, scene);
    case "engines":
      return enginesMessage(answer.engines, scene);
    case "help":
      return helpMessage(scene, answer.request.topic);
    case "failed":
      return errorMessage(answer.report, scene, answer.request);
  }
}
