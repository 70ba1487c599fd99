// What ssml-check has against each piece of SSML in a JSON list on stdin: a JSON list of [ssml,
// errors] on stdout, of those only that have any.

const { check } = require("ssml-check");

let text = "";
process.stdin.on("data", (part) => { text += part; });
process.stdin.on("end", async () => {
  const wrong = [];
  for (const ssml of JSON.parse(text)) {
    const errors = await check(ssml, { platform: "amazon", locale: "en-US" });
    if (errors) wrong.push([ssml, errors]);
  }
  process.stdout.write(JSON.stringify(wrong));
});
