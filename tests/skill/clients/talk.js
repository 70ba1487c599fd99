// One talk by virtual-alexa: stdin says where and what, stdout gets every request and response.
//
// A step is "(launch)", "(end REASON)", "(intent NAME)", or words. Words go through the client's
// own matching of the interaction model. Like Alexa, and unlike the client, what the model does
// not list goes through the catch-all slot; so do words that the client takes for a launch.

const { VirtualAlexa } = require("virtual-alexa");
const { SessionEndedReason } = require("virtual-alexa/lib/src/core/SkillRequest");
const { Utterance } = require("virtual-core");

const LAUNCHES = /ask|open|launch|talk to|tell|^exit$/i;

async function step(alexa, said) {
  const [, command, argument] = /^\((\w+) ?([\w.]*)\)$/.exec(said) || [];
  if (command === "launch") return alexa.launch();
  if (command === "end") return alexa.endSession(SessionEndedReason[argument]);
  if (command === "intent") return alexa.intend(argument);
  const known = new Utterance(alexa.context().interactionModel(), said).matched();
  if (known && !LAUNCHES.test(said)) return alexa.utter(said);
  return alexa.intend("SayIntent", { utterance: said });
}

async function talk({ url, model, application, user, steps }) {
  const alexa = VirtualAlexa.Builder()
    .skillURL(url)
    .applicationID(application)
    .interactionModelFile(model)
    .create();
  alexa.context().user().setID(user);
  const told = [];
  let request;
  alexa.filter((sent) => { request = sent.request; });
  for (const said of steps) {
    const response = await step(alexa, said);
    told.push({ said, request, response });
  }
  return told;
}

let text = "";
process.stdin.on("data", (part) => { text += part; });
process.stdin.on("end", async () => {
  const told = await talk(JSON.parse(text));
  process.stdout.write(JSON.stringify(told));
});
