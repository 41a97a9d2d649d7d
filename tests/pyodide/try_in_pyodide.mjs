// Runs a Python file in Pyodide: `node try_in_pyodide.mjs FOLDER FILE PACKAGE...`.
// FOLDER is mounted as /inside. The packages are those that only Pyodide's own distribution has; what cannot be had is
// told in the first line of the output, as JSON, before the file is run.
import { loadPyodide } from "pyodide";
import { readFileSync } from "node:fs";

const [folder, file, ...packages] = process.argv.slice(2);
const quiet = { messageCallback: () => {}, errorCallback: () => {} };
const python = await loadPyodide({ stdout: (line) => console.log(line), stderr: (line) => console.error(line) });
python.mountNodeFS("/inside", folder);
const missing = [];
for (const name of packages) {
  try {
    await python.loadPackage(name, quiet);
    await python.runPythonAsync(`import ${name}`);
  } catch {
    missing.push(name);
  }
}
console.log(JSON.stringify({ python: python.version, missing }));
await python.runPythonAsync(readFileSync(file, "utf-8"), { filename: file });
