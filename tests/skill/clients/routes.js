// Where virtual-alexa sends each utterance by the interaction model alone: stdin {model, said},
// stdout a list of [intent, words in its slot], null for what it cannot match.

const { VirtualAlexa } = require("virtual-alexa");
const { Utterance } = require("virtual-core");

let text = "";
process.stdin.on("data", (part) => { text += part; });
process.stdin.on("end", () => {
  const { model, said } = JSON.parse(text);
  const alexa = VirtualAlexa.Builder().handler("none").interactionModelFile(model).create();
  const routes = said.map((words) => {
    const utterance = new Utterance(alexa.context().interactionModel(), words);
    if (!utterance.matched()) return null;
    return [utterance.intent(), utterance.toJSON().utterance || null];
  });
  process.stdout.write(JSON.stringify(routes));
});
