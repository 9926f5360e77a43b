import type { Command } from "commander";
import { completionExamples } from "./examples.ts";

const shells = ["bash", "zsh", "fish", "powershell"] as const;

/** Completion by `@bomb.sh/tab`, which is loaded when asked and gets a program of its own, since it adds commands to it. */
export function addCompletion(program: Command, create: () => Command): void {
  const completer = async () => {
    const { default: tab } = await import("@bomb.sh/tab/commander");
    return tab(create(), { completionCommandName: "completion" });
  };
  program.commandsGroup("Setting up:");
  program
    .command("completion")
    .description("print the completion script of a shell")
    .addArgument(program.createArgument("<shell>", "bash, zsh, fish or powershell").choices(shells))
    .addHelpText("after", completionExamples)
    .action(async (shell: string) => (await completer()).setup("lookout", "lookout", shell));
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .action(async (words: string[]) => (await completer()).parse(words));
}
