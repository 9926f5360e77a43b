/** What stands below the flags in help: how a command is used, and what its exit codes mean. */

export const rootHelp = `
Examples:
  lookout ORDER-4711               where an order is, whichever engine has it
  lookout query --has-incident     what is stuck, oldest first
  lookout query --count            faults in groups, with numbers
  lookout history <id>             what led there

Exit codes:
  0    answered
  1    nothing found
  2    wrong question or configuration, or an engine cannot do what is asked
  3    an engine cannot be reached, refuses the login or gives a bad answer
  70   a defect of the lookout
  130  interrupted

Environment:
  LOOKOUT_CONFIG          configuration file, where --config is not given
  LOOKOUT_ENGINE_URL ...  one engine without a file
  CAMUNDA_* ...           one Camunda 8 cluster, as its own client is told
  SLACK_* ...             tokens of the Slack app: lookout slack --help
  NO_COLOR, FORCE_COLOR   without colours, or with them
  HTTPS_PROXY, NO_PROXY   proxies for requests to engines
`;

export const getExamples = `
Examples:
  lookout get 2251799813690412
  lookout get https://operate.example.com/operate/processes/2251799813690412
  lookout get <id> --include variables,incidentsResolved
`;

export const queryExamples = `
All filters must match. A date is a day in UTC; times are shown in your zone.

Examples:
  lookout query --has-incident --definition-key order-fulfilment
  lookout query --attention incident,retrying,overdue,waiting --count
  lookout query --element-id Charge --waiting-longer-than 2h
  lookout query --business-key 'ORDER-47*' --started-after 7d
  lookout query --variable 'amount>=100' --variable 'country="DE"'
  lookout query --state failed --all --jsonl | jq -r .id

Into a pipe each row is one line with columns between tabs; see docs/cli.md.
Exit code 1 means that nothing matches.
`;

export const historyExamples = `
Without --kind: all but variable and operation.

Examples:
  lookout history 2251799813690412
  lookout history <id> --kind incident,jobFailure --order newest
  lookout history <id> --kind operation      who did what, where recorded
`;

export const sandboxExamples = `
Prints the address of its REST API. Nothing can be written to it.

Examples:
  lookout sandbox --port 8080
  lookout sandbox --kind camunda8 --api 8.10
  LOOKOUT_ENGINE_URL=<address> lookout query --has-incident
`;

export const slackExamples = `
Over Socket Mode, which needs no address of its own, or over HTTP:
  SLACK_BOT_TOKEN         xoxb-..., of the installed app
  SLACK_APP_TOKEN         xapp-...: Socket Mode
  SLACK_SIGNING_SECRET    where there is no SLACK_APP_TOKEN: HTTP
Each may be in a file that SLACK_..._FILE names. See docs/slack.md.

Examples:
  lookout slack manifest           what Slack makes the app of
  lookout slack -c lookout.yaml    serve until Ctrl-C
`;

export const manifestExamples = `
Examples:
  lookout slack manifest --command /bpm > manifest.yml
  lookout slack manifest --url https://lookout.example.com
`;

export const completionExamples = `
Examples:
  source <(lookout completion bash)     in ~/.bashrc; needs bash-completion
  source <(lookout completion zsh)      in ~/.zshrc
  lookout completion fish > ~/.config/fish/completions/lookout.fish
  lookout completion powershell | Out-String | Invoke-Expression
`;
